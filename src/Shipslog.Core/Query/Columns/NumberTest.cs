namespace Shipslog.Core.Query.Columns;

/// <summary>
/// A comparison with a number as closed ranges, one over doubles and one over longs, so that 64-bit integers are compared exactly
/// though the filter's number is a double.
/// </summary>
internal readonly struct NumberTest
{
    private readonly double _lowest;
    private readonly double _highest;
    private readonly long _lowestLong;
    private readonly long _highestLong;

    /// <param name="comparison">An order or equality; <see cref="Comparison.NotEqual"/> is for the caller to complement.</param>
    /// <param name="value">With what; NaN compares to nothing.</param>
    public NumberTest(Comparison comparison, double value)
    {
        (_lowest, _highest) = (double.PositiveInfinity, double.NegativeInfinity);
        (_lowestLong, _highestLong) = (1, 0);
        if (double.IsNaN(value))
            return;
        (_lowest, _highest) = comparison switch
        {
            Comparison.Equal => (value, value),
            Comparison.LessOrEqual => (double.NegativeInfinity, value),
            Comparison.GreaterOrEqual => (value, double.PositiveInfinity),
            Comparison.Less when value > double.NegativeInfinity => (double.NegativeInfinity, Math.BitDecrement(value)),
            Comparison.Greater when value < double.PositiveInfinity => (Math.BitIncrement(value), double.PositiveInfinity),
            _ => (_lowest, _highest),
        };
        (_lowestLong, _highestLong) = comparison switch
        {
            Comparison.Equal when value == Math.Floor(value) && Fits(value) => ((long)value, (long)value),
            Comparison.LessOrEqual => Upto(Math.Floor(value), inclusive: true),
            Comparison.Less => Upto(Math.Ceiling(value), inclusive: false),
            Comparison.GreaterOrEqual => From(Math.Ceiling(value), inclusive: true),
            Comparison.Greater => From(Math.Floor(value), inclusive: false),
            _ => (1, 0),
        };
    }

    public bool Holds(double value) => value >= _lowest & value <= _highest;

    public bool Holds(long value) => value >= _lowestLong & value <= _highestLong;

    private static bool Fits(double whole) => whole >= long.MinValue && whole < -(double)long.MinValue;

    private static (long Lowest, long Highest) Upto(double whole, bool inclusive)
    {
        if (Fits(whole))
            return inclusive ? (long.MinValue, (long)whole)
                : whole == long.MinValue ? (1, 0)
                : (long.MinValue, (long)whole - 1);
        return whole > 0 ? (long.MinValue, long.MaxValue) : (1, 0);
    }

    private static (long Lowest, long Highest) From(double whole, bool inclusive)
    {
        if (Fits(whole))
            return inclusive ? ((long)whole, long.MaxValue)
                : (long)whole == long.MaxValue ? (1, 0)
                : ((long)whole + 1, long.MaxValue);
        return whole < 0 ? (long.MinValue, long.MaxValue) : (1, 0);
    }
}

/// <summary>The test over a column of floats.</summary>
internal readonly record struct DoubleTest(NumberTest Test) : IValueTest<double>
{
    public static bool IsCheap => true;

    public bool Holds(double value) => Test.Holds(value);
}

/// <summary>The test over a column of integers or instants.</summary>
internal readonly record struct LongTest(NumberTest Test) : IValueTest<long>
{
    public static bool IsCheap => true;

    public bool Holds(long value) => Test.Holds(value);
}

/// <summary>The test over a column of truth values, which count as 0 and 1.</summary>
internal readonly record struct BoolTest(bool FalsePasses, bool TruePasses) : IValueTest<bool>
{
    public static bool IsCheap => true;

    public bool Holds(bool value) => value ? TruePasses : FalsePasses;
}

/// <summary>Whether a float is NaN.</summary>
internal readonly record struct NaNTest : IValueTest<double>
{
    public static bool IsCheap => true;

    public bool Holds(double value) => double.IsNaN(value);
}

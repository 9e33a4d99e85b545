using System.Globalization;

namespace Shipslog.Core.Model;

/// <summary>
/// A position on a series' step axis, exact for every finite double (0.x, 1.x, MLflow) and for every whole + micro step of the 3.x
/// wire form (0 ≤ step &lt; 10¹², in millionths). It is the nearest double plus the few micro-steps by which that double misses: zero
/// for any step below about 9·10⁹. Ordered by value, then remainder.
/// </summary>
/// <param name="Value">The step as the nearest double; finite.</param>
/// <param name="RemainderMicros">Micro-steps to add to <paramref name="Value"/>; nearly always 0, within ±64.</param>
public readonly record struct Step(double Value, sbyte RemainderMicros = 0) : IComparable<Step>
{
    /// <summary>"The server picks": the last step of the series rounded down plus one, 0 in an empty series. Never stored.</summary>
    public static readonly Step Auto = new(double.NaN);

    /// <summary>Before every step.</summary>
    internal static readonly Step Lowest = new(double.NegativeInfinity);

    /// <summary>After every step.</summary>
    internal static readonly Step Highest = new(double.PositiveInfinity);

    /// <summary>True for <see cref="Auto"/>.</summary>
    public bool IsAuto => double.IsNaN(Value);

    /// <summary>The step that an <see cref="Auto"/> point gets after this one.</summary>
    public Step Next => new(Math.Floor(Value) + 1);

    /// <summary>The exact step of a 3.x wire form.</summary>
    /// <param name="whole">Whole steps, 0 to 10¹² - 1.</param>
    /// <param name="micros">Millionths of a step, 0 to 999,999.</param>
    public static Step FromMicros(long whole, int micros)
    {
        var exact = whole * 1_000_000 + micros;
        var value = exact / 1e6;
        return new Step(value, (sbyte)(exact - (long)Math.Round(value * 1e6)));
    }

    /// <summary>This step in millionths, if it has such a form exactly.</summary>
    /// <param name="micros">Whole steps times 10⁶ plus micro-steps.</param>
    public bool TryGetMicros(out long micros)
    {
        var scaled = Math.Round(Value * 1e6);
        micros = 0;
        if (Math.Abs(scaled) > 1e18)
            return false;
        micros = (long)scaled + RemainderMicros;
        return (RemainderMicros != 0 || micros / 1e6 == Value) && !IsAuto;
    }

    /// <summary>A step of a double, as 0.x and 1.x send it. Negative zero becomes zero.</summary>
    /// <returns>False for NaN and infinities, which are no steps.</returns>
    public static bool TryCreate(double value, out Step step)
    {
        step = new Step(value == 0 ? 0 : value);
        return double.IsFinite(value);
    }

    /// <inheritdoc/>
    public int CompareTo(Step other)
    {
        var byValue = Value.CompareTo(other.Value);
        return byValue != 0 ? byValue : RemainderMicros.CompareTo(other.RemainderMicros);
    }

    /// <summary>The step as text; written by hand, because the generated form would follow <see cref="Next"/> without end.</summary>
    public override string ToString() => IsAuto
        ? "auto"
        : string.Create(CultureInfo.InvariantCulture, $"{Value}{(RemainderMicros == 0 ? "" : $" + {RemainderMicros}e-6")}");

    /// <summary>Whether the left step comes before the right.</summary>
    public static bool operator <(Step left, Step right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left step comes after the right.</summary>
    public static bool operator >(Step left, Step right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left step is the right one or comes before it.</summary>
    public static bool operator <=(Step left, Step right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left step is the right one or comes after it.</summary>
    public static bool operator >=(Step left, Step right) => left.CompareTo(right) >= 0;
}

using System.Globalization;
using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>A comparison with a text, and what the text means to columns that hold no text.</summary>
internal sealed class TextTest
{
    private readonly TextPattern? _regex;

    public TextTest(Comparison comparison, string value)
    {
        Comparison = comparison;
        Value = value;
        _regex = comparison == Comparison.Matches ? QueryRegex.Create(value, ignoreCase: false) : null;
    }

    public Comparison Comparison { get; }

    public string Value { get; }

    public bool Holds(string text) => Comparison switch
    {
        Comparison.Equal => string.Equals(text, Value, StringComparison.Ordinal),
        Comparison.Contains => text.Contains(Value, StringComparison.OrdinalIgnoreCase),
        Comparison.Matches => _regex!.IsMatch(text),
        Comparison.Less => string.CompareOrdinal(text, Value) < 0,
        Comparison.LessOrEqual => string.CompareOrdinal(text, Value) <= 0,
        Comparison.Greater => string.CompareOrdinal(text, Value) > 0,
        Comparison.GreaterOrEqual => string.CompareOrdinal(text, Value) >= 0,
        _ => false,
    };

    /// <summary>
    /// The same comparison for a column of another kind: <c>"0.5"</c> as a number, <c>"true"</c> as 1, <c>"2024-01-31"</c> as an
    /// instant (UTC). People quote values, and clients quote all of them. False where the text has no such meaning.
    /// </summary>
    public bool TryAsNumber(AttributeKind kind, out NumberTest test)
    {
        test = default;
        if (Comparison is Comparison.Contains or Comparison.Matches || !TryNumber(Value, kind, out var number))
            return false;
        test = new NumberTest(Comparison, number);
        return true;
    }

    /// <summary>Reads a text as a number of an attribute of that kind: a truth value as 0 or 1, an instant in milliseconds.</summary>
    public static bool TryNumber(string text, AttributeKind kind, out double number)
    {
        number = 0;
        switch (kind)
        {
            case AttributeKind.Bool:
                var parsed = bool.TryParse(text, out var truth);
                number = truth ? 1 : 0;
                return parsed;
            case AttributeKind.Datetime:
                return Instants.TryParse(text, out number) || TryNumber(text, out number);
            default:
                return TryNumber(text, out number);
        }
    }

    /// <summary>Reads a text as a number; <c>inf</c>, <c>-inf</c> and <c>nan</c> count.</summary>
    public static bool TryNumber(string text, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        number = text.Trim().ToLowerInvariant() switch
        {
            "inf" or "+inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0;
    }
}

/// <summary>The test over a column of strings.</summary>
internal readonly record struct StringTest(TextTest Test) : IValueTest<string>
{
    public static bool IsCheap => false;

    public bool Holds(string value) => Test.Holds(value);
}

/// <summary>Strings that read as a number, compared as that number: old clients logged every parameter and property as text.</summary>
internal readonly record struct NumericTextTest(NumberTest Test) : IValueTest<string>
{
    public static bool IsCheap => false;

    public bool Holds(string value) =>
        value.Length is > 0 and < 40 && TextTest.TryNumber(value, out var number) && Test.Holds(number);
}

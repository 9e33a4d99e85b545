using System.Globalization;
using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query.Language;

/// <summary>Writes filters in the query language, so that chips and text stay in step.</summary>
public static class RunFilterText
{
    private const string Nothing = "id IN []";

    /// <summary>The canonical text: parsing it gives a filter with the same meaning. Dates are absolute (UTC).</summary>
    public static string Format(RunFilter filter) => filter is RunFilter.And { Parts.Count: 0 } ? "" : Write(filter, inside: false);

    private static string Write(RunFilter filter, bool inside) => filter switch
    {
        RunFilter.And and => Join(and.Parts, "AND", $"NOT {Nothing}", inside),
        RunFilter.Or or => Join(or.Parts, "OR", Nothing, inside),
        RunFilter.Not { Part: RunFilter.Text { Comparison: Comparison.Contains or Comparison.Matches } text } =>
            $"{Name(text.Attribute)} NOT {Symbol(text.Comparison)} {Quote(text.Value)}",
        RunFilter.Not not => $"NOT {Write(not.Part, inside: true)}",
        RunFilter.Exists exists => $"{Name(exists.Attribute)} EXISTS",
        RunFilter.IsNaN nan => $"{Name(nan.Attribute)} IS NAN",
        RunFilter.Number { Comparison: Comparison.Contains or Comparison.Matches } => Nothing,
        RunFilter.Number number when double.IsNaN(number.Value) || number.Attribute.Kind is { } && !IsNumeric(number.Attribute) =>
            number.Comparison == Comparison.NotEqual ? $"NOT {Nothing}" : Nothing,
        RunFilter.Number number => $"{Name(number.Attribute)} {Symbol(number.Comparison)} {Value(number)}",
        RunFilter.Text text when AsNumber(text) is { } number => Write(number, inside),
        RunFilter.Text text => $"{Name(text.Attribute)} {Symbol(text.Comparison)} {Quote(text.Value)}",
        RunFilter.Mentions mentions => Quote(mentions.Words),
        RunFilter.OneOf oneOf => $"id IN [{string.Join(", ", oneOf.Ids.Select(Quote))}]",
        _ => throw new InvalidOperationException($"No text for {filter.GetType().Name}."),
    };

    private static string Join(IReadOnlyList<RunFilter> parts, string word, string empty, bool inside)
    {
        if (parts.Count < 2)
            return parts.Count == 0 ? empty : Write(parts[0], inside);
        var text = string.Join($" {word} ", parts.Select(part => Write(part, inside: true)));
        return inside ? $"({text})" : text;
    }

    /// <summary>A text compared with an attribute declared to hold numbers, as the comparison that it amounts to; NaN: with nothing.</summary>
    private static RunFilter.Number? AsNumber(RunFilter.Text text)
    {
        var (attribute, comparison) = (text.Attribute, text.Comparison);
        if (!IsNumeric(attribute) || comparison is Comparison.Contains or Comparison.Matches)
            return null;
        return new RunFilter.Number(
            attribute, comparison, TextTest.TryNumber(text.Value, attribute.Kind!.Value, out var number) ? number : double.NaN);
    }

    private static bool IsNumeric(AttributeRef attribute) => attribute.Kind is AttributeKind.Float or AttributeKind.Int
        or AttributeKind.Bool or AttributeKind.Datetime or AttributeKind.FloatSeries or AttributeKind.HistogramSeries
        || attribute.Kind is { } kind && kind.IsSeries() && attribute.Aggregate != Aggregate.Last;

    private static string Name(AttributeRef attribute)
    {
        var name = $"`{attribute.Path.Replace("`", "``", StringComparison.Ordinal)}`";
        if (attribute.Kind is { } kind)
            name += ":" + kind.Name();
        return attribute.Aggregate switch
        {
            Aggregate.Last => name,
            Aggregate.LastStep => $"last_step({name})",
            _ => $"{attribute.Aggregate.ToString().ToLowerInvariant()}({name})",
        };
    }

    private static string Value(RunFilter.Number number)
    {
        if (number.Attribute.Kind == AttributeKind.Bool && number.Value is (0 or 1))
            return number.Value == 1 ? "true" : "false";
        var isTime = number.Attribute.Kind == AttributeKind.Datetime
            || number.Attribute.Path.StartsWith("sys/", StringComparison.Ordinal)
                && number.Attribute.Path.EndsWith("_time", StringComparison.Ordinal)
                && number.Attribute.Path is not (SystemPaths.RunningTime or SystemPaths.MonitoringTime);
        var text = double.IsInfinity(number.Value)
            ? number.Value > 0 ? "inf" : "-inf"
            : number.Value.ToString("R", CultureInfo.InvariantCulture);
        if (!isTime || number.Attribute.Kind is not (null or AttributeKind.Datetime))
            return text;
        return number.Value == Math.Floor(number.Value) && Math.Abs(number.Value) < 6e13
            ? Quote(DateTimeOffset.FromUnixTimeMilliseconds((long)number.Value)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            : Quote("@" + text);
    }

    private static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Contains => "CONTAINS",
        _ => "MATCHES",
    };

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

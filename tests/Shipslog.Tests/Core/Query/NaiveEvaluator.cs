using System.Globalization;
using System.Text.RegularExpressions;
using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Tests.Core.Query;

/// <summary>What a filter means, run by run, written as plainly as possible.</summary>
internal static class NaiveEvaluator
{
    public static bool Holds(RunFilter filter, Run run, IReadOnlyDictionary<string, AttributeValue> attributes) => filter switch
    {
        RunFilter.And and => and.Parts.All(part => Holds(part, run, attributes)),
        RunFilter.Or or => or.Parts.Any(part => Holds(part, run, attributes)),
        RunFilter.Not not => !Holds(not.Part, run, attributes),
        RunFilter.Exists exists => Find(exists.Attribute, attributes) is not null,
        RunFilter.IsNaN nan => Number(Find(nan.Attribute, attributes), nan.Attribute.Aggregate) is double.NaN,
        RunFilter.Number { Comparison: Comparison.NotEqual } n => !Holds(n with { Comparison = Comparison.Equal }, run, attributes),
        RunFilter.Number { Attribute.Kind: AttributeKind.String } => false,
        RunFilter.Number n => Number(Find(n.Attribute, attributes), n.Attribute.Aggregate) is { } value
            && Compare(value.CompareTo(n.Value), n.Comparison) && !double.IsNaN(value) && !double.IsNaN(n.Value),
        RunFilter.Text { Comparison: Comparison.NotEqual } t => !Holds(t with { Comparison = Comparison.Equal }, run, attributes),
        RunFilter.Text t => Text(t, Find(t.Attribute, attributes), run, attributes),
        RunFilter.Mentions m => Mentioned(run, attributes).Any(text => text.Contains(m.Words, StringComparison.OrdinalIgnoreCase)),
        RunFilter.OneOf oneOf => oneOf.Ids.Any(id => id == run.ShortId || id == run.Id.ToString()),
        _ => throw new NotSupportedException(),
    };

    public static double? Number(AttributeValue? value, Aggregate aggregate) => value switch
    {
        AttributeValue.Float f => f.Value,
        AttributeValue.Int i => i.Value,
        AttributeValue.Datetime d => d.UnixMilliseconds,
        AttributeValue.Bool b => b.Value ? 1 : 0,
        AttributeValue.String s => double.TryParse(s.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null,
        AttributeValue.FloatSeries { Summary: var s } => aggregate switch
        {
            Aggregate.Count => s.Position.Count,
            _ when s.Position.Count == 0 => null,
            Aggregate.Last => s.Last,
            Aggregate.First => s.First,
            Aggregate.Min => s.Min,
            Aggregate.Max => s.Max,
            Aggregate.Mean => s.Mean,
            Aggregate.Variance => s.Variance,
            _ => s.Position.LastStep.Value,
        },
        _ => null,
    };

    /// <summary>The order of two values under a sort key: numbers, then texts, then NaN, then nothing; only the first two turn round.</summary>
    public static int Order((AttributeValue? Value, RunSort Sort) left, (AttributeValue? Value, RunSort Sort) right)
    {
        var (x, y) = (Place(left.Value, left.Sort.Attribute.Aggregate), Place(right.Value, right.Sort.Attribute.Aggregate));
        var turns = left.Sort.Descending && x.Rank < 2 && y.Rank < 2;
        var order = x.Rank != y.Rank ? x.Rank.CompareTo(y.Rank)
            : x.Number != y.Number ? x.Number.CompareTo(y.Number)
            : x.Exact != y.Exact ? x.Exact.CompareTo(y.Exact)
            : string.CompareOrdinal(x.Text, y.Text);
        return turns ? -order : order;
    }

    private static (int Rank, double Number, long Exact, string? Text) Place(AttributeValue? value, Aggregate aggregate) => value switch
    {
        null => (3, 0, 0, null),
        _ when Number(value, aggregate) is { } number => double.IsNaN(number) ? (2, 0, 0, null) : (0, number, value is AttributeValue.Int whole && Math.Abs(number) >= 1L << 53 ? whole.Value : 0, null),
        AttributeValue.String text => (1, 0, 0, text.Value),
        // As the text that a table shows.
        AttributeValue.StringSet { Values.Count: > 0 } set => Place(new AttributeValue.String(string.Join(", ", set.Values.Order(StringComparer.Ordinal))), aggregate),
        _ => (3, 0, 0, null),
    };

    private static AttributeValue? Find(AttributeRef attribute, IReadOnlyDictionary<string, AttributeValue> attributes) =>
        attributes.TryGetValue(attribute.Path, out var value) && (attribute.Kind is null || attribute.Kind == value.Kind) ? value : null;

    private static IEnumerable<string> Mentioned(Run run, IReadOnlyDictionary<string, AttributeValue> attributes)
    {
        yield return run.ShortId;
        if (attributes.GetValueOrDefault(SystemPaths.Name) is AttributeValue.String name)
            yield return name.Value;
        if (attributes.GetValueOrDefault(SystemPaths.Tags) is AttributeValue.StringSet tags)
        {
            foreach (var tag in tags.Values)
                yield return tag;
        }
    }

    private static bool Text(RunFilter.Text filter, AttributeValue? value, Run run, IReadOnlyDictionary<string, AttributeValue> attributes)
    {
        switch (value)
        {
            case AttributeValue.String text:
                return filter.Comparison switch
                {
                    Comparison.Contains => text.Value.Contains(filter.Value, StringComparison.OrdinalIgnoreCase),
                    Comparison.Matches => Regex.IsMatch(text.Value, filter.Value),
                    _ => Compare(string.CompareOrdinal(text.Value, filter.Value), filter.Comparison),
                };
            case AttributeValue.StringSet set:
                return filter.Comparison switch
                {
                    Comparison.Contains => set.Values.Contains(filter.Value),
                    Comparison.Equal => set.Values.Count == 1 && set.Values[0] == filter.Value,
                    Comparison.Matches => set.Values.Any(element => Regex.IsMatch(element, filter.Value)),
                    _ => false,
                };
            case AttributeValue.Bool when bool.TryParse(filter.Value, out var truth):
                return Holds(new RunFilter.Number(filter.Attribute, filter.Comparison, truth ? 1 : 0), run, attributes);
            case AttributeValue.Bool or null:
                return false;
            default:
                return double.TryParse(filter.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && Holds(new RunFilter.Number(filter.Attribute, filter.Comparison, number), run, attributes);
        }
    }

    private static bool Compare(int order, Comparison comparison) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        _ => false,
    };
}

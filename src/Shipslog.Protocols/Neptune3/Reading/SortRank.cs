using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Where a run of one project stands among those of others: as in a project's table, numbers before texts, NaN and missing values last in either direction.</summary>
internal readonly record struct SortRank(int Kind, double Number, string? Text, bool IsDescending)
{
    public static readonly IComparer<SortRank> Order = Comparer<SortRank>.Create(Compare);

    public static SortRank Of(AttributeValue? value, RunSort sort)
    {
        var number = value switch
        {
            AttributeValue.Int whole => whole.Value,
            AttributeValue.Float some => some.Value,
            AttributeValue.Datetime time => time.UnixMilliseconds,
            AttributeValue.Bool truth => truth.Value ? 1 : 0,
            AttributeValue.FloatSeries { Summary: var summary } => Of(summary, sort.Attribute.Aggregate),
            _ => (double?)null,
        };
        var text = value switch
        {
            AttributeValue.String one => one.Value,
            AttributeValue.StringSeries series => series.Last,
            AttributeValue.StringSet set => string.Join(',', set.Values),
            _ => null,
        };
        return number is { } known
            ? new SortRank(double.IsNaN(known) ? 2 : 0, known, null, sort.Descending)
            : new SortRank(text is null ? 3 : 1, 0, text, sort.Descending);
    }

    private static double Of(FloatSeriesSummary summary, Aggregate aggregate) => aggregate switch
    {
        Aggregate.Min => summary.Min,
        Aggregate.Max => summary.Max,
        Aggregate.Mean => summary.Mean,
        Aggregate.Variance => summary.Variance,
        _ => summary.Last,
    };

    private static int Compare(SortRank left, SortRank right)
    {
        var order = left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind)
            : left.Kind == 0 ? left.Number.CompareTo(right.Number)
            : string.CompareOrdinal(left.Text, right.Text);
        return left.IsDescending && Math.Max(left.Kind, right.Kind) < 2 ? -order : order;
    }
}

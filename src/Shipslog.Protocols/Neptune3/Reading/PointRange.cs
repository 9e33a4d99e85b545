using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>The steps that a request asks for.</summary>
/// <param name="From">First step, inclusive; null: the first of the series.</param>
/// <param name="To">Last step, inclusive; null: the last of the series.</param>
/// <param name="After">The page begins after this step in the order of the page, exclusive; null: it is the first.</param>
/// <param name="IsDescending">Last step first.</param>
internal readonly record struct PointRange(double? From, double? To, double? After, bool IsDescending)
{
    public static PointRange Of(SeriesRequest request, double? after) => new(
        request.StepRange?.From, request.StepRange?.To, after, request.Order?.StartsWith("desc", StringComparison.OrdinalIgnoreCase) == true);

    public bool Includes(double step) =>
        (From is not { } from || step >= from) && (To is not { } to || step <= to) && (After is not { } after || (IsDescending ? step < after : step > after));

    /// <summary>The question to the core: it takes the step after which a page begins as part of the page, so one point more.</summary>
    public PointQuery Query(int limit, IReadOnlySet<Guid>? loggedBy)
    {
        var (from, to) = (From, To);
        if (After is { } after)
        {
            if (IsDescending)
                to = Math.Min(after, to ?? after);
            else
                from = Math.Max(after, from ?? after);
        }

        return new PointQuery(Lowest(from), 0, limit == int.MaxValue ? limit : limit + 1, IsDescending, Highest(to), loggedBy);
    }

    // A step beyond 9e9 is told with few micro-steps less than it has: all that are told alike are meant.
    private static Step? Lowest(double? step) => step is { } known && !double.IsNaN(known) ? new Step(known, sbyte.MinValue) : null;

    private static Step? Highest(double? step) => step is { } known && !double.IsNaN(known) ? new Step(known, sbyte.MaxValue) : null;
}

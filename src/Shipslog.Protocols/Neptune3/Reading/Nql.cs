using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>What a table is asked, as a query of ours (contract, 8.2 and 9). NQL is a subset of the house query language.</summary>
internal static class Nql
{
    private const int MaxPage = 10_000;

    /// <summary>A search.</summary>
    /// <exception cref="ShipslogException">Invalid (<c>invalid-query</c>), with the position in the query.</exception>
    public static RunQuery Read(SearchRequest request, DateTimeOffset now)
    {
        var filter = RunQueryLanguage.Parse(request.Query?.Query ?? "", new RunQueryContext(now) { State = RunQueryContext.RunningOrIdle });
        if (request.ExperimentLeader == true)
            filter = new RunFilter.And([new RunFilter.Number(new AttributeRef(SystemPaths.IsHead, AttributeKind.Bool), Comparison.Equal, 1), filter]);
        return new RunQuery(
            filter,
            Sort(request.Sorting),
            Columns(request.AttributeFilters),
            request.Pagination?.Offset is { } offset ? ReadingJson.Whole(offset, int.MaxValue) : 0,
            ReadingJson.Whole(request.Pagination?.Limit, MaxPage),
            // Clients say in the query itself whether they want what is in the trash.
            Trashed: null);
    }

    private static RunSort[] Sort(Sorting? sorting)
    {
        if (sorting?.SortBy is not { Name: { Length: > 0 } name } by)
            return [];
        var isDescending = sorting.Dir != "ascending";
        var kind = by.Type == "experimentState" ? null : WireTypes.KindOf(by.Type);
        return [new RunSort(new AttributeRef(name, kind, AggregateOf(sorting.AggregationMode)), isDescending)];
    }

    private static Aggregate AggregateOf(string? mode) => mode switch
    {
        "min" => Aggregate.Min,
        "max" => Aggregate.Max,
        "average" => Aggregate.Mean,
        "variance" => Aggregate.Variance,
        _ => Aggregate.Last,
    };

    private static AttributeRef[]? Columns(IReadOnlyList<PathFilter?>? filters) => filters is null
        ? null
        : [.. filters.Select(filter => filter?.Path).OfType<string>().Distinct(StringComparer.Ordinal).Select(path => new AttributeRef(path))];
}

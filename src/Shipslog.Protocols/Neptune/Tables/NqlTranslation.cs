using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;

namespace Shipslog.Protocols.Neptune.Tables;

/// <summary>What a client asks of a table, as one query of ours (contract, 6.9). NQL is a subset of the house query language.</summary>
internal static class NqlTranslation
{
    private const int MaxPage = 10_000;

    /// <summary>Reads the body of a search.</summary>
    /// <param name="body">Sorting, columns, query and page; each may be missing.</param>
    /// <param name="kind">Which holders.</param>
    /// <param name="now">For relative dates.</param>
    /// <exception cref="ShipslogException">Invalid (<c>invalid-query</c>), with the position in the query.</exception>
    public static RunQuery Read(JsonElement body, HolderKind kind, DateTimeOffset now)
    {
        var page = body.Member("pagination") ?? default;
        return new RunQuery(
            Filter(body.Member("query")?.Text("query") ?? "", now),
            Sort(body.Member("sorting") ?? default),
            Columns(body),
            (int)Math.Clamp(page.Integer("offset") ?? 0, 0, int.MaxValue),
            (int)Math.Clamp(page.Integer("limit") ?? MaxPage, 0, MaxPage),
            kind,
            // The client says in the query itself whether it wants what is in the trash.
            Trashed: null);
    }

    /// <summary>A query in NQL; blank: everything.</summary>
    public static RunFilter Filter(string nql, DateTimeOffset now) =>
        RunQueryLanguage.Parse(nql, new RunQueryContext(now) { State = RunQueryContext.RunningOrIdle });

    /// <summary>The kind of holder that a request names; the client's word for none is a run.</summary>
    public static HolderKind KindOf(string? type) => type switch
    {
        "model" => HolderKind.Model,
        "modelVersion" => HolderKind.ModelVersion,
        "project" => HolderKind.Project,
        _ => HolderKind.Run,
    };

    private static RunSort[] Sort(JsonElement sorting)
    {
        if (sorting.Member("sortBy") is not { } by || by.Text("name") is not { Length: > 0 } name)
            return [];
        var attribute = new AttributeRef(name, SortKind(by.Text("type")), AggregateOf(sorting.Text("aggregationMode")));
        return [new RunSort(attribute, sorting.Text("dir") != "ascending")];
    }

    private static AttributeKind? SortKind(string? type) => type switch
    {
        "float" => AttributeKind.Float,
        "int" or "integer" => AttributeKind.Int,
        "bool" or "boolean" => AttributeKind.Bool,
        "string" or "experimentState" => AttributeKind.String,
        "datetime" => AttributeKind.Datetime,
        "floatSeries" => AttributeKind.FloatSeries,
        "stringSeries" => AttributeKind.StringSeries,
        _ => null,
    };

    private static Aggregate AggregateOf(string? mode) => mode switch
    {
        "min" => Aggregate.Min,
        "max" => Aggregate.Max,
        "average" => Aggregate.Mean,
        "variance" => Aggregate.Variance,
        _ => Aggregate.Last,
    };

    private static AttributeRef[]? Columns(JsonElement body) => body.Member("attributeFilters") is { ValueKind: JsonValueKind.Array } columns
        ? [.. columns.EnumerateArray().Select(column => column.Text("path")).OfType<string>().Distinct(StringComparer.Ordinal).Select(path => new AttributeRef(path))]
        : null;
}

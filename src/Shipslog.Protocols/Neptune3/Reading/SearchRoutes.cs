using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Tables of runs, of one project and of all that the caller sees (contract, 8.2 and 8.3).</summary>
internal static class SearchRoutes
{
    private static readonly string[] _globalColumns = [SystemPaths.Id, SystemPaths.Name, SystemPaths.CustomRunId];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/search", SearchAsync).Requires(Permission.ViewProject);
        app.MapPost("/global/search", SearchEverywhereAsync).Requires(Permission.SignedIn);
    }

    private static async Task<IResult> SearchAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, LastPoints last, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var query = Nql.Read(await ReadingJson.ReadAsync<SearchRequest>(request), time.GetUtcNow());
        var page = await scope.Engine.QueryAsync(query, cancellation);
        var answer = new FoundRuns { Matching = page.Total };
        foreach (var row in page.Rows)
            answer.Runs.Add(await EntryAsync(scope, row, query.Columns, last, cancellation));
        return WireForms.Answer(answer);
    }

    private static async Task<IResult> SearchEverywhereAsync(
        HttpRequest request, ReadableProjects projects, LastPoints last, TimeProvider time, CancellationToken cancellation)
    {
        var query = Nql.Read(await ReadingJson.ReadAsync<SearchRequest>(request), time.GetUtcNow());
        var sort = query.Sort.Count > 0 ? query.Sort[0] : new RunSort(new AttributeRef(SystemPaths.CreationTime), Descending: true);
        AttributeRef[] columns = [.. _globalColumns.Select(path => new AttributeRef(path)), sort.Attribute];
        // Of every project as many as could be on the page; the table's order and this one are the same.
        var wanted = (int)Math.Min(int.MaxValue, (long)query.Offset + query.Limit);
        var found = new List<(ProjectScope Scope, RunRow Row)>();
        var answer = new FoundRuns();
        foreach (var scope in await projects.AllAsync(cancellation))
        {
            var page = await scope.Engine.QueryAsync(query with { Columns = columns, Offset = 0, Limit = query.Limit == 0 ? 0 : wanted }, cancellation);
            answer.Matching += page.Total;
            found.AddRange(page.Rows.Select(row => (scope, row)));
        }

        var ordered = found.OrderBy(one => SortRank.Of(one.Row.Values[^1], sort), SortRank.Order).ThenByDescending(one => one.Row.Run.CreatedUnixMilliseconds);
        foreach (var (scope, row) in ordered.Skip(query.Offset).Take(query.Limit))
            answer.Runs.Add(await EntryAsync(scope, row, columns[..^1], last, cancellation));
        return WireForms.Answer(answer);
    }

    private static async Task<FoundRun> EntryAsync(
        ProjectScope scope, RunRow row, IReadOnlyList<AttributeRef>? columns, LastPoints last, CancellationToken cancellation)
    {
        var project = scope.Project;
        var entry = new FoundRun
        {
            RunId = row.Run.Id.ToString(),
            Type = "run",
            ProjectId = project.Id.ToString(),
            WorkspaceId = project.WorkspaceId.ToString(),
            ProjectName = project.Name,
            WorkspaceName = project.WorkspaceName,
        };
        foreach (var (path, value) in Attributes(row, columns))
        {
            if (await last.CompleteAsync(scope, row.Run, path, value, cancellation) is { } attribute)
                entry.Attributes.Add(attribute);
        }

        return entry;
    }

    private static IEnumerable<(string Path, AttributeValue Value)> Attributes(RunRow row, IReadOnlyList<AttributeRef>? columns)
    {
        if (columns is null)
            return (row.All?.Attributes ?? []).Select(attribute => (attribute.Path.Value, attribute.Value));
        return columns.Select((column, i) => (column.Path, row.Values[i])).Where(cell => cell.Item2 is not null)!;
    }
}

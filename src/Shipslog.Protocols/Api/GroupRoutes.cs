using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Runs in groups, with what sums each group up.</summary>
internal static class GroupRoutes
{
    private const int MaxKeys = 5;
    private const int MaxColumns = 200;

    public static void Map(RouteGroupBuilder project) =>
        project.MapPost("/runs/groups", GroupsAsync).Requires(Permission.ViewProject);

    private static async Task<Ok<RunGroupPageMessage>> GroupsAsync(
        string ws,
        string project,
        RunGroupQueryMessage query,
        RequestAccess access,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var question = ToCore(query, RunRoutes.Context(scope, time));
        var page = await scope.Engine.GroupsAsync(question, cancellation);
        return TypedResults.Ok(new RunGroupPageMessage(
            page.Total, page.Runs, [.. page.Groups.Select(group => ToWire(group, question.Columns))]));
    }

    private static GroupQuery ToCore(RunGroupQueryMessage message, RunQueryContext context)
    {
        ApiTranslation.Within(message.By.Count, 1, MaxKeys, "number of attributes to group by");
        ApiTranslation.Within(message.Columns?.Count ?? 0, 0, MaxColumns, "number of columns");
        ApiTranslation.Within(message.Limit, 0, ApiTranslation.MaxRunLimit, "limit");
        ApiTranslation.Within(message.Offset, 0, int.MaxValue, "offset");
        return new GroupQuery(
            ApiTranslation.Filter(message.Filter, context),
            [.. message.By.Select(key => ApiTranslation.Ref(key.Path, key.Aggregate))],
            [.. (message.Columns ?? []).Select(column => ApiTranslation.Ref(column.Path, column.Aggregate))],
            [.. (message.Sort ?? []).Select(ApiTranslation.ToCore)],
            message.Offset,
            message.Limit,
            message.Trashed);
    }

    private static RunGroupMessage ToWire(RunGroup group, IReadOnlyList<AttributeRef> columns) => new(
        [.. group.Keys.Select(key => key is null ? (Cell?)null : new Cell(key))],
        RunFilterText.Format(group.Filter),
        group.Runs,
        [.. group.Values.Select((digest, i) => ToWire(digest, columns[i].Aggregate))]);

    private static ColumnDigestMessage ToWire(ColumnDigest digest, Aggregate aggregate) => new(
        digest.Runs,
        digest.Distinct,
        ApiTranslation.KindName(digest.Sample),
        digest.Distinct == 1 && digest.Sample is { } only ? new Cell(only, aggregate) : null,
        digest.Numbers?.Min,
        digest.Numbers?.Max,
        digest.Numbers?.Mean,
        digest.Numbers?.Deviation);
}

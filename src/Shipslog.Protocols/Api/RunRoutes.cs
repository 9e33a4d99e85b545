using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query.Language;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Finding, reading, making and changing runs.</summary>
internal static class RunRoutes
{
    private const int MaxOperations = 100_000;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapPost("/runs/query", QueryAsync).Requires(Permission.ViewProject);
        project.MapPost("/runs/columns", ColumnsAsync).Requires(Permission.ViewProject);
        project.MapGet("/attributes", AttributesAsync).Requires(Permission.ViewProject);
        project.MapPost("/runs", CreateAsync).Requires(Permission.WriteProject);
        project.MapGet("/runs/{run}", ReadAsync).Requires(Permission.ViewProject);
        project.MapPost("/runs/{run}/operations", ApplyAsync).Requires(Permission.WriteProject);
    }

    private static async Task<Ok<RunPageMessage>> QueryAsync(
        string ws,
        string project,
        RunQueryMessage query,
        RequestAccess access,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var question = ApiTranslation.ToCore(query, Context(scope, time));
        var page = await scope.Engine.QueryAsync(question, cancellation);
        return TypedResults.Ok(ApiTranslation.ToWire(page, question.Columns!));
    }

    private static async Task<Ok<ColumnProposalMessage[]>> ColumnsAsync(
        string ws,
        string project,
        ColumnProposalQueryMessage query,
        RequestAccess access,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        ApiTranslation.Within(query.Limit, 0, 200, "limit");
        var filter = ApiTranslation.Filter(query.Filter, Context(scope, time));
        var columns = await scope.Engine.ProposeColumnsAsync(filter, query.Limit, cancellation);
        return TypedResults.Ok(columns.Select(ApiTranslation.ToWire).ToArray());
    }

    /// <summary>What the meaning of a query depends on: now, and the project's attributes.</summary>
    public static RunQueryContext Context(ProjectScope scope, TimeProvider time) =>
        new(time.GetUtcNow()) { Resolve = name => scope.Engine.Resolve(name) };

    private static async Task<Ok<AttributeNamesMessage>> AttributesAsync(
        string ws,
        string project,
        RequestAccess access,
        CancellationToken cancellation,
        string? search = null,
        bool regex = false,
        int limit = 100)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        ApiTranslation.Within(limit, 0, 10_000, "limit");
        var page = await scope.Engine.AttributesAsync(search ?? "", regex, limit, cancellation: cancellation);
        return TypedResults.Ok(ApiTranslation.ToWire(page));
    }

    private static async Task<Created<RunHeaderMessage>> CreateAsync(
        string ws,
        string project,
        NewRunMessage run,
        RequestAccess access,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        ApiTranslation.Within(run.Operations?.Count ?? 0, 0, MaxOperations, "number of operations");
        var first = OperationTranslation.ToCore(run.Operations ?? [], time.GetUtcNow().ToUnixTimeMilliseconds());
        if (first.Rejected is [var fault, ..])
            throw new ShipslogException(Failure.Invalid, $"Operation {fault.OperationIndex}: {fault.Message}", fault.Code);
        IEnumerable<RunOperation> name = run.Name is null
            ? []
            : [new RunOperation.Assign(new AttributePath(SystemPaths.Name), new AttributeValue.String(run.Name))];
        var created = await scope.Engine.CreateAsync(
            new NewRun(
                HolderKind.Run, access.Principal.Username, run.CustomId, Operations: [.. name, .. first.Operations], Fork: HistoryRoutes.ToCore(run.Fork, scope)),
            cancellation);
        var snapshot = await scope.Engine.ReadAsync(created.Run.Id, cancellation);
        var address = $"{ApiProtocol.Prefix}/projects/{Uri.EscapeDataString(ws)}/{Uri.EscapeDataString(project)}/runs/{created.Run.ShortId}";
        return TypedResults.Created(address, ApiTranslation.Header(snapshot, scope.Engine.Lineage(created.Run.Id)));
    }

    private static async Task<Ok<RunMessage>> ReadAsync(
        string ws, string project, string run, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var whole = ApiTranslation.Whole(await scope.Engine.ReadAsync(scope.Run.Id, cancellation), scope.Engine.Lineage(scope.Run.Id));
        return TypedResults.Ok(scope.Run.Fork is null ? whole : whole with { Attributes = [.. whole.Attributes.Select(attribute => WithShared(attribute, scope))] });
    }

    /// <summary>A fork shares previews of its ancestors, which its own value doesn't hold.</summary>
    private static AttributeMessage WithShared(AttributeMessage attribute, RunScope scope) => attribute is not FloatSeriesAttribute series
        ? attribute
        : series with { Previews = AttributeTranslation.ToWire(scope.Engine.Previews(new SeriesRef(scope.Run.Id, new AttributePath(series.Path)))) };

    private static async Task<Ok<OperationsResultMessage>> ApplyAsync(
        string ws,
        string project,
        string run,
        OperationsMessage message,
        RequestAccess access,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        ApiTranslation.Within(message.Operations.Count, 0, MaxOperations, "number of operations");
        var translated = OperationTranslation.ToCore(message.Operations, time.GetUtcNow().ToUnixTimeMilliseconds());
        var result = translated.Operations.Count == 0
            ? IngestResult.Ok
            : await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, translated.Operations), cancellation);
        return TypedResults.Ok(new OperationsResultMessage(translated.All(result.Rejected)));
    }
}

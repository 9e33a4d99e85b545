using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Creating, reading, tagging and ending 0.x experiments.</summary>
internal static class ExperimentRoutes
{
    private static readonly string[] Ended = ["succeeded", "failed", "aborted"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/experiments", CreateAsync).Requires(Permission.WriteProject);
        app.MapGet("/experiments", GetAsync).Requires(Permission.ViewProject);
        app.MapPatch("/experiments", UpdateAsync).Requires(Permission.WriteProject);
        app.MapPut("/experiments/tags", TagAsync).Requires(Permission.WriteProject);
        app.MapPost("/experiments/ping", PingAsync).Requires(Permission.WriteProject);
        app.MapPost("/experiments/completed", CompleteAsync).Requires(Permission.WriteProject);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var body = await LenientJson.ReadAsync(request);
        var scope = await access.ProjectAsync(body.Text("projectId") ?? "", cancellation);
        var created = await scope.Engine.CreateAsync(
            new NewRun(HolderKind.Run, access.Principal.Username, Operations: ExperimentTranslation.Creation(body)), cancellation);
        if (created.Rejected.Count > 0)
            request.HttpContext.Response.Headers["X-Server-Warning"] = $"{created.Rejected.Count} values were not kept.";
        return Results.Json(ExperimentTranslation.ToWire(
            await scope.Engine.ReadAsync(created.Run.Id, cancellation), scope.Project, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static async Task<IResult> GetAsync(string experimentId, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        return Results.Json(ExperimentTranslation.ToWire(
            await scope.Engine.ReadAsync(scope.Run.Id, cancellation), scope.Project, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static async Task<IResult> UpdateAsync(
        string experimentId, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var before = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        var operations = body.Member("properties") is null ? [] : ExperimentTranslation.PropertyChanges(body, before).ToList();
        if (body.Text("name") is { } name)
            operations.Add(new RunOperation.Assign(new AttributePath(SystemPaths.Name), new AttributeValue.String(name)));
        if (body.Text("description") is { } text)
            operations.Add(new RunOperation.Assign(new AttributePath(SystemPaths.Description), new AttributeValue.String(text)));
        await RequireAppliedAsync(scope, operations, cancellation);
        return Results.Json(new { });
    }

    private static async Task<IResult> TagAsync(HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var body = await LenientJson.ReadAsync(request);
        var ids = body.Texts("experimentIds");
        if (ids.Count == 0)
            throw new ShipslogException(Failure.Invalid, "The body names no experiment: it must have experimentIds.", "invalid");
        foreach (var id in ids)
        {
            var scope = await access.RunAsync(id, cancellation);
            var change = new RunOperation.ChangeStringSet(new AttributePath(SystemPaths.Tags), body.Texts("tagsToAdd"), body.Texts("tagsToDelete"));
            await RequireAppliedAsync(scope, [change], cancellation);
        }

        return Results.Json(Array.Empty<object>());
    }

    /// <summary>422 ends the client's ping thread.</summary>
    private static async Task<IResult> PingAsync(
        string experimentId, RequestAccess access, RangedUploads uploads, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        await RequireRunningAsync(scope, cancellation);
        await StorageRoutes.SettleAsync(scope, uploads, time, ended: false);
        await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, [new RunOperation.Ping()]), cancellation);
        return Results.Json(new { });
    }

    private static async Task<IResult> CompleteAsync(
        string experimentId, HttpRequest request, RequestAccess access, RangedUploads uploads, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var body = await LenientJson.ReadAsync(request);
        await RequireRunningAsync(scope, cancellation);
        await StorageRoutes.SettleAsync(scope, uploads, time, ended: true);
        var operations = new List<RunOperation>();
        if (body.Text("traceback") is { Length: > 0 } traceback)
            operations.Add(new RunOperation.Assign(new AttributePath(SystemPaths.Traceback), new AttributeValue.String(traceback)));
        operations.Add(new RunOperation.SetState(body.Text("state") switch
        {
            "failed" => RunState.Failed,
            "aborted" => RunState.Aborted,
            _ => RunState.Succeeded,
        }));
        await RequireAppliedAsync(scope, operations, cancellation);
        return Results.Json(new { });
    }

    private static async Task RequireRunningAsync(RunScope scope, CancellationToken cancellation)
    {
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (Ended.Contains(ExperimentTranslation.Text(run, SystemPaths.State)))
            throw NeptuneErrors.Ended();
    }

    private static async Task RequireAppliedAsync(RunScope scope, List<RunOperation> operations, CancellationToken cancellation)
    {
        if (operations.Count == 0)
            return;
        var result = await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, operations), cancellation);
        if (result.Rejected is [var first, ..])
            throw new ShipslogException(Failure.Invalid, first.Message, first.Code);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>The trash, deletion for ever, and stopping clients.</summary>
internal static class RunActionRoutes
{
    private const int MaxRuns = 10_000;
    private const int MaxBulkOperations = 100;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapPost("/runs/operations", ApplyAsync).Requires(Permission.WriteProject);
        project.MapPost("/runs/trash", TrashAsync).Requires(Permission.WriteProject);
        project.MapPost("/runs/restore", RestoreAsync).Requires(Permission.WriteProject);
        project.MapPost("/runs/purge", PurgeAsync).Requires(Permission.ManageProject);
        project.MapPost("/runs/{run}/stop", StopAsync).Requires(Permission.WriteProject);
    }

    private static Task<Ok<RunSelectionResultMessage>> TrashAsync(
        string ws, string project, RunSelectionMessage runs, RequestAccess access, CancellationToken cancellation) =>
        SetTrashedAsync(ws, project, runs, true, access, cancellation);

    private static Task<Ok<RunSelectionResultMessage>> RestoreAsync(
        string ws, string project, RunSelectionMessage runs, RequestAccess access, CancellationToken cancellation) =>
        SetTrashedAsync(ws, project, runs, false, access, cancellation);

    private static async Task<Ok<RunSelectionResultMessage>> SetTrashedAsync(
        string ws, string project, RunSelectionMessage runs, bool trashed, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var (found, errors) = Select(scope, runs.Runs);
        await scope.Engine.SetTrashedAsync([.. found.Select(run => run.Id)], trashed, cancellation);
        return TypedResults.Ok(new RunSelectionResultMessage(found.Count, errors));
    }

    /// <summary>The same operations on each of many runs: tags of a whole selection.</summary>
    private static async Task<Ok<RunSelectionResultMessage>> ApplyAsync(
        string ws,
        string project,
        BulkOperationsMessage message,
        RequestAccess access,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        ApiTranslation.Within(message.Operations.Count, 0, MaxBulkOperations, "number of operations");
        var translated = OperationTranslation.ToCore(message.Operations, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (translated.Rejected is [var fault, ..])
            throw new ShipslogException(Failure.Invalid, $"Operation {fault.OperationIndex}: {fault.Message}", fault.Code);
        return await ApplyToAllAsync(scope, message.Runs, translated.Operations, cancellation);
    }

    private static async Task<Ok<RunSelectionResultMessage>> ApplyToAllAsync(
        ProjectScope scope, IReadOnlyList<string> runs, IReadOnlyList<RunOperation> operations, CancellationToken cancellation)
    {
        var (found, errors) = Select(scope, runs);
        var changed = 0;
        foreach (var run in found)
        {
            var result = await scope.Engine.ApplyAsync(new RunBatch(run.Id, operations), cancellation);
            if (result.Rejected is [var rejection, ..])
                errors.Add(new RunErrorMessage(run.ShortId, rejection.Message));
            else
                changed++;
        }

        return TypedResults.Ok(new RunSelectionResultMessage(changed, errors));
    }

    private static async Task<Ok<RunSelectionResultMessage>> PurgeAsync(
        string ws,
        string project,
        RunSelectionMessage runs,
        RequestAccess access,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var (found, errors) = Select(scope, runs.Runs);
        var doomed = new List<Guid>();
        foreach (var run in found)
        {
            var snapshot = await scope.Engine.ReadAsync(run.Id, cancellation);
            if (snapshot[SystemPaths.Trashed] is AttributeValue.Bool { Value: true })
                doomed.Add(run.Id);
            else
                errors.Add(new RunErrorMessage(run.ShortId, "Only runs in the trash can be deleted for ever."));
        }

        var freed = await scope.Engine.PurgeAsync(doomed, cancellation);
        foreach (var id in doomed)
        {
            foreach (var comment in await catalog.ListCommentsAsync(scope.Project.Id, id, cancellation))
                await catalog.DeleteCommentAsync(comment.Id, cancellation);
        }

        return TypedResults.Ok(new RunSelectionResultMessage(doomed.Count, errors, freed));
    }

    private static async Task<Ok<StopResultMessage>> StopAsync(
        string ws,
        string project,
        string run,
        StopMessage message,
        RequestAccess access,
        RunSignals signals,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var snapshot = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (ApiTranslation.Header(snapshot).State is RunStateName.Succeeded or RunStateName.Failed or RunStateName.Aborted)
            throw new ShipslogException(Failure.Conflict, $"{scope.Run.ShortId} has ended already.", "run-has-ended");
        if (message.Kind == StopKind.Stop)
            return TypedResults.Ok(new StopResultMessage(signals.Send(scope.Run.Id, RunSignal.Stop)));
        // The state first: it must be on disk before the client, told to die, has reason to report anything else.
        await scope.Engine.ApplyAsync(
            new RunBatch(scope.Run.Id, [new RunOperation.SetState(RunState.Aborted)]), cancellation);
        return TypedResults.Ok(new StopResultMessage(signals.Send(scope.Run.Id, RunSignal.Abort)));
    }

    private static (List<Run> Found, List<RunErrorMessage> Errors) Select(ProjectScope scope, IReadOnlyList<string> selection)
    {
        ApiTranslation.Within(selection.Count, 0, MaxRuns, "number of runs");
        var found = new List<Run>();
        var errors = new List<RunErrorMessage>();
        foreach (var id in selection.Distinct(StringComparer.Ordinal))
        {
            if (scope.Engine.Find(id) is { } run && run.Kind != HolderKind.Project)
                found.Add(run);
            else
                errors.Add(new RunErrorMessage(id, "There is no such run."));
        }

        return (found, errors);
    }
}

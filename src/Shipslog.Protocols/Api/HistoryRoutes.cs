using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Forks and rewinds.</summary>
internal static class HistoryRoutes
{
    public static void Map(RouteGroupBuilder project)
    {
        project.MapPost("/runs/{run}/rewind", RewindAsync).Requires(Permission.WriteProject);
        project.MapPost("/runs/{run}/rewind/undo", UndoAsync).Requires(Permission.WriteProject);
    }

    /// <summary>The core's form of where a run branches off.</summary>
    public static NewFork? ToCore(ForkMessage? message, ProjectScope scope)
    {
        if (message is null)
            return null;
        if (!Step.TryCreate(message.Step, out var step))
            throw new ShipslogException(Failure.Invalid, "The step of a fork is not a finite number.", "invalid-step");
        return scope.Engine.Find(message.Run) is { } parent
            ? new NewFork(parent.Id, step, message.InheritAttributes)
            : throw new ShipslogException(Failure.NotFound, $"There is no run {message.Run} to fork.", "parent-not-found");
    }

    private static Task<Ok<RunHeaderMessage>> RewindAsync(
        string ws, string project, string run, RewindMessage message, RequestAccess access, CancellationToken cancellation)
    {
        _ = Step.TryCreate(message.Step, out var step);
        return ApplyAsync(ws, project, run, new RunOperation.Rewind(step), access, cancellation);
    }

    private static Task<Ok<RunHeaderMessage>> UndoAsync(
        string ws, string project, string run, RequestAccess access, CancellationToken cancellation) =>
        ApplyAsync(ws, project, run, new RunOperation.UndoRewind(), access, cancellation);

    private static async Task<Ok<RunHeaderMessage>> ApplyAsync(
        string ws, string project, string run, RunOperation operation, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var result = await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, [operation]), cancellation);
        if (result.Rejected is [var rejection, ..])
            throw new ShipslogException(rejection.Code == "nothing-to-undo" ? Failure.Conflict : Failure.Invalid, rejection.Message, rejection.Code);
        var snapshot = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        return TypedResults.Ok(ApiTranslation.Header(snapshot, scope.Engine.Lineage(scope.Run.Id)));
    }
}

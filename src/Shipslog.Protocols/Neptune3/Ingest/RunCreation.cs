using System.Text;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>Creating runs. A client that resumes creates its run again, with the same words.</summary>
internal static class RunCreation
{
    private const int MaxIdBytes = 730;
    private const long LatestCreation = 4_102_444_800; // 2100-01-01, in seconds: later ones are a broken clock's.

    /// <summary>Creates a run, or finds that it is there already.</summary>
    public static async Task<IngestOutcome> CreateAsync(ProjectScope scope, string runId, CreateRun wire, string owner, CancellationToken cancellation)
    {
        var customId = runId.Length > 0 ? runId : wire.RunId;
        if (!IsId(customId) || (wire.HasExperimentId && !IsId(wire.ExperimentId)))
            return IngestOutcome.Of(IngestCode.RunInvalidCreationParameters);
        var fork = default(NewFork);
        if (wire.ForkPoint is { } point)
        {
            if (point.Step is null || WireForms.TryStep(point.Step.Whole, point.Step.Micro, out var step) != IngestCode.Ok)
                return IngestOutcome.Of(IngestCode.RunInvalidCreationParameters);
            fork = FindParent(scope, point) is { } parent ? new NewFork(parent.Id, step, wire.InheritConfigs) : null;
        }

        return await CreateAsync(scope, customId, wire, fork, owner, cancellation);
    }

    private static async Task<IngestOutcome> CreateAsync(
        ProjectScope scope, string customId, CreateRun wire, NewFork? fork, string owner, CancellationToken cancellation)
    {
        var family = wire.Family.Length > 0 ? wire.Family : customId;
        try
        {
            var created = await scope.Engine.CreateAsync(
                new NewRun(
                    HolderKind.Run, owner, customId, Operations: Operations(scope, wire, family, fork), CreatedUnixMilliseconds: CreationTime(wire), Fork: fork),
                cancellation);
            if (created.WasResumed)
                return IngestOutcome.Of(await IsSameAsync(scope, created.Run, family, fork, cancellation) ? IngestCode.RunDuplicate : IngestCode.RunConflicting);
        }
        catch (ShipslogException fault) when (fault.Code == "fork-cycle")
        {
            return IngestOutcome.Of(IngestCode.RunConflicting);
        }
        catch (ShipslogException fault) when (fault.Code is "parent-not-found" or "parent-trashed")
        {
            return await CreateAsync(scope, customId, wire, null, owner, cancellation);
        }

        // Without its parent the run begins as one of its own: refusing it would end the client with all that it logs.
        return wire.ForkPoint is not null && fork is null ? IngestOutcome.Of(IngestCode.RunForkParentNotFound) : new IngestOutcome();
    }

    private static List<RunOperation> Operations(ProjectScope scope, CreateRun wire, string family, NewFork? fork)
    {
        var parent = fork is null ? null : scope.Engine.Find(fork.ParentId);
        var origin = parent is null ? null : new ForkOrigin(parent.CustomId ?? parent.ShortId, fork!.Step, Depth(scope, parent) + 1);
        var operations = new List<RunOperation> { new RunOperation.JoinFamily(family, scope.Project.Id, origin) };
        if (wire.HasExperimentId)
            operations.Add(new RunOperation.TakeHead(wire.ExperimentId));
        return operations;
    }

    private static int Depth(ProjectScope scope, Run run)
    {
        var depth = 0;
        for (var fork = run.Fork; fork is not null; fork = scope.Engine.Find(fork.ParentId)?.Fork)
            depth++;
        return depth;
    }

    private static Run? FindParent(ProjectScope scope, ForkPoint point) =>
        point.ParentProject.Length > 0 && point.ParentProject != scope.Project.QualifiedName ? null : scope.Engine.FindCustom(point.ParentRunId);

    /// <summary>Whether a run that is there was created with the same words; one of another generation of clients has no family.</summary>
    private static async Task<bool> IsSameAsync(ProjectScope scope, Run run, string family, NewFork? fork, CancellationToken cancellation)
    {
        var known = await scope.Engine.ReadAsync(run.Id, cancellation);
        return (known[SystemPaths.Family] is not AttributeValue.String { Value: var other } || other == family)
            && (run.Fork is null ? fork is null : fork is null || (run.Fork.ParentId == fork.ParentId && run.Fork.Step == fork.Step));
    }

    private static bool IsId(string? id) => id is { Length: > 0 } && Encoding.UTF8.GetByteCount(id) <= MaxIdBytes;

    /// <summary>When the client says that it began: an offline log is sent long after. Null: now.</summary>
    private static long? CreationTime(CreateRun wire) =>
        wire.CreationTime is { Seconds: > 0 and < LatestCreation } time ? WireForms.Milliseconds(time.Seconds, time.Nanos) : null;
}

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
    private const long LatestCreation = 4_102_444_800_000; // 2100-01-01: later ones are a broken clock's.

    /// <summary>Creates a run, or finds that it is there already.</summary>
    public static async Task<IngestOutcome> CreateAsync(ProjectScope scope, string runId, CreateRun wire, string owner, CancellationToken cancellation)
    {
        var customId = runId.Length > 0 ? runId : wire.RunId;
        var line = wire.ExperimentId;
        if (!IsId(customId) || (wire.HasExperimentId && !IsId(line)))
            return IngestOutcome.Of(IngestCode.RunInvalidCreationParameters);
        var family = wire.Family.Length > 0 ? wire.Family : customId;
        var operations = new List<RunOperation> { new RunOperation.JoinFamily(family, scope.Project.Id) };
        if (wire.HasExperimentId)
            operations.Add(new RunOperation.TakeHead(line));
        var created = await scope.Engine.CreateAsync(
            new NewRun(HolderKind.Run, owner, customId, Operations: operations, CreatedUnixMilliseconds: CreationTime(wire)), cancellation);
        if (!created.WasResumed)
            return new IngestOutcome();
        var known = await scope.Engine.ReadAsync(created.Run.Id, cancellation);
        var isSame = known[SystemPaths.Family] is not AttributeValue.String { Value: var other } || other == family;
        return IngestOutcome.Of(isSame ? IngestCode.RunDuplicate : IngestCode.RunConflicting);
    }

    private static bool IsId(string? id) => id is { Length: > 0 } && Encoding.UTF8.GetByteCount(id) <= MaxIdBytes;

    /// <summary>When the client says that it began: an offline log is sent long after. Null: now.</summary>
    private static long? CreationTime(CreateRun wire) =>
        wire.CreationTime is { Seconds: > 0 and < LatestCreation / 1000 } time ? WireForms.Milliseconds(time.Seconds, time.Nanos) : null;
}

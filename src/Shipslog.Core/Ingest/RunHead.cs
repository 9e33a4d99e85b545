using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <summary>What must be known of a stored run before its document is read.</summary>
/// <param name="Run">Which run.</param>
/// <param name="SeenUnixMilliseconds">When its client last gave a sign of life.</param>
/// <param name="IsRunning">Whether its client is expected to.</param>
/// <param name="Line">The line of runs whose head it is; null: of none.</param>
/// <param name="Timeline">In which layers its points lie; null: as a new run's.</param>
internal sealed record RunHead(Run Run, long SeenUnixMilliseconds, bool IsRunning, string? Line, RunTimeline? Timeline)
{
    /// <summary>Of a run as it was at one moment.</summary>
    public static RunHead Of(RunSnapshot run, RunTimeline timeline, long seenUnixMilliseconds) => new(
        run.Run,
        seenUnixMilliseconds,
        run[SystemPaths.State] is AttributeValue.String state && state.Value == RunStates.Name(RunState.Running),
        run[SystemPaths.IsHead] is AttributeValue.Bool { Value: true } && run[SystemPaths.LineName] is AttributeValue.String line ? line.Value : null,
        timeline);
}

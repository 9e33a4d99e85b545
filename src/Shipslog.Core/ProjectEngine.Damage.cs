using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>
/// Damage that a disk did to the stored bytes of one run closes that run and no other: what it has is not shown half, nothing is written over it, and the log is not trimmed,
/// so that the medium keeps all it still holds. A purge of the run, or a backup's database, ends it.
/// </content>
public sealed partial class ProjectEngine
{
    // Runs of which a log entry can't be read.
    private readonly HashSet<int> _damaged = [];

    /// <summary>Whether a failure means that stored bytes are not what was written.</summary>
    private static bool IsDamage(Exception failure) => failure is ShipslogException { Code: "damaged" };

    /// <summary>A log entry, or null when it is damaged.</summary>
    private LogRecord? Decode(LogEntry entry)
    {
        try
        {
            return OperationCodec.Decode(entry.Payload.Span, NameOf);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            _damaged.Add(entry.RunKey);
            _lastKey = Math.Max(_lastKey, entry.RunKey); // If it created the run: its number is not given out again.
            if (_byKey.TryGetValue(entry.RunKey, out var run))
                run.IsDamaged = true;
            _log.LogError(
                "Log entry {Sequence} of project {Project} is damaged: run {Run} is closed, and the log is kept", entry.Sequence, _project.Id, run?.Run.ShortId ?? $"number {entry.RunKey}");
            return null;
        }
    }

    /// <summary>Registers a run from its head, or from its document when the head is damaged.</summary>
    private void Register(RunHeadRow row)
    {
        try
        {
            Register(HeadCodec.Decode(row.Head.Span), row.Version);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            _log.LogError("The head of run number {Run} of project {Project} is damaged", row.RunKey, _project.Id);
            if (_store.ReadDocument(row.RunKey) is not { } document)
                return;
            try
            {
                var run = DocumentCodec.Decode(document, NameOf);
                Register(RunHead.Of(run.Snapshot(), run.Timeline, run.SeenUnixMilliseconds), document.Version);
            }
            catch (Exception both) when (IsDamage(both))
            {
                _lastKey = Math.Max(_lastKey, row.RunKey);
                _log.LogError("Run number {Run} of project {Project} cannot be read at all", row.RunKey, _project.Id);
            }
        }
    }

    private static LiveRun RequireSound(LiveRun run) => !run.IsDamaged ? run
        : throw new ShipslogException(Failure.Unavailable, $"A part of {run.Run.ShortId} is damaged, so it is closed.", "damaged", "Restore a backup, or delete the run; `shipslog verify` tells more.");
}

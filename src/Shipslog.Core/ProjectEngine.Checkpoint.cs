using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>
/// Checkpoints: runs that changed are frozen by the writer between two commits, and stored in the background as documents and chunks,
/// some runs at a time; then the log is trimmed. A run's document carries the number of the last log entry in it, so that a crash
/// between two slices replays nothing twice.
/// </content>
public sealed partial class ProjectEngine
{
    /// <summary>A replay of at most a few seconds.</summary>
    internal const int CheckpointAfterEntries = 20_000;

    private const int SlicePoints = 200_000;

    // No run has this number: its document holds the counters.
    internal const int CountersKey = 0;

    private readonly ConcurrentDictionary<int, LiveRun> _dirty = new();
    private readonly SemaphoreSlim _oneCheckpoint = new(1);
    private Task _checkpoint = Task.CompletedTask;
    private long _checkpointed;

    // Of the writer: what was appended since the last freeze, and whether the next one waits in the queue.
    private UnfrozenPoints _unfrozen;
    private bool _awaitsFreeze;

    /// <summary>Moves everything acknowledged so far from the log into chunks and documents. Reads and writes go on meanwhile.</summary>
    public async Task CheckpointAsync(CancellationToken cancellation = default)
    {
        await _oneCheckpoint.WaitAsync(cancellation);
        try
        {
            var frozen = _writer.IsCompleted
                ? Freeze()
                : (Frozen)await EnqueueAsync(new WriteRequest(_ => Task.FromResult<object>(Freeze())), cancellation);
            await StoreAsync(frozen, cancellation);
        }
        finally
        {
            _oneCheckpoint.Release();
        }
    }

    /// <summary>Writers that are faster than checkpoints wait for them; one that has frozen needs the writer no more.</summary>
    private bool IsAheadOfCheckpoint => !_checkpoint.IsCompleted && !_awaitsFreeze && _unfrozen.Suffice;

    private void StartCheckpointIfDue()
    {
        if (!_checkpoint.IsCompleted || (_sequence - _checkpointed < _checkpointAfter && !_unfrozen.Suffice))
            return;
        _awaitsFreeze = true;
        _checkpoint = Task.Run(async () =>
        {
            try
            {
                await CheckpointAsync(_stopping.Token);
            }
            catch (Exception failure) when (failure is ShipslogException or IOException or OperationCanceledException)
            {
                _awaitsFreeze = false;
                _log.LogWarning(failure, "A checkpoint of project {Project} failed; the log keeps everything", _project.Id);
            }
        });
    }

    /// <summary>On the writer, between two entries: what every changed run is at this moment.</summary>
    private Frozen Freeze()
    {
        (_unfrozen, _awaitsFreeze) = (default, false);
        var runs = new List<FrozenRun>();
        foreach (var key in _dirty.Keys.Order().ToList())
        {
            if (_dirty.TryRemove(key, out var run) && _byKey.ContainsKey(key))
                runs.Add(Freeze(run));
        }

        return new Frozen(_sequence, runs, EncodeCounters());
    }

    private static FrozenRun Freeze(LiveRun run)
    {
        lock (run.Lock)
        {
            var removed = run.Removed.ToArray();
            run.Removed.Clear();
            var series = new List<FrozenSeries>();
            foreach (var (key, buffer) in run.DirtyBuffers())
            {
                series.Add(new FrozenSeries(key, buffer, buffer.TailCount));
                buffer.Freeze(isFirst: run.StoredVersion == 0);
            }

            var shapeChanged = run.ShapeChanged;
            run.ShapeChanged = false;
            return new FrozenRun(run, run.Snapshot(), run.Timeline, run.SeenUnixMilliseconds, removed, series, shapeChanged);
        }
    }

    /// <summary>Stores slice by slice: while one is on its way to the disk, the next is encoded.</summary>
    private async Task StoreAsync(Frozen frozen, CancellationToken cancellation)
    {
        var (encoded, stored) = (0, 0);
        var storing = Task.CompletedTask;
        try
        {
            while (encoded < frozen.Runs.Count)
            {
                var slice = new List<FrozenRun>();
                for (long points = 0; points < SlicePoints && encoded + slice.Count < frozen.Runs.Count;)
                {
                    slice.Add(frozen.Runs[encoded + slice.Count]);
                    points += slice[^1].Series.Sum(series => series.Points) + 100;
                }

                var parts = await EncodeAsync(slice, cancellation);
                await storing;
                stored = encoded;
                encoded += slice.Count;
                storing = Task.Run(() => StoreAsync(slice, parts, cancellation), CancellationToken.None);
            }

            await storing;
            stored = encoded;
            await DeletePurgedAsync(cancellation);
            var last = new CheckpointParts();
            last.Documents.Add(new RunDocumentRow(CountersKey, frozen.Sequence, frozen.Counters));
            await _store.CheckpointAsync(last.ToCheckpoint(_damaged.Count > 0 ? null : frozen.Sequence), cancellation);
            _checkpointed = frozen.Sequence;
        }
        finally
        {
            // One that is on its way may still arrive.
            await storing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var run in frozen.Runs.Skip(storing.IsCompletedSuccessfully ? encoded : stored))
                KeepForNext(run);
        }
    }

    /// <summary>A frozen run was not stored: the next checkpoint takes it again.</summary>
    private void KeepForNext(FrozenRun run)
    {
        _dirty[run.Live.Run.Key] = run.Live;
        lock (run.Live.Lock)
        {
            run.Live.Removed.UnionWith(run.Removed);
            run.Live.ShapeChanged |= run.ShapeChanged;
        }
    }

    private async Task<CheckpointParts> EncodeAsync(List<FrozenRun> slice, CancellationToken cancellation)
    {
        var parts = new CheckpointParts();
        foreach (var run in slice)
        {
            var key = run.Live.Run.Key;
            parts.Documents.Add(new RunDocumentRow(key, run.Snapshot.Version, DocumentCodec.Encode(run.Snapshot, run.Timeline, run.SeenUnixMilliseconds)));
            parts.Heads.Add(new RunHeadRow(key, run.Snapshot.Version, HeadCodec.Encode(RunHead.Of(run.Snapshot, run.Timeline, run.SeenUnixMilliseconds))));
            if (run.ShapeChanged)
            {
                if (run.Live.StoredVersion > 0 && _store.ReadDocument(key) is { } stored)
                    parts.Uses.Remove(stored, run.Live.Run.Kind);
                parts.Uses.Add(run.Snapshot);
            }

            run.Removed.ToList().ForEach(parts.Clear);
            foreach (var series in run.Series)
                await series.Buffer.EncodeAsync(_store, series.Key, parts, cancellation);
        }

        return parts;
    }

    private async Task StoreAsync(List<FrozenRun> slice, CheckpointParts parts, CancellationToken cancellation)
    {
        await _store.CheckpointAsync(parts.ToCheckpoint(null), cancellation);
        foreach (var run in slice)
        {
            lock (run.Live.Lock)
            {
                var goesOn = run.Live.IsRunning;
                run.Series.ForEach(series => series.Buffer.Thaw(goesOn));
                run.Live.StoredVersion = run.Snapshot.Version;
            }
        }

        _memory.Stored();
    }

    private sealed record Frozen(long Sequence, IReadOnlyList<FrozenRun> Runs, byte[] Counters);

    private sealed record FrozenRun(
        LiveRun Live,
        RunSnapshot Snapshot,
        RunTimeline Timeline,
        long SeenUnixMilliseconds,
        IReadOnlyList<SeriesKey> Removed,
        List<FrozenSeries> Series,
        bool ShapeChanged);

    private readonly record struct FrozenSeries(SeriesKey Key, SeriesBuffer Buffer, int Points);
}

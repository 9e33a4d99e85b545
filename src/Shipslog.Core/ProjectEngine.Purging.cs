using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>Deletion for ever.</content>
public sealed partial class ProjectEngine
{
    private const int MaxPurgeTries = 10;

    /// <summary>
    /// Deletes runs for ever, with the files that nothing else refers to, and models with their versions; returns the bytes freed. What
    /// forks share of them stays until the last of these goes. Unknown ids are ignored: a retry changes nothing.
    /// </summary>
    public async Task<long> PurgeAsync(IReadOnlyList<Guid> runIds, CancellationToken cancellation = default)
    {
        var files = new HashSet<ContentHash>();
        var doomed = WithVersions(runIds);
        foreach (var run in doomed)
            await CollectFilesAsync(run, files, cancellation);

        // A checkpoint in between could store a purged run again, or trim the purge from the log before the run is deleted.
        long freed = 0;
        await _oneCheckpoint.WaitAsync(cancellation);
        try
        {
            for (var tries = 0; !await TryLogPurgeAsync(doomed, cancellation); tries++)
            {
                if (tries == MaxPurgeTries)
                    throw new ShipslogException(Failure.Unavailable, "A run to delete is still being written to; stop its client, and try again.", "run-is-written");
            }

            foreach (var run in doomed)
                freed += await DeleteStoredAsync(run, CancellationToken.None);
        }
        finally
        {
            _oneCheckpoint.Release();
        }

        return freed + await _deleteFiles(files);
    }

    /// <summary>What forks need of a run must be in chunks before the run goes; false: it got more points in between.</summary>
    private async Task<bool> TryLogPurgeAsync(List<LiveRun> doomed, CancellationToken cancellation)
    {
        var needed = doomed.Where(run => run.Timeline.Branches.Any(branch => _heirs.ContainsKey(branch.Key))).ToList();
        if (needed.Count > 0)
        {
            var frozen = (List<FrozenRun>)await EnqueueAsync(
                new WriteRequest(_ => Task.FromResult<object>(needed.Where(run => _byKey.ContainsKey(run.Run.Key)).Select(Freeze).ToList())), cancellation);
            await StoreOrThawAsync(frozen, cancellation);
        }

        return (bool)await EnqueueAsync(new WriteRequest(group => Task.FromResult<object>(LogPurge(doomed, group))), cancellation);
    }

    private async Task StoreOrThawAsync(List<FrozenRun> frozen, CancellationToken cancellation)
    {
        try
        {
            await StoreAsync(frozen, await EncodeAsync(frozen, cancellation), cancellation);
        }
        catch
        {
            frozen.ForEach(KeepForNext);
            throw;
        }
    }

    /// <summary>The files that runs of this project refer to.</summary>
    /// <exception cref="ShipslogException">Unavailable: something is damaged, so nobody knows all of them.</exception>
    internal async Task<HashSet<ContentHash>> FilesInUseAsync()
    {
        foreach (var damaged in _runs.Values.Where(run => run.IsDamaged))
            RequireSound(damaged);
        var used = new HashSet<ContentHash>();
        foreach (var run in _runs.Values)
        {
            // Those that aren't in memory stay out of it.
            var read = run.IsResident || _store.ReadDocument(run.Run.Key) is not { } row ? run : DocumentCodec.Decode(row, NameOf);
            await CollectFilesAsync(read, used, CancellationToken.None);
        }

        return used;
    }

    private bool LogPurge(List<LiveRun> doomed, WriteGroup group)
    {
        foreach (var run in doomed)
        {
            lock (run.Lock)
            {
                if (run.DirtyBuffers().Count > 0 && run.Timeline.Branches.Any(branch => _heirs.ContainsKey(branch.Key)))
                    return false;
            }
        }

        foreach (var run in doomed.Where(run => _byKey.ContainsKey(run.Run.Key)))
        {
            Forget(run);
            _dirty.TryRemove(run.Run.Key, out _);
            group.Entries.Add(new LogEntry(++_sequence, run.Run.Key, OperationCodec.Encode(new LogRecord(Now, null, true, []))));
            group.ChangedRuns.Add(run.Run.ShortId);
        }

        return true;
    }

    private async Task CollectFilesAsync(LiveRun run, HashSet<ContentHash> hashes, CancellationToken cancellation)
    {
        foreach (var attribute in run.Snapshot().Attributes)
        {
            hashes.UnionWith(FileReferences.Of(attribute.Value).Select(file => file.Hash));
            if (attribute.Value is AttributeValue.FileSeries && !run.IsDamaged
                && TrySlot(new Series.SeriesRef(run.Run.Id, attribute.Path), AttributeKind.FileSeries) is var (live, slot))
            {
                foreach (var points in await _layers.ReadEverythingAsync<SeriesFile>(live, slot, cancellation))
                    hashes.UnionWith(points.Values.ToArray().Where(file => file.Stored is not null).Select(file => file.Stored!.Hash));
            }
        }
    }
}

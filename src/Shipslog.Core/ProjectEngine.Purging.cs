using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>Deletion for ever.</content>
public sealed partial class ProjectEngine
{
    /// <summary>Deletes runs for ever, with the files that nothing else refers to, and models with their versions; returns the bytes freed. Unknown ids are ignored: a retry changes nothing.</summary>
    public async Task<long> PurgeAsync(IReadOnlyList<Guid> runIds, CancellationToken cancellation = default)
    {
        var files = new HashSet<ContentHash>();
        var keys = new List<int>();
        foreach (var run in WithVersions(runIds))
        {
            keys.Add(run.Run.Key);
            await CollectFilesAsync(run, files, cancellation);
        }

        // A checkpoint in between could store a purged run again, or trim the purge from the log before the run is deleted.
        long freed = 0;
        await _oneCheckpoint.WaitAsync(cancellation);
        try
        {
            await EnqueueAsync(new WriteRequest(group => Task.FromResult<object>(LogPurge(keys, group))), cancellation);
            foreach (var key in keys)
                freed += await _store.DeleteRunAsync(key, CancellationToken.None);
        }
        finally
        {
            _oneCheckpoint.Release();
        }

        return freed + await _deleteFiles(files);
    }

    /// <summary>The files that runs of this project refer to.</summary>
    internal async Task<HashSet<ContentHash>> FilesInUseAsync()
    {
        var used = new HashSet<ContentHash>();
        foreach (var run in _runs.Values)
            await CollectFilesAsync(run, used, CancellationToken.None);
        return used;
    }

    private IngestResult LogPurge(List<int> keys, WriteGroup group)
    {
        foreach (var run in keys.Select(key => _byKey.GetValueOrDefault(key)).OfType<LiveRun>())
        {
            Forget(run);
            _dirty.TryRemove(run.Run.Key, out _);
            group.Entries.Add(new LogEntry(++_sequence, run.Run.Key, OperationCodec.Encode(new LogRecord(Now, null, true, []))));
            group.ChangedRuns.Add(run.Run.ShortId);
        }

        return IngestResult.Ok;
    }

    private async Task CollectFilesAsync(LiveRun run, HashSet<ContentHash> hashes, CancellationToken cancellation)
    {
        foreach (var attribute in run.Snapshot().Attributes)
        {
            switch (attribute.Value)
            {
                case AttributeValue.File file: hashes.Add(file.Stored.Hash); break;
                case AttributeValue.FileSet set: hashes.UnionWith(set.Files.Select(entry => entry.Stored.Hash)); break;
                case AttributeValue.FileSeries when TrySlot(new Series.SeriesRef(run.Run.Id, attribute.Path), AttributeKind.FileSeries) is var (live, slot):
                    var points = await PointsAsync<SeriesFile>(live, slot, cancellation);
                    hashes.UnionWith(points.Values.ToArray().Where(file => file.Stored is not null).Select(file => file.Stored!.Hash));
                    break;
            }
        }
    }
}

using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>Which files a project that isn't open refers to, read from its store: at least all that are in use, perhaps some that no longer are.</summary>
internal static class FileReferences
{
    public static async Task<HashSet<ContentHash>> ReadAsync(IProjectStore store)
    {
        var found = new HashSet<ContentHash>();
        var names = await ReadNamesAsync(store);
        await foreach (var row in store.ReadDocumentsAsync(CancellationToken.None))
        {
            if (row.RunKey == ProjectEngine.CountersKey)
                continue;
            var run = DocumentCodec.Decode(row, id => names.ElementAtOrDefault(id));
            foreach (var slot in run.Slots.Values)
            {
                found.UnionWith(Of(slot.Value).Select(file => file.Hash));
                await foreach (var file in InChunksAsync(store, run, slot))
                    found.Add(file.Hash);
            }
        }

        await foreach (var entry in store.ReadLogAsync(0, CancellationToken.None))
            found.UnionWith(OperationCodec.Decode(entry.Payload.Span, id => names.ElementAtOrDefault(id)).Operations.SelectMany(Of).Select(file => file.Hash));
        return found;
    }

    /// <summary>Attribute paths by number; null where there is none.</summary>
    public static async Task<List<AttributePath?>> ReadNamesAsync(IProjectStore store)
    {
        var names = new List<AttributePath?> { null };
        await foreach (var name in store.ReadNamesAsync(CancellationToken.None))
        {
            while (names.Count <= name.Id)
                names.Add(null);
            names[name.Id] = new AttributePath(name.Path);
        }

        return names;
    }

    /// <summary>Files that a value itself names; those of a file series are in its chunks.</summary>
    public static IEnumerable<StoredFile> Of(AttributeValue value) => value switch
    {
        AttributeValue.File file => [file.Stored],
        AttributeValue.FileSet set => set.Files.Select(entry => entry.Stored),
        _ => [],
    };

    /// <summary>Files that an operation brings.</summary>
    public static IEnumerable<StoredFile> Of(RunOperation operation) => operation switch
    {
        RunOperation.Assign assign => Of(assign.Value),
        RunOperation.ChangeFileSet change => change.Put.Select(entry => entry.Stored),
        RunOperation.AppendFiles append => append.Points.Values.ToArray().Select(file => file.Stored).OfType<StoredFile>(),
        _ => [],
    };

    /// <summary>Files in the chunks of a series, in every branch and ancestor; none unless it is a file series.</summary>
    public static async IAsyncEnumerable<StoredFile> InChunksAsync(IProjectStore store, LiveRun run, AttributeSlot slot)
    {
        if (slot.Value.Kind != AttributeKind.FileSeries)
            yield break;
        foreach (var key in StoreKeysOf(run))
        {
            await foreach (var chunk in store.ReadChunksAsync(new SeriesKey(key, slot.Id), Step.Lowest, Step.Highest, CancellationToken.None))
            {
                foreach (var file in ChunkWriter.Decode<SeriesFile>(chunk).Values.ToArray())
                {
                    if (file.Stored is { } stored)
                        yield return stored;
                }
            }
        }
    }

    /// <summary>The store numbers under which a run's points lie: its ancestors' first, then those of its own branches.</summary>
    public static IEnumerable<int> StoreKeysOf(LiveRun run) =>
        run.Timeline.Inherited.Select(layer => layer.StoreKey).Concat(run.Timeline.Branches.Select(branch => branch.Key));
}

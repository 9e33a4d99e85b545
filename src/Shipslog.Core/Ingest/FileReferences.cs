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
        var names = new List<AttributePath?> { null };
        await foreach (var name in store.ReadNamesAsync(CancellationToken.None))
        {
            while (names.Count <= name.Id)
                names.Add(null);
            names[name.Id] = new AttributePath(name.Path);
        }

        await foreach (var row in store.ReadDocumentsAsync(CancellationToken.None))
        {
            if (row.RunKey == ProjectEngine.CountersKey)
                continue;
            var run = DocumentCodec.Decode(row, id => names.ElementAtOrDefault(id));
            var keys = run.Timeline.Inherited.Select(layer => layer.StoreKey).Concat(run.Timeline.Branches.Select(branch => branch.Key)).ToList();
            foreach (var slot in run.Slots.Values)
            {
                Add(found, slot.Value);
                foreach (var key in slot.Value.Kind == AttributeKind.FileSeries ? keys : [])
                    await AddChunksAsync(store, new SeriesKey(key, slot.Id), found);
            }
        }

        await foreach (var entry in store.ReadLogAsync(0, CancellationToken.None))
        {
            foreach (var operation in OperationCodec.Decode(entry.Payload.Span).Operations)
                Add(found, operation);
        }

        return found;
    }

    public static void Add(HashSet<ContentHash> found, AttributeValue value)
    {
        if (value is AttributeValue.File file)
            found.Add(file.Stored.Hash);
        else if (value is AttributeValue.FileSet set)
            found.UnionWith(set.Files.Select(entry => entry.Stored.Hash));
    }

    private static void Add(HashSet<ContentHash> found, RunOperation operation)
    {
        switch (operation)
        {
            case RunOperation.Assign assign: Add(found, assign.Value); break;
            case RunOperation.ChangeFileSet change: found.UnionWith(change.Put.Select(entry => entry.Stored.Hash)); break;
            case RunOperation.AppendFiles append: Add(found, append.Points.Values.Span); break;
        }
    }

    private static void Add(HashSet<ContentHash> found, ReadOnlySpan<SeriesFile> files)
    {
        foreach (var file in files)
        {
            if (file.Stored is { } stored)
                found.Add(stored.Hash);
        }
    }

    private static async Task AddChunksAsync(IProjectStore store, SeriesKey key, HashSet<ContentHash> found)
    {
        var (lowest, highest) = (new Step(double.NegativeInfinity), new Step(double.PositiveInfinity));
        await foreach (var chunk in store.ReadChunksAsync(key, lowest, highest, CancellationToken.None))
            Add(found, ChunkWriter.Decode<SeriesFile>(chunk).Values);
    }
}

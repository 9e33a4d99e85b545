using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Upkeep;

/// <summary>Measures one project's store.</summary>
internal sealed class StoreMeasurement(IProjectStore store)
{
    private const int MaxRuns = 100;

    private readonly Dictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<ContentHash, long> _files = [];
    private readonly PriorityQueue<RunDisk, long> _largest = new();
    private int _runs;

    public async Task<ProjectDisk> RunAsync(Guid id, string name, CancellationToken cancellation)
    {
        var names = await FileReferences.ReadNamesAsync(store);
        var sizes = await SizesAsync(cancellation);
        await foreach (var row in store.ReadDocumentsAsync(cancellation))
        {
            if (row.RunKey != ProjectEngine.CountersKey)
                await MeasureAsync(DocumentCodec.Decode(row, number => names.ElementAtOrDefault(number)), row.Document.Length, sizes);
        }

        return new ProjectDisk(
            id, name, await store.MeasureAsync(cancellation), _files.Values.Sum(), _runs, Shares(_kinds), Shares(_owners),
            [.. _largest.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)]);
    }

    /// <summary>Bytes of chunks by store number of the branch, with the pyramid above them.</summary>
    private async Task<Dictionary<int, List<(int AttributeId, long Bytes)>>> SizesAsync(CancellationToken cancellation)
    {
        var sizes = new Dictionary<int, List<(int, long)>>();
        await foreach (var size in store.ReadSizesAsync(cancellation))
        {
            if (!sizes.TryGetValue(size.Series.RunKey, out var own))
                sizes[size.Series.RunKey] = own = [];
            own.Add((Math.Abs(size.Series.AttributeId), size.Bytes)); // The pyramid above a series has its number negated.
        }

        return sizes;
    }

    private async Task MeasureAsync(LiveRun run, long documentBytes, Dictionary<int, List<(int AttributeId, long Bytes)>> sizes)
    {
        _runs++;
        Add(_kinds, "document", documentBytes);
        var total = documentBytes;
        var own = new HashSet<ContentHash>();
        var chunks = run.Timeline.Branches.SelectMany(branch => sizes.GetValueOrDefault(branch.Key) ?? [])
            .GroupBy(size => size.AttributeId).ToDictionary(series => series.Key, series => series.Sum(size => size.Bytes));
        foreach (var slot in run.Slots.Values)
        {
            var bytes = chunks.GetValueOrDefault(slot.Id);
            foreach (var file in FileReferences.Of(slot.Value))
                bytes += Count(file, own);
            await foreach (var file in FileReferences.InChunksAsync(store, run, slot))
                bytes += Count(file, own);

            if (bytes > 0)
                Add(_kinds, NameOf(slot.Value.Kind), bytes);
            total += bytes;
        }

        Add(_owners, run.Run.Owner, total);
        var isTrashed = run.Slots.TryGetValue(SystemPaths.Trashed, out var trashed) && trashed.Value is AttributeValue.Bool { Value: true };
        _largest.Enqueue(new RunDisk(run.Run.ShortId, run.Run.Owner, isTrashed, total), total);
        if (_largest.Count > MaxRuns)
            _largest.Dequeue();
    }

    /// <summary>A file's bytes, the first time that a run refers to it.</summary>
    private long Count(StoredFile file, HashSet<ContentHash> own)
    {
        _files[file.Hash] = file.SizeBytes;
        return own.Add(file.Hash) ? file.SizeBytes : 0;
    }

    private static string NameOf(AttributeKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static void Add(Dictionary<string, long> sums, string name, long bytes) => sums[name] = sums.GetValueOrDefault(name) + bytes;

    private static DiskShare[] Shares(Dictionary<string, long> sums) =>
        [.. sums.Select(sum => new DiskShare(sum.Key, sum.Value)).OrderByDescending(share => share.Bytes).ThenBy(share => share.Name, StringComparer.Ordinal)];
}

using System.Runtime.CompilerServices;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests.Fakes;

/// <summary>Project stores in memory. A closed one keeps what it holds, as a file does.</summary>
public sealed class MemoryProjectStores : IProjectStores
{
    private readonly Dictionary<Guid, MemoryProjectStore> _stores = [];

    public Task<IProjectStore> OpenAsync(Guid projectId, CancellationToken cancellation)
    {
        lock (_stores)
        {
            if (!_stores.TryGetValue(projectId, out var store))
                _stores[projectId] = store = new MemoryProjectStore();
            return Task.FromResult<IProjectStore>(store);
        }
    }

    public Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellation)
    {
        lock (_stores)
            return Task.FromResult<IReadOnlyList<Guid>>([.. _stores.Keys]);
    }

    public Task<long> DeleteAsync(Guid projectId, CancellationToken cancellation)
    {
        lock (_stores)
            return Task.FromResult(_stores.Remove(projectId, out var store) ? store.SizeBytes : 0);
    }
}

/// <summary>A project's store in memory.</summary>
public sealed class MemoryProjectStore : IProjectStore
{
    private const long RequestWindowMilliseconds = 24 * 3600 * 1000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, LogEntry> _log = [];
    private readonly SortedDictionary<int, AttributeName> _names = [];
    private readonly Dictionary<string, (byte[] Answer, long UnixMilliseconds)> _requests = [];
    private readonly SortedDictionary<int, RunDocumentRow> _documents = [];
    private readonly Dictionary<SeriesKey, SortedDictionary<Step, Chunk>> _chunks = [];
    private readonly SortedDictionary<int, RunHeadRow> _heads = [];
    private readonly Dictionary<int, KeptColumn> _columns = [];
    private readonly SortedDictionary<(int, AttributeKind, HolderKind), int> _uses = [];
    private long _checkpoint;

    internal long SizeBytes
    {
        get
        {
            lock (_lock)
                return _log.Values.Sum(entry => entry.Payload.Length) + _documents.Keys.Union(_chunks.Keys.Select(series => series.RunKey)).ToList().Sum(SizeOf);
        }
    }

    /// <summary>Points written into chunks so far, each time they were.</summary>
    public long PointsWritten { get; private set; }

    /// <summary>What an append waits for before anything of it is stored; when it fails, nothing is.</summary>
    public Func<LogGroup, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    public async Task AppendAsync(LogGroup group, CancellationToken cancellation)
    {
        await BeforeAppend(group);
        lock (_lock)
        {
            if (group.Entries.Any(entry => _log.ContainsKey(entry.Sequence)) || group.Names.Any(name => _names.ContainsKey(name.Id)))
                throw new ShipslogException(Failure.Unavailable, "The storage failed.", "storage-failed");
            foreach (var entry in group.Entries)
                _log[entry.Sequence] = entry;
            foreach (var name in group.Names)
                _names[name.Id] = name;
            foreach (var (id, answer) in group.Requests)
                _requests[id] = (answer, group.UnixMilliseconds);
            foreach (var old in _requests.Where(request => request.Value.UnixMilliseconds < group.UnixMilliseconds - RequestWindowMilliseconds).ToList())
                _requests.Remove(old.Key);
        }
    }

    public Task CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var series in checkpoint.ClearedSeries)
                _chunks.Remove(series);
            foreach (var (series, first) in checkpoint.ReplacedSeries)
                ChunksOf(series).Remove(first);
            foreach (var chunk in checkpoint.Chunks)
                ChunksOf(chunk.Head.Series)[chunk.Head.First] = chunk;
            PointsWritten += checkpoint.Chunks.Where(chunk => chunk.Head.Series.AttributeId > 0).Sum(chunk => (long)chunk.Head.Count);
            foreach (var row in checkpoint.Documents)
                _documents[row.RunKey] = row;
            foreach (var row in checkpoint.Heads)
                _heads[row.RunKey] = row;
            CountIn(checkpoint.Uses);
            if (checkpoint.CompleteTo is not { } sequence)
                return Task.CompletedTask;
            _checkpoint = sequence;
            foreach (var done in _log.Keys.Where(key => key <= sequence).ToList())
                _log.Remove(done);
        }

        return Task.CompletedTask;
    }

    public Task<long> DeleteRunAsync(int runKey, bool keepChunks, IReadOnlyList<AttributeUse> uses, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var freed = SizeOf(runKey);
            _documents.Remove(runKey);
            _heads.Remove(runKey);
            CountIn(uses);
            if (keepChunks)
                return Task.FromResult(freed - SizeOf(runKey));
            foreach (var series in _chunks.Keys.Where(series => series.RunKey == runKey).ToList())
                _chunks.Remove(series);
            return Task.FromResult(freed);
        }
    }

    public IAsyncEnumerable<LogEntry> ReadLogAsync(long afterSequence, CancellationToken cancellation) =>
        Rows(() => _log.Values.Where(entry => entry.Sequence > afterSequence));

    public Task<IReadOnlyList<ChunkHead>> ReadChunkHeadsAsync(SeriesKey series, Step from, Step to, int limit, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var heads = ChunksOf(series).Values.Select(chunk => chunk.Head).ToList();
            var start = Math.Max(0, heads.FindLastIndex(head => head.First <= from));
            return Task.FromResult<IReadOnlyList<ChunkHead>>([.. heads.Skip(start).Where(head => head.First <= to).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ChunkHead>> ReadLastChunkHeadsAsync(SeriesKey series, int count, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<ChunkHead>>([.. ChunksOf(series).Values.Select(chunk => chunk.Head).TakeLast(count)]);
    }

    public async IAsyncEnumerable<(int Range, Chunk Chunk)> ReadChunksAsync(
        SeriesKey series, IReadOnlyList<(Step From, Step To)> ranges, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; i < ranges.Count; i++)
        {
            await foreach (var chunk in ReadChunksAsync(series, ranges[i].From, ranges[i].To, cancellation))
                yield return (i, chunk);
        }
    }

    public IAsyncEnumerable<Chunk> ReadChunksAsync(SeriesKey series, Step from, Step to, CancellationToken cancellation) =>
        Rows(() => ChunksOf(series).Values.Where(chunk => chunk.Head.Last >= from && chunk.Head.First <= to));

    public IAsyncEnumerable<Chunk> ReadAllChunksAsync(CancellationToken cancellation) => Rows(() => Series().SelectMany(series => series.Value.Values));

    public IAsyncEnumerable<SeriesSize> ReadSizesAsync(CancellationToken cancellation) => Rows(() => Series().Where(series => series.Value.Count > 0).Select(series => new SeriesSize(
        series.Key, series.Value.Values.Sum(chunk => (long)chunk.Head.Count), series.Value.Values.Sum(chunk => (long)chunk.Data.Length + chunk.Head.Summary.Length))));

    public Task<long> MeasureAsync(CancellationToken cancellation) => Task.FromResult(SizeBytes);

    public Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>How many documents were asked for, one by one or all.</summary>
    public int DocumentsRead { get; private set; }

    public RunDocumentRow? ReadDocument(int runKey)
    {
        DocumentsRead++;
        lock (_lock)
            return _documents.TryGetValue(runKey, out var row) ? row : null;
    }

    public KeptColumn? ReadColumn(int attributeId)
    {
        lock (_lock)
            return _columns.TryGetValue(attributeId, out var column) ? column : null;
    }

    public Task KeepColumnsAsync(IReadOnlyList<KeptColumn> columns, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var column in columns)
                _columns[column.AttributeId] = column;
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<RunHeadRow> ReadHeadsAsync(CancellationToken cancellation) => Rows(() => _heads.Values);

    public IAsyncEnumerable<AttributeUse> ReadUsesAsync(CancellationToken cancellation) =>
        Rows(() => _uses.Where(use => use.Value != 0).Select(use => new AttributeUse(use.Key.Item1, use.Key.Item2, use.Key.Item3, use.Value)));

    public IAsyncEnumerable<RunDocumentRow> ReadDocumentsAsync(CancellationToken cancellation) => Rows(() => _documents.Values.Select(row =>
    {
        DocumentsRead++;
        return row;
    }));

    public IAsyncEnumerable<AttributeName> ReadNamesAsync(CancellationToken cancellation) => Rows(() => _names.Values);

    public Task<byte[]?> FindRequestAsync(string requestId, CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_requests.TryGetValue(requestId, out var request) ? request.Answer : null);
    }

    public Task<long> ReadCheckpointSequenceAsync(CancellationToken cancellation)
    {
        lock (_lock)
            return Task.FromResult(_checkpoint);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void CountIn(IReadOnlyList<AttributeUse> uses)
    {
        foreach (var use in uses)
            _uses[(use.AttributeId, use.Kind, use.Holder)] = _uses.GetValueOrDefault((use.AttributeId, use.Kind, use.Holder)) + use.Runs;
    }

    private IEnumerable<KeyValuePair<SeriesKey, SortedDictionary<Step, Chunk>>> Series() =>
        _chunks.OrderBy(series => series.Key.RunKey).ThenBy(series => series.Key.AttributeId);

    private SortedDictionary<Step, Chunk> ChunksOf(SeriesKey series) =>
        _chunks.TryGetValue(series, out var chunks) ? chunks : _chunks[series] = [];

    private long SizeOf(int runKey) =>
        (_documents.TryGetValue(runKey, out var row) ? row.Document.Length : 0)
        + _chunks.Where(item => item.Key.RunKey == runKey).SelectMany(item => item.Value.Values).Sum(chunk => (long)chunk.Data.Length + chunk.Head.Summary.Length);

    /// <summary>What the rows are when the first is asked for, as a database's snapshot is.</summary>
    private async IAsyncEnumerable<T> Rows<T>(Func<IEnumerable<T>> read)
    {
        await Task.CompletedTask;
        List<T> rows;
        lock (_lock)
            rows = [.. read()];
        foreach (var row in rows)
            yield return row;
    }
}

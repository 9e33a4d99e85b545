using System.Runtime.CompilerServices;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

internal sealed partial class SqliteProjectStore
{
    public async IAsyncEnumerable<LogEntry> ReadLogAsync(long afterSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // What a program wrote that kept the log in the database.
        var rows = Rows(
            "select sequence, run_key, payload from log where sequence > ?1 order by sequence",
            statement => statement.Bind(afterSequence), row => new LogEntry(row.Int64(0), row.Int32(1), row.Blob(2)), cancellation);
        await foreach (var entry in rows.ConfigureAwait(false))
            yield return entry;
        foreach (var entry in SqliteErrors.Guard(() => _log.Read(afterSequence)))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    // Chunks of a series don't overlap, so the one that begins at or before a step is found by its key and not by a scan.
    private const string FromTheOneBefore =
        "run_key=?1 and attribute_id=?2 and first >= coalesce((select max(first) from chunk where run_key=?1 and attribute_id=?2 and first <= ?3), ?3) and first <= ?4";

    private const string HeadsInRange = $"select first, last, count, summary from chunk where {FromTheOneBefore} order by first limit ?5";

    // One descent of the index; a range takes three.
    internal const string ChunkAt = "select first, last, count, summary, data from chunk where run_key=?1 and attribute_id=?2 and first=?3 and last >= ?4";

    private const string ChunksInRange = $"select first, last, count, summary, data from chunk where {FromTheOneBefore} and last >= ?3 order by first";

    public Task<IReadOnlyList<ChunkHead>> ReadChunkHeadsAsync(SeriesKey series, Step from, Step to, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ChunkHead>>(ReadAll(HeadsInRange, statement => InRange(statement, series, from, to).Bind(limit), row => Head(series, row)));

    public Task<IReadOnlyList<ChunkHead>> ReadLastChunkHeadsAsync(SeriesKey series, int count, CancellationToken cancellation)
    {
        var heads = ReadAll(
            "select first, last, count, summary from chunk where run_key=?1 and attribute_id=?2 order by first desc limit ?3",
            statement => statement.Bind(series.RunKey).Bind(series.AttributeId).Bind(count), row => Head(series, row));
        heads.Reverse();
        return Task.FromResult<IReadOnlyList<ChunkHead>>(heads);
    }

    public IAsyncEnumerable<Chunk> ReadChunksAsync(SeriesKey series, Step from, Step to, CancellationToken cancellation) => Rows(
        ChunksInRange, statement => InRange(statement, series, from, to), row => ReadChunk(series, row), cancellation);

    public IAsyncEnumerable<Chunk> ReadAllChunksAsync(CancellationToken cancellation) => Rows(
        "select first, last, count, summary, data, run_key, attribute_id from chunk order by run_key, attribute_id, first",
        All, row => new Chunk(Head(new SeriesKey(row.Int32(5), row.Int32(6)), row), row.Blob(4)), cancellation);

    public IAsyncEnumerable<SeriesSize> ReadSizesAsync(CancellationToken cancellation) => Rows(
        "select run_key, attribute_id, sum(count), sum(length(data)+length(summary)) from chunk group by run_key, attribute_id order by run_key, attribute_id",
        All, row => new SeriesSize(new SeriesKey(row.Int32(0), row.Int32(1)), row.Int64(2), row.Int64(3)), cancellation);

    public Task<long> MeasureAsync(CancellationToken cancellation)
    {
        var database = new FileInfo(_path);
        return Task.FromResult(SqliteErrors.Guard(() =>
            database.Directory!.EnumerateFiles(database.Name + "*").Sum(file => file.Length) + ProjectLog.Files(database.DirectoryName!).Sum(file => new FileInfo(file).Length)));
    }

    public async Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation)
    {
        var found = new List<string>();
        await foreach (var line in Rows("pragma integrity_check", All, row => row.Text(0), cancellation).ConfigureAwait(false))
            found.Add(line);
        return [.. found is ["ok"] ? [] : found, .. SqliteErrors.Guard(_log.FindDamage)];
    }

    public async IAsyncEnumerable<(int Range, Chunk Chunk)> ReadChunksAsync(
        SeriesKey series, IReadOnlyList<(Step From, Step To)> ranges, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = SqliteErrors.Guard(_readers.Take);
        try
        {
            for (var i = 0; i < ranges.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (from, to) = ranges[i];
                // Chunks don't overlap: one from the first step to the last or beyond is all there is.
                var chunks = ReadAll(reader, ChunkAt, statement => InRange(statement, series, from, to), row => ReadChunk(series, row));
                if (chunks.Count == 0)
                    chunks = ReadAll(reader, ChunksInRange, statement => InRange(statement, series, from, to), row => ReadChunk(series, row));
                foreach (var chunk in chunks)
                    yield return (i, chunk);
            }
        }
        finally
        {
            _readers.Return(reader);
        }
    }

    public RunDocumentRow? ReadDocument(int runKey) =>
        ReadAll("select run_key, version, document from run_doc where run_key=?1", statement => statement.Bind(runKey), Document) is [var document] ? document : null;

    public KeptColumn? ReadColumn(int attributeId) => ReadAll(
        "select attribute_id, sequence, data from run_column where attribute_id=?1",
        statement => statement.Bind(attributeId), row => new KeptColumn(row.Int32(0), row.Int64(1), row.Blob(2))) is [var column] ? column : null;

    public IAsyncEnumerable<RunHeadRow> ReadHeadsAsync(CancellationToken cancellation) => Rows(
        "select run_key, version, head from run_head order by run_key",
        All, row => new RunHeadRow(row.Int32(0), row.Int64(1), row.Blob(2)), cancellation);

    public IAsyncEnumerable<AttributeUse> ReadUsesAsync(CancellationToken cancellation) => Rows(
        "select attribute_id, kind, holder, runs from attr_use order by attribute_id, kind, holder",
        All, row => new AttributeUse(row.Int32(0), (AttributeKind)row.Int32(1), (HolderKind)row.Int32(2), row.Int32(3)), cancellation);

    public IAsyncEnumerable<RunDocumentRow> ReadDocumentsAsync(CancellationToken cancellation) =>
        Rows("select run_key, version, document from run_doc order by run_key", All, Document, cancellation);

    public async IAsyncEnumerable<AttributeName> ReadNamesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        AttributeName[] later;
        lock (_newNames)
            later = [.. _newNames.OrderBy(name => name.Id)];
        var last = 0;
        await foreach (var name in Rows("select id, path from attr_name order by id", All, row => new AttributeName(row.Int32(0), row.Text(1)), cancellation).ConfigureAwait(false))
        {
            last = name.Id;
            yield return name;
        }

        // A checkpoint may have stored some of them meanwhile.
        foreach (var name in later.Where(name => name.Id > last))
            yield return name;
    }

    /// <summary>Doesn't wait for a write that is on its way to the disk: the next ones are prepared meanwhile.</summary>
    public Task<byte[]?> FindRequestAsync(string requestId, CancellationToken cancellation) =>
        Task.FromResult(SqliteErrors.Guard(() => _answers.Find(requestId)));

    public Task<long> ReadCheckpointSequenceAsync(CancellationToken cancellation) =>
        Task.FromResult(ReadAll("select value from meta where name='checkpoint'", All, row => row.Int64(0)) is [var sequence] ? sequence : 0);

    private static Statement All(Statement statement) => statement;

    private static Statement InRange(Statement statement, SeriesKey series, Step from, Step to) =>
        statement.Bind(series.RunKey).Bind(series.AttributeId).Bind(from).Bind(to);

    private static ChunkHead Head(SeriesKey series, Statement row) => new(series, row.Step(0), row.Step(1), row.Int32(2), row.Blob(3));

    private static Chunk ReadChunk(SeriesKey series, Statement row) => new(Head(series, row), row.Blob(4));

    private static RunDocumentRow Document(Statement row) => new(row.Int32(0), row.Int64(1), row.Blob(2));

    /// <summary>All rows at once.</summary>
    private List<T> ReadAll<T>(string sql, Func<Statement, Statement> bind, Func<Statement, T> read)
    {
        var reader = SqliteErrors.Guard(_readers.Take);
        try
        {
            return ReadAll(reader, sql, bind, read);
        }
        finally
        {
            _readers.Return(reader);
        }
    }

    private static List<T> ReadAll<T>(PreparedConnection reader, string sql, Func<Statement, Statement> bind, Func<Statement, T> read) => SqliteErrors.Guard(() =>
    {
        var statement = reader.Prepare(sql);
        try
        {
            bind(statement);
            var rows = new List<T>();
            while (statement.Next())
                rows.Add(read(statement));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    });

    /// <summary>Row by row, while the consumer takes them; whenever it stops, the reader is given back.</summary>
    private async IAsyncEnumerable<T> Rows<T>(
        string sql, Func<Statement, Statement> bind, Func<Statement, T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = SqliteErrors.Guard(_readers.Take);
        Statement? statement = null;
        try
        {
            statement = SqliteErrors.Guard(() => bind(reader.Prepare(sql)));
            while (SqliteErrors.Guard(statement.Next))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return SqliteErrors.Guard(() => read(statement));
            }
        }
        finally
        {
            statement?.Reset();
            _readers.Return(reader);
        }
    }
}

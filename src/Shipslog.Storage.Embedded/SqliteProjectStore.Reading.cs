using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

internal sealed partial class SqliteProjectStore
{
    public IAsyncEnumerable<LogEntry> ReadLogAsync(long afterSequence, CancellationToken cancellation) => Rows(
        "select sequence, run_key, payload from log where sequence > $a order by sequence",
        row => new LogEntry(row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)), cancellation, afterSequence);

    // Chunks of a series don't overlap, so the one that begins at or before a step is found by its key and not by a scan.
    private const string FromTheOneBefore =
        "run_key=$a and attribute_id=$b and first >= coalesce((select max(first) from chunk where run_key=$a and attribute_id=$b and first <= $c), $c) and first <= $d";

    private const string ChunksInRange = $"select first, last, count, summary, data from chunk where {FromTheOneBefore} and last >= $c order by first";

    public async Task<IReadOnlyList<ChunkHead>> ReadChunkHeadsAsync(SeriesKey series, Step from, Step to, int limit, CancellationToken cancellation)
    {
        var heads = new List<ChunkHead>();
        await foreach (var head in Rows(
            $"select first, last, count, summary from chunk where {FromTheOneBefore} order by first limit $e",
            row => Head(series, row), cancellation,
            series.RunKey, series.AttributeId, StepKey.Encode(from), StepKey.Encode(to), limit).ConfigureAwait(false))
        {
            heads.Add(head);
        }

        return heads;
    }

    public IAsyncEnumerable<Chunk> ReadChunksAsync(SeriesKey series, Step from, Step to, CancellationToken cancellation) => Rows(
        ChunksInRange, row => ReadChunk(series, row), cancellation,
        series.RunKey, series.AttributeId, StepKey.Encode(from), StepKey.Encode(to));

    public IAsyncEnumerable<Chunk> ReadAllChunksAsync(CancellationToken cancellation) => Rows(
        "select first, last, count, summary, data, run_key, attribute_id from chunk order by run_key, attribute_id, first",
        row => new Chunk(Head(new SeriesKey(row.GetInt32(5), row.GetInt32(6)), row), row.GetFieldValue<byte[]>(4)), cancellation);

    public IAsyncEnumerable<SeriesSize> ReadSizesAsync(CancellationToken cancellation) => Rows(
        "select run_key, attribute_id, sum(count), sum(length(data)+length(summary)) from chunk group by run_key, attribute_id order by run_key, attribute_id",
        row => new SeriesSize(new SeriesKey(row.GetInt32(0), row.GetInt32(1)), row.GetInt64(2), row.GetInt64(3)), cancellation);

    public Task<long> MeasureAsync(CancellationToken cancellation)
    {
        var database = new FileInfo(new SqliteConnectionStringBuilder(_connectionString).DataSource);
        return Task.FromResult(SqliteErrors.Guard(() => database.Directory!.EnumerateFiles(database.Name + "*").Sum(file => file.Length)));
    }

    public async Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation)
    {
        var found = new List<string>();
        await foreach (var line in Rows("pragma integrity_check", row => row.GetString(0), cancellation).ConfigureAwait(false))
            found.Add(line);
        return found is ["ok"] ? [] : found;
    }

    public async IAsyncEnumerable<(int Range, Chunk Chunk)> ReadChunksAsync(
        SeriesKey series, IReadOnlyList<(Step From, Step To)> ranges, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection(_connectionString);
        SqliteErrors.Guard(() =>
        {
            connection.Open();
            return true;
        });
        await using var command = Command(connection, ChunksInRange, null);
        Bind(command, series.RunKey, series.AttributeId, Array.Empty<byte>(), Array.Empty<byte>());
        var chunks = new List<Chunk>();
        for (var i = 0; i < ranges.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            command.Parameters[2].Value = StepKey.Encode(ranges[i].From);
            command.Parameters[3].Value = StepKey.Encode(ranges[i].To);
            chunks.Clear();
            SqliteErrors.Guard(() =>
            {
                using var rows = command.ExecuteReader();
                while (rows.Read())
                    chunks.Add(ReadChunk(series, rows));
                return true;
            });
            foreach (var chunk in chunks)
                yield return (i, chunk);
        }
    }

    public RunDocumentRow? ReadDocument(int runKey) => SqliteErrors.Guard<RunDocumentRow?>(() =>
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var command = Command(connection, "select run_key, version, document from run_doc where run_key=$a", null);
        using var rows = Bind(command, runKey).ExecuteReader();
        return rows.Read() ? Document(rows) : null;
    });

    public IAsyncEnumerable<RunHeadRow> ReadHeadsAsync(CancellationToken cancellation) => Rows(
        "select run_key, version, head from run_head order by run_key",
        row => new RunHeadRow(row.GetInt32(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), cancellation);

    public IAsyncEnumerable<AttributeUse> ReadUsesAsync(CancellationToken cancellation) => Rows(
        "select attribute_id, kind, holder, runs from attr_use order by attribute_id, kind, holder",
        row => new AttributeUse(row.GetInt32(0), (AttributeKind)row.GetInt32(1), (HolderKind)row.GetInt32(2), row.GetInt32(3)), cancellation);

    public IAsyncEnumerable<RunDocumentRow> ReadDocumentsAsync(CancellationToken cancellation) =>
        Rows("select run_key, version, document from run_doc order by run_key", Document, cancellation);

    public IAsyncEnumerable<AttributeName> ReadNamesAsync(CancellationToken cancellation) =>
        Rows("select id, path from attr_name order by id", row => new AttributeName(row.GetInt32(0), row.GetString(1)), cancellation);

    public async Task<byte[]?> FindRequestAsync(string requestId, CancellationToken cancellation)
    {
        await foreach (var row in Rows("select answer from request where id=$a", row => row.GetFieldValue<byte[]>(0), cancellation, requestId).ConfigureAwait(false))
            return row;
        return null;
    }

    public async Task<long> ReadCheckpointSequenceAsync(CancellationToken cancellation)
    {
        await foreach (var row in Rows("select value from meta where name='checkpoint'", row => row.GetInt64(0), cancellation).ConfigureAwait(false))
            return row;
        return 0;
    }

    private static ChunkHead Head(SeriesKey series, SqliteDataReader row) => new(
        series, StepKey.Decode(row.GetFieldValue<byte[]>(0)), StepKey.Decode(row.GetFieldValue<byte[]>(1)),
        row.GetInt32(2), row.GetFieldValue<byte[]>(3));

    private static Chunk ReadChunk(SeriesKey series, SqliteDataReader row) => new(Head(series, row), row.GetFieldValue<byte[]>(4));

    private static RunDocumentRow Document(SqliteDataReader row) =>
        new(row.GetInt32(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));

    private async IAsyncEnumerable<T> Rows<T>(
        string sql, Func<SqliteDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellation, params object[] values)
    {
        await using var connection = new SqliteConnection(_connectionString);
        SqliteErrors.Guard(() =>
        {
            connection.Open();
            return true;
        });
        await using var command = Command(connection, sql, null);
        await using var rows = SqliteErrors.Guard(() => Bind(command, values).ExecuteReader());
        while (SqliteErrors.Guard(rows.Read))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return SqliteErrors.Guard(() => read(rows));
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, SqliteTransaction? transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The SQL is constant text of this class; values are bound.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>Binds values to $a, $b, …</summary>
    private static SqliteCommand Bind(SqliteCommand command, params object[] values)
    {
        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue("$" + (char)('a' + i), values[i]);
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = Command(connection, sql, transaction);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql, null);
        return command.ExecuteScalar();
    }
}

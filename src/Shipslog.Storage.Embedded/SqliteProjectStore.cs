using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>A project's store in one SQLite file (layout drawn in docs/formats/). Writes go over one connection, each read over its own pooled one.</summary>
internal sealed partial class SqliteProjectStore : IProjectStore
{
    // Request ids are kept for a day: clients retry for minutes, offline ones for hours.
    private const long RequestWindowMilliseconds = 24 * 3600 * 1000;

    // Another process (the command line) may be reading or writing.
    private const int BusyMilliseconds = 5000;

    // At most a megabyte.
    private const int FreePagesLeft = 256;

    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly Lock _writing = new();

    public SqliteProjectStore(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ToString();
        _writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _writer.Open();
        // WAL + FULL: a commit is on disk before it returns (measured in storage.md; NORMAL is not durable). The layout of pages must be chosen before the first table.
        Execute(_writer, $"pragma auto_vacuum=incremental; pragma journal_mode=wal; pragma synchronous=full; pragma busy_timeout={BusyMilliseconds}; pragma wal_autocheckpoint=4000;");
        Migrations.Run(_writer, "project");
    }

    public Task AppendAsync(LogGroup group, CancellationToken cancellation) => Write(transaction =>
    {
        using var log = Command(_writer, "insert into log values($a,$b,$c)", transaction);
        foreach (var entry in group.Entries)
            Bind(log, entry.Sequence, entry.RunKey, entry.Payload.ToArray()).ExecuteNonQuery();
        using var name = Command(_writer, "insert into attr_name values($a,$b)", transaction);
        foreach (var attribute in group.Names)
            Bind(name, attribute.Id, attribute.Path).ExecuteNonQuery();
        using var request = Command(_writer, "insert or replace into request values($a,$b,$c)", transaction);
        foreach (var (id, answer) in group.Requests)
            Bind(request, id, group.UnixMilliseconds, answer).ExecuteNonQuery();
        if (group.Requests.Count == 0)
            return;
        using var forget = Command(_writer, "delete from request where unix_ms < $a", transaction);
        Bind(forget, group.UnixMilliseconds - RequestWindowMilliseconds).ExecuteNonQuery();
    });

    public Task CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation) => Write(transaction =>
    {
        using var clear = Command(_writer, "delete from chunk where run_key=$a and attribute_id=$b", transaction);
        foreach (var series in checkpoint.ClearedSeries)
            Bind(clear, series.RunKey, series.AttributeId).ExecuteNonQuery();
        using var remove = Command(_writer, "delete from chunk where run_key=$a and attribute_id=$b and first=$c", transaction);
        foreach (var (series, first) in checkpoint.ReplacedSeries)
            Bind(remove, series.RunKey, series.AttributeId, StepKey.Encode(first)).ExecuteNonQuery();
        using var put = Command(_writer, "insert or replace into chunk values($a,$b,$c,$d,$e,$f,$g)", transaction);
        foreach (var (head, data) in checkpoint.Chunks)
        {
            Bind(put, head.Series.RunKey, head.Series.AttributeId, StepKey.Encode(head.First), StepKey.Encode(head.Last),
                head.Count, head.Summary.ToArray(), data.ToArray()).ExecuteNonQuery();
        }

        using var document = Command(_writer, "insert or replace into run_doc values($a,$b,$c)", transaction);
        foreach (var row in checkpoint.Documents)
            Bind(document, row.RunKey, row.Version, row.Document.ToArray()).ExecuteNonQuery();
        using var putHead = Command(_writer, "insert or replace into run_head values($a,$b,$c)", transaction);
        foreach (var row in checkpoint.Heads)
            Bind(putHead, row.RunKey, row.Version, row.Head.ToArray()).ExecuteNonQuery();
        CountIn(checkpoint.Uses, transaction);
        if (checkpoint.CompleteTo is not { } sequence)
            return;
        using var mark = Command(_writer, "insert or replace into meta values('checkpoint',$a)", transaction);
        Bind(mark, sequence).ExecuteNonQuery();
        using var trim = Command(_writer, "delete from log where sequence <= $a", transaction);
        Bind(trim, sequence).ExecuteNonQuery();
    });

    public async Task<long> DeleteRunAsync(int runKey, bool keepChunks, IReadOnlyList<AttributeUse> uses, CancellationToken cancellation)
    {
        long bytes = 0;
        await Write(transaction =>
        {
            foreach (var (table, size) in new[] { ("chunk", "length(data)+length(summary)"), ("run_doc", "length(document)") })
            {
                if (keepChunks && table == "chunk")
                    continue;
                using var measure = Command(_writer, $"select coalesce(sum({size}),0) from {table} where run_key=$a", transaction);
                bytes += (long)Bind(measure, runKey).ExecuteScalar()!;
                using var delete = Command(_writer, $"delete from {table} where run_key=$a", transaction);
                Bind(delete, runKey).ExecuteNonQuery();
            }

            using var deleteHead = Command(_writer, "delete from run_head where run_key=$a", transaction);
            Bind(deleteHead, runKey).ExecuteNonQuery();
            CountIn(uses, transaction);
        }).ConfigureAwait(false);
        GiveSpaceBack();
        return bytes;
    }

    private void CountIn(IReadOnlyList<AttributeUse> uses, SqliteTransaction transaction)
    {
        using var count = Command(_writer, "insert into attr_use values($a,$b,$c,$d) on conflict do update set runs = runs + excluded.runs", transaction);
        foreach (var use in uses)
            Bind(count, use.AttributeId, (int)use.Kind, (int)use.Holder, use.Runs).ExecuteNonQuery();
        using var forget = Command(_writer, "delete from attr_use where attribute_id=$a and kind=$b and holder=$c and runs=0", transaction);
        foreach (var use in uses.Where(use => use.Runs < 0))
            Bind(forget, use.AttributeId, (int)use.Kind, (int)use.Holder).ExecuteNonQuery();
    }

    public ValueTask DisposeAsync()
    {
        GiveSpaceBackAtTheEnd();
        lock (_writing)
            _writer.Dispose();
        using var pooled = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pooled);
        return ValueTask.CompletedTask;
    }

    /// <summary>What the log took under load is free by now. When the disk refuses, the pages stay free for later.</summary>
    private void GiveSpaceBackAtTheEnd()
    {
        try
        {
            if ((long)Scalar(_writer, "pragma freelist_count")! > FreePagesLeft)
                GiveSpaceBack();
        }
        catch (Exception failure) when (failure is SqliteException or ShipslogException)
        {
            // Nothing is lost by it, and closing must go on.
        }
    }

    private Task Write(Action<SqliteTransaction> work)
    {
        lock (_writing)
        {
            return SqliteErrors.Guard(() =>
            {
                using var transaction = _writer.BeginTransaction();
                work(transaction);
                transaction.Commit();
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Gives free pages back to the disk, in slices between which writers get their turn.</summary>
    private void GiveSpaceBack()
    {
        const int slicePages = 2048;
        bool more;
        do
        {
            lock (_writing)
            {
                more = SqliteErrors.Guard(() =>
                {
                    using var command = Command(_writer, $"pragma incremental_vacuum({slicePages})", null);
                    using (var rows = command.ExecuteReader())
                    {
                        while (rows.Read())
                        {
                            // A page is moved with each step.
                        }
                    }

                    return (long)Scalar(_writer, "pragma freelist_count")! > FreePagesLeft;
                });
            }
        }
        while (more);

        // The file itself shrinks when the write-ahead log is folded into it. Not waiting for readers: one may be reading on behalf of the caller, as a replay does.
        lock (_writing)
        {
            SqliteErrors.Guard(() => Scalar(_writer, "pragma busy_timeout=0"));
            SqliteErrors.Guard(() => Scalar(_writer, "pragma wal_checkpoint(truncate)"));
            SqliteErrors.Guard(() => Scalar(_writer, $"pragma busy_timeout={BusyMilliseconds}"));
        }
    }
}

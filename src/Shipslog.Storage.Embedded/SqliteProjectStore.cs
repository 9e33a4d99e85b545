using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// A project's store (layout drawn in docs/formats/): what is appended goes to files of its own, everything else to one SQLite file. Its writes go over one connection, each
/// read over one of its own from a pool. An append waits for none of them.
/// </summary>
internal sealed partial class SqliteProjectStore : IProjectStore
{
    // At most a megabyte.
    private const int FreePagesLeft = 256;

    private readonly string _path;
    private readonly PreparedConnection _writer;
    private readonly ReaderPool _readers;
    private readonly RequestAnswers _answers;
    private readonly LogFolding _folding;
    private readonly ProjectLog _log;

    // Names in the log that are not in the database yet; locked where it is used.
    private readonly List<AttributeName> _newNames = [];
    private readonly Lock _writing = new();

    /// <param name="path">The database.</param>
    /// <param name="busyMilliseconds">How long a statement waits for others that use the file.</param>
    public SqliteProjectStore(string path, int busyMilliseconds = PreparedConnection.BusyMilliseconds)
    {
        _path = path;
        _readers = new ReaderPool(path);
        // Enough memory for the pages that a slice of a checkpoint touches, which would else be written twice. WAL + FULL: a commit is on disk before it returns (measured in storage.md; NORMAL is not durable). The layout of pages must be chosen before the first table.
        _writer = new PreparedConnection(path, "pragma auto_vacuum=incremental; pragma journal_mode=wal; pragma synchronous=full; pragma wal_autocheckpoint=0; pragma cache_size=-16000", busyMilliseconds);
        try
        {
            Migrations.Run(_writer.Connection, "project");
            _answers = new RequestAnswers(_writer, _readers);
            _log = new ProjectLog(
                Path.GetDirectoryName(Path.GetFullPath(path))!,
                _writer.Number("select value from meta where name='checkpoint'"),
                _writer.Number("select max(sequence) from log"));
            foreach (var group in _log.Open())
                Remember(group);
            _folding = new LogFolding(path, _writer, _writing);
        }
        catch
        {
            _writer.Dispose();
            throw;
        }
    }

    public Task AppendAsync(LogGroup group, CancellationToken cancellation)
    {
        SqliteErrors.Guard(() => _log.Append(group));
        Remember(group);
        return Task.CompletedTask;
    }

    private void Remember(LogGroup group)
    {
        _answers.Remember(group);
        if (group.Names.Count == 0)
            return;
        lock (_newNames)
            _newNames.AddRange(group.Names);
    }

    public Task KeepColumnsAsync(IReadOnlyList<KeptColumn> columns, CancellationToken cancellation)
    {
        Write(() =>
        {
            foreach (var column in columns)
                _writer.Prepare("insert or replace into run_column values(?1,?2,?3)").Bind(column.AttributeId).Bind(column.Sequence).Bind(column.Data.Span).Run();
        });
        return Task.CompletedTask;
    }

    public Task CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
    {
        IReadOnlyList<(long, string, byte[])> merged = [];
        AttributeName[] names;
        lock (_newNames)
            names = [.. _newNames];
        Write(() =>
        {
            Store(checkpoint);
            foreach (var name in names)
                _writer.Prepare("insert or ignore into attr_name values(?1,?2)").Bind(name.Id).Bind(name.Path).Run();
            if (checkpoint.CompleteTo is not { } sequence)
                return;
            merged = _answers.Merge();
            _writer.Prepare("insert or replace into meta values('checkpoint',?1)").Bind(sequence).Run();
            _writer.Prepare("delete from log where sequence <= ?1").Bind(sequence).Run();
        });
        _answers.Merged(merged);
        lock (_newNames)
            _newNames.RemoveRange(0, names.Length);
        if (checkpoint.CompleteTo is { } complete)
            SqliteErrors.Guard(() => _log.Trim(complete));
        return Task.CompletedTask;
    }

    private void Store(Checkpoint checkpoint)
    {
        foreach (var series in checkpoint.ClearedSeries)
            _writer.Prepare("delete from chunk where run_key=?1 and attribute_id=?2").Bind(series.RunKey).Bind(series.AttributeId).Run();
        foreach (var (series, first) in checkpoint.ReplacedSeries)
            _writer.Prepare("delete from chunk where run_key=?1 and attribute_id=?2 and first=?3").Bind(series.RunKey).Bind(series.AttributeId).Bind(first).Run();
        var put = _writer.Prepare("insert or replace into chunk(run_key, attribute_id, first, last, count, summary, data) values(?1,?2,?3,?4,?5,?6,?7)");
        // In the order of their key: the pages of neighbours are touched once.
        foreach (var (head, data) in checkpoint.Chunks.OrderBy(chunk => (chunk.Head.Series.RunKey, chunk.Head.Series.AttributeId)).ThenBy(chunk => chunk.Head.First))
        {
            put.Bind(head.Series.RunKey).Bind(head.Series.AttributeId).Bind(head.First).Bind(head.Last)
                .Bind(head.Count).Bind(head.Summary.Span).Bind(data.Span).Run();
        }

        foreach (var row in checkpoint.Documents)
            _writer.Prepare("insert or replace into run_doc values(?1,?2,?3)").Bind(row.RunKey).Bind(row.Version).Bind(row.Document.Span).Run();
        foreach (var row in checkpoint.Heads)
            _writer.Prepare("insert or replace into run_head values(?1,?2,?3)").Bind(row.RunKey).Bind(row.Version).Bind(row.Head.Span).Run();
        CountIn(checkpoint.Uses);
    }

    public async Task<long> DeleteRunAsync(int runKey, bool keepChunks, IReadOnlyList<AttributeUse> uses, CancellationToken cancellation)
    {
        long bytes = 0;
        Write(() =>
        {
            if (!keepChunks)
                bytes += Delete("select sum(length(data)+length(summary)) from chunk where run_key=?1", "delete from chunk where run_key=?1", runKey);
            bytes += Delete("select sum(length(document)) from run_doc where run_key=?1", "delete from run_doc where run_key=?1", runKey);
            _writer.Prepare("delete from run_head where run_key=?1").Bind(runKey).Run();
            CountIn(uses);
        });
        await GiveSpaceBackAsync().ConfigureAwait(false);
        return bytes;
    }

    /// <summary>Deletes rows of a run, and returns what they took.</summary>
    private long Delete(string measure, string delete, int runKey)
    {
        var bytes = _writer.Number(measure, runKey);
        _writer.Prepare(delete).Bind(runKey).Run();
        return bytes;
    }

    private void CountIn(IReadOnlyList<AttributeUse> uses)
    {
        foreach (var use in uses)
        {
            _writer.Prepare("insert into attr_use values(?1,?2,?3,?4) on conflict do update set runs = runs + excluded.runs")
                .Bind(use.AttributeId).Bind((int)use.Kind).Bind((int)use.Holder).Bind(use.Runs).Run();
        }

        foreach (var use in uses.Where(use => use.Runs < 0))
        {
            _writer.Prepare("delete from attr_use where attribute_id=?1 and kind=?2 and holder=?3 and runs=0")
                .Bind(use.AttributeId).Bind((int)use.Kind).Bind((int)use.Holder).Run();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _readers.Dispose();
        _log.Dispose();
        await GiveSpaceBackAtTheEndAsync().ConfigureAwait(false);
        await _folding.DisposeAsync().ConfigureAwait(false);
        lock (_writing)
            _writer.Dispose();
    }

    /// <summary>What the log took under load is free by now. When the disk refuses, the pages stay free for later.</summary>
    private async Task GiveSpaceBackAtTheEndAsync()
    {
        try
        {
            if (FreePages() > FreePagesLeft)
                await GiveSpaceBackAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SqliteException or ShipslogException)
        {
            // Nothing is lost by it, and closing must go on.
        }
    }

    private void Write(Action work)
    {
        lock (_writing)
        {
            SqliteErrors.Guard(() => _writer.Write(work));
            _folding.AfterCommit();
        }
    }

    private long FreePages()
    {
        lock (_writing)
            return SqliteErrors.Guard(() => _writer.Number("pragma freelist_count"));
    }

    /// <summary>Gives free pages back to the disk, in slices between which writers get their turn.</summary>
    private async Task GiveSpaceBackAsync()
    {
        do
        {
            lock (_writing)
                SqliteErrors.Guard(_writer.Prepare("pragma incremental_vacuum(2048)").Run);
        }
        while (FreePages() > FreePagesLeft);

        // The file itself shrinks when the write-ahead log is folded into it. Not waiting for readers: one may be reading on behalf of the caller, as a replay does.
        await _folding.WithoutAsync(() =>
        {
            lock (_writing)
            {
                _writer.WaitForOthers(false);
                try
                {
                    SqliteErrors.Guard(_writer.Prepare("pragma wal_checkpoint(truncate)").Run);
                }
                finally
                {
                    _writer.WaitForOthers(true);
                }
            }
        }).ConfigureAwait(false);
    }
}

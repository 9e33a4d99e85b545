using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Shipslog.Storage.Embedded;

/// <summary>A connection that prepares each statement once: for short ones, preparing costs more than running. For one thread at a time. Every error is a <see cref="SqliteException"/>.</summary>
internal sealed class PreparedConnection : IDisposable
{
    // Another process (the command line) may be reading or writing.
    public const int BusyMilliseconds = 30_000;

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly int _busyMilliseconds;

    public PreparedConnection(string path, string pragmas, int busyMilliseconds = BusyMilliseconds)
    {
        _busyMilliseconds = busyMilliseconds;
        Connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            Connection.Open();
            WaitForOthers(true);
            // Without it a statement is prepared anew whenever another value is bound that its plan might depend on, a limit for instance.
            _ = raw.sqlite3_db_config(Connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            Execute(pragmas);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The connection itself, for what runs once.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>A statement ready to be bound. There is one of each text: it must be reset before it is asked for again.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(Connection.Handle!, sql));
        return statement;
    }

    /// <summary>The same as a command.</summary>
    public SqliteCommand Command(string sql)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands.Add(sql, command = Connection.CreateCommand());
#pragma warning disable CA2100 // Every text is this assembly's own.
            command.CommandText = sql;
#pragma warning restore CA2100
        }

        return command;
    }

    /// <summary>Runs statements that belong together; nothing of them stays when one fails.</summary>
    public void Write(Action work)
    {
        // At once for writing: a reader that becomes a writer could be refused.
        Prepare("begin immediate").Run();
        try
        {
            work();
            Prepare("commit").Run();
        }
        catch
        {
            // A full disk has ended the transaction already.
            if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
                Prepare("rollback").Run();
            throw;
        }
    }

    /// <summary>Runs statements that are needed once.</summary>
    public void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Every text is this assembly's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>The number that a statement or a pragma gives.</summary>
    public long Number(string sql, long? argument = null)
    {
        var statement = Prepare(sql);
        try
        {
            if (argument is { } value)
                statement.Bind(value);
            return statement.Next() ? statement.Int64(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>How many rows the last statement changed that changes rows.</summary>
    public int Changes => raw.sqlite3_changes(Connection.Handle);

    /// <summary>How many pages were written since it said so many last.</summary>
    public int CountPagesWritten(int enough)
    {
        _ = raw.sqlite3_db_status(Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0);
        if (pages >= enough)
            _ = raw.sqlite3_db_status(Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out _, out _, 1);
        return pages;
    }

    /// <summary>Whether a statement that finds the file in use waits for a while.</summary>
    public void WaitForOthers(bool wait) => _ = raw.sqlite3_busy_timeout(Connection.Handle, wait ? _busyMilliseconds : 0);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        foreach (var command in _commands.Values)
            command.Dispose();
        Connection.Dispose();
    }
}

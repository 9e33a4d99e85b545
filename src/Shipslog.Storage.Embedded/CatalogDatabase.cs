using System.Globalization;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// Connections to <c>meta.db</c>, and the short way to run SQL on it. Reads go over connections that keep their prepared statements (each request asks who sends it), writes
/// over pooled ones; writers wait for each other through SQLite's own lock, so several processes may share the file. Thread safe.
/// </summary>
internal sealed class CatalogDatabase : IDisposable
{
    private readonly string _connectionString;
    private readonly ReaderPool _readers;

    public CatalogDatabase(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        Translating(() =>
        {
            using var connection = Open();
            Migrations.Run(connection, "catalog");
            return true;
        });
        _readers = new ReaderPool(path);
    }

    /// <summary>Runs statements that belong together; nothing of them stays when one fails.</summary>
    public void Write(Action<SqliteConnection> work) => Write(connection =>
    {
        work(connection);
        return true;
    });

    public T Write<T>(Func<SqliteConnection, T> work) => Translating(() =>
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = work(connection);
        transaction.Commit();
        return result;
    });

    public IReadOnlyList<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params object?[] arguments) => Translating(() =>
    {
        var reader = _readers.Take();
        try
        {
            return Rows(Bind(reader.Command(sql), arguments), row);
        }
        finally
        {
            _readers.Return(reader);
        }
    });

    public T? First<T>(string sql, Func<SqliteDataReader, T> row, params object?[] arguments)
        where T : class => Read(sql, row, arguments) is [var first, ..] ? first : null;

    public static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params object?[] arguments)
    {
        using var command = Command(connection, sql, arguments);
        return Rows(command, row);
    }

    private static List<T> Rows<T>(SqliteCommand command, Func<SqliteDataReader, T> row)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public static int Run(SqliteConnection connection, string sql, params object?[] arguments)
    {
        using var command = Command(connection, sql, arguments);
        return command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql, params object?[] arguments)
    {
        using var command = Command(connection, sql, arguments);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Closes all connections, which folds the write-ahead log into the file.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, object?[] arguments)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text comes from this project's sources; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Bind(command, arguments);
    }

    private static SqliteCommand Bind(SqliteCommand command, object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i < command.Parameters.Count)
                command.Parameters[i].Value = Value(arguments[i]);
            else
                command.Parameters.AddWithValue($"${i + 1}", Value(arguments[i]));
        }

        return command;
    }

    private static object Value(object? argument) => argument switch
    {
        null => DBNull.Value,
        Guid id => id.ToString("D"),
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        Enum value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => argument,
    };

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            ApplyPragmas(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void ApplyPragmas(SqliteConnection connection) =>
        Run(connection, """
            PRAGMA busy_timeout = 30000; -- another process (the command line) may be writing
            PRAGMA journal_mode = WAL; -- readers never wait for a writer
            PRAGMA synchronous = FULL; -- what was answered survives a power cut
            PRAGMA foreign_keys = ON; -- off by default in SQLite
            """);

    private static T Translating<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw Conflict(error);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Of(error);
        }
    }

    private static ShipslogException Conflict(SqliteException error)
    {
        if (error.SqliteExtendedErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT_FOREIGNKEY)
            return new ShipslogException(Failure.NotFound, "What this refers to does not exist (any more).");
        var (message, code) = error.Message switch
        {
            var text when text.Contains("users.name_key", StringComparison.Ordinal) => ("The user name is taken.", "user-name-taken"),
            var text when text.Contains("workspaces.name_key", StringComparison.Ordinal) => ("The workspace name is taken.", "workspace-name-taken"),
            var text when text.Contains("projects.name_key", StringComparison.Ordinal) => ("The workspace has a project of this name.", "project-name-taken"),
            var text when text.Contains("projects.key", StringComparison.Ordinal) => ("The workspace has a project with this key.", "project-key-taken"),
            var text when text.Contains("views.name", StringComparison.Ordinal) => ("The project has a view of this name.", "view-name-taken"),
            _ => ("It exists already.", "conflict"),
        };
        return new ShipslogException(Failure.Conflict, message, code);
    }
}

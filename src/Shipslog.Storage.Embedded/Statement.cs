using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using SQLitePCL;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// A prepared statement. Values are bound one after the other; <see cref="Run"/> and <see cref="Reset"/> make it ready for the next ones. Not thread safe: it belongs to
/// whoever holds its connection. Every error is a <see cref="SqliteException"/>.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public Statement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection, sql, out _statement));
    }

    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public Statement Bind(string value)
    {
        Check(raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Binds bytes, which are copied: they may change as soon as this returns.</summary>
    public Statement Bind(ReadOnlySpan<byte> value)
    {
        // A span of nothing may have no address, and that would be a null.
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0) : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    /// <summary>Binds a step as its key.</summary>
    public Statement Bind(Step value)
    {
        Span<byte> key = stackalloc byte[StepKey.Bytes];
        StepKey.Write(value, key);
        return Bind(key);
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return result == raw.SQLITE_ROW;
        Check(result);
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        try
        {
            while (Next())
            {
                // Rows of a pragma: each step does a part of the work.
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends what it reads, so that it holds no transaction open. Its error, if it had one, was told already.</summary>
    public void Reset()
    {
        _bound = 0;
        _ = raw.sqlite3_reset(_statement);
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Blob(int column)
    {
        var blob = raw.sqlite3_column_blob(_statement, column);
        var bytes = GC.AllocateUninitializedArray<byte>(blob.Length);
        blob.CopyTo(bytes);
        return bytes;
    }

    public Step Step(int column) => StepKey.Decode(raw.sqlite3_column_blob(_statement, column));

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
}

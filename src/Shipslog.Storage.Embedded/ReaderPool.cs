using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Shipslog.Storage.Embedded;

/// <summary>Connections that only read one file, each for one reader at a time. Idle ones hold no transaction. Thread safe.</summary>
/// <param name="path">The database.</param>
internal sealed class ReaderPool(string path) : IDisposable
{
    private const int MaxIdle = 8;

    // The upper pages of the chunks' tree, which each chunk of a long series is found through, stay in memory: 8 MB at most.
    private const string Pragmas = "pragma query_only=on; pragma cache_size=-8000";

    private readonly ConcurrentBag<PreparedConnection> _idle = [];
    private volatile bool _isClosed;

    /// <summary>A reader of one's own until it is given back.</summary>
    /// <exception cref="SqliteException">The file can't be opened.</exception>
    public PreparedConnection Take() => _idle.TryTake(out var reader) ? reader : new PreparedConnection(path, Pragmas);

    /// <summary>Gives a reader back whose statements are reset.</summary>
    public void Return(PreparedConnection reader)
    {
        if (_isClosed || _idle.Count >= MaxIdle)
        {
            reader.Dispose();
            return;
        }

        _idle.Add(reader);
        if (_isClosed)
            CloseIdle();
    }

    /// <summary>Closes the idle ones; those in use close when they are given back.</summary>
    public void Dispose()
    {
        _isClosed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }
}

using Microsoft.Data.Sqlite;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// Folds SQLite's write-ahead log into the database, on a thread of its own: SQLite would do it within whichever commit finds the log long enough, and everybody behind
/// that one would wait. Only what was committed meanwhile is folded while writers wait; then the log begins anew.
/// </summary>
/// <param name="path">The database.</param>
/// <param name="writer">The one connection that writes.</param>
/// <param name="writing">Held while it does.</param>
internal sealed class LogFolding(string path, PreparedConnection writer, Lock writing) : IAsyncDisposable
{
    // 16 MB.
    private const int Pages = 4_000;

    private readonly Lock _folding = new();
    private PreparedConnection? _connection;
    private bool _isClosed;
    private Task _running = Task.CompletedTask;

    /// <summary>To be called after a commit, while writing is held.</summary>
    public void AfterCommit()
    {
        if (!_running.IsCompleted || writer.CountPagesWritten(Pages) < Pages)
            return;
        _running = Task.Run(Fold);
    }

    /// <summary>Does something while nothing is folded, after what was begun. Not to be called while writing is held.</summary>
    public async Task WithoutAsync(Action work)
    {
        await _running.ConfigureAwait(false);
        lock (_folding)
            work();
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(false);
        lock (_folding)
        {
            _connection?.Dispose();
            _isClosed = true;
        }
    }

    private void Fold()
    {
        lock (_folding)
        {
            try
            {
                if (_isClosed)
                    return;
                _connection ??= new PreparedConnection(path, "pragma synchronous=full");
                var fold = _connection.Prepare("pragma wal_checkpoint(passive)");
                fold.Run();
                fold.Run();
                lock (writing)
                    fold.Run();
            }
            catch (SqliteException)
            {
                // A full disk, say: nothing is lost, the log grows on, and the next time is soon.
            }
        }
    }
}

using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>Turns the medium's errors into the one failure that ports promise.</summary>
internal static class SqliteErrors
{
    // .NET gives the system's own number (ENOSPC).
    private const int NoSpace = 28;

    public static void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    public static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Of(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShipslogException(Failure.Unavailable, e.HResult == NoSpace ? "The disk is full." : "The data folder can't be read or written.", "storage-failed", e.Message);
        }
    }

    /// <summary>What an error of SQLite means to whoever asked.</summary>
    public static ShipslogException Of(SqliteException error) => new(Failure.Unavailable, error.SqliteErrorCode switch
    {
        13 => "The disk is full.",
        8 => "The data folder is read-only.",
        11 or 26 => "A database file of the data folder is damaged.",
        _ => "The storage failed.",
    }, "storage-failed", error.Message);
}

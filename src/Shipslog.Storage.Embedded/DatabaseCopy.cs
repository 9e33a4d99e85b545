using Microsoft.Data.Sqlite;

namespace Shipslog.Storage.Embedded;

/// <summary>A consistent copy of one SQLite database, made while others read and write it.</summary>
internal static class DatabaseCopy
{
    /// <summary>Writes a compact copy that holds every transaction committed before the call, and syncs it. A copy that is there is replaced; half a copy never bears the name.</summary>
    public static void Make(string from, string to) => SqliteErrors.Guard(() =>
    {
        var half = to + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Delete(half);
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Pooling = false, DefaultTimeout = 30 }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "vacuum into $to";
            command.CommandTimeout = 0; // As long as its size takes.
            command.Parameters.AddWithValue("$to", half);
            command.ExecuteNonQuery();
        }

        using (var copy = new FileStream(half, FileMode.Open, FileAccess.ReadWrite))
            copy.Flush(flushToDisk: true);
        File.Move(half, to, overwrite: true);
        FolderSync.SyncOne(Path.GetDirectoryName(to)!);
        return true;
    });
}

using Microsoft.Data.Sqlite;

namespace Shipslog.Storage.Embedded;

/// <summary>Consistent copies of a folder's databases, made while others read and write them.</summary>
internal static class DatabaseCopy
{
    /// <summary>Copies the databases of a data folder, each of one moment, and the log files of its projects. Copies that are there are replaced; half a copy never bears the name.</summary>
    /// <param name="from">The data folder.</param>
    /// <param name="to">Another folder, where they get the same places.</param>
    /// <param name="isLive">Whether a server may be writing; else nothing is made beside the originals.</param>
    /// <returns>How many databases there are.</returns>
    public static int MakeAll(string from, string to, bool isLive)
    {
        var databases = FolderFormat.Databases(from);
        foreach (var (path, kind) in databases)
        {
            var (original, copy) = (Path.Combine(from, path), Path.Combine(to, path));
            if (kind != "project")
            {
                Make(original, copy);
                continue;
            }

            var (log, logCopy) = (Path.GetDirectoryName(original)!, Path.GetDirectoryName(copy)!);
            using var hold = isLive ? ProjectLog.Hold(log) : null;
            Make(original, copy);
            // After the database: what was appended meanwhile is there too, and nothing is missing between the two.
            ProjectLog.Copy(log, logCopy);
        }

        return databases.Count;
    }

    private static void Make(string from, string to) => SqliteErrors.Guard(() =>
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

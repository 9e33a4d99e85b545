using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Shipslog.Storage.Embedded;

/// <summary>Looks at the write-ahead logs that a killed server left, before SQLite reads them.</summary>
internal static class WriteAheadLogs
{
    // SQLite's shared lock, which every connection to a database with a write-ahead log holds.
    private const long SharedLock = 0x40000002;
    private const long SharedLockBytes = 510;
    // It is read whole; they are a few megabytes large, unless a reader stood still for long.
    private const long MaxBytes = 256L << 20;

    /// <summary>Mends the logs of a folder whose lock the caller holds. What is changed is kept beside as <c>-wal.damaged-N</c>.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="tell">Gets a line for people about each that was damaged.</param>
    public static void Mend(string folder, Action<string> tell)
    {
        foreach (var (path, _) in FolderFormat.Databases(folder))
            SqliteErrors.Guard(() => MendOne(Path.Combine(folder, path), path, tell));
    }

    private static bool MendOne(string database, string name, Action<string> tell)
    {
        var log = new FileInfo(database + "-wal");
        if (log is not { Exists: true, Length: > 0 and < MaxBytes } || !File.Exists(database))
            return false;
        byte[] damaged;
        string kept;
        using (var held = new FileStream(database, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            if (!IsFree(held))
                return false; // A command works on it, which has read the log by now.
            damaged = File.ReadAllBytes(log.FullName);
            if (!WriteAheadLog.CanRead(damaged) || new WriteAheadLog(damaged).Mend(out var frames) is not { } mended)
                return false;
            kept = Enumerable.Range(1, int.MaxValue).Select(number => string.Create(CultureInfo.InvariantCulture, $"{log.FullName}.damaged-{number}")).First(file => !File.Exists(file));
            Write(kept, damaged);
            Write(log.FullName, mended);
            tell($"The write-ahead log of {name} was damaged in {frames.ToString(CultureInfo.InvariantCulture)} pages. What could be read of it was put together again; as it was it is kept in {Path.GetFileName(kept)}. Run `shipslog verify`.");
        }

        if (IsSound(database))
            return true;
        Write(log.FullName, damaged);
        tell($"That made no whole of {name}: it is taken up to the damage, and what was written after it is lost.");
        return false;
    }

    private static bool IsFree(FileStream database)
    {
        try
        {
#pragma warning disable CA1416 // On macOS a lock can't be asked for; there nothing is mended.
            database.Lock(SharedLock, SharedLockBytes);
#pragma warning restore CA1416
            return true;
        }
        catch (Exception failure) when (failure is IOException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Whether a database is whole with the log that lies beside a copy of it.</summary>
    private static bool IsSound(string database)
    {
        var copy = database + ".mending";
        try
        {
            File.Copy(database, copy, overwrite: true);
            File.Copy(database + "-wal", copy + "-wal", overwrite: true);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma integrity_check(1)";
            return command.ExecuteScalar() is "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
        finally
        {
            foreach (var part in new[] { "", "-wal", "-shm" })
                File.Delete(copy + part);
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        using (var file = new FileStream(path + ".part", FileMode.Create))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".part", path, overwrite: true);
        FolderSync.SyncOne(Path.GetDirectoryName(path)!);
    }
}

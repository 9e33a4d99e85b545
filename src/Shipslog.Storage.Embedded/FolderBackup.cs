using System.Globalization;
using System.Security.Cryptography;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// Copies of a data folder, made while a server uses it. A backup is itself a data folder: its databases are each of one moment, and every file that they refer to is there.
/// Files are copied before the databases (one purged in between is still referred to by the copies) and once more after them (for those that came in between).
/// Its file <c>backup</c> says when it was finished, or that it wasn't.
/// </summary>
public sealed class FolderBackup
{
    private const string MarkName = "backup";
    private const string Unfinished = "unfinished";

    private readonly string _from;
    private readonly string _to;
    private readonly TimeProvider _time;

    private readonly bool _isLive;

    private FolderBackup(string from, string to, TimeProvider time, bool isLive) => (_from, _to, _time, _isLive) = (from, to, time, isLive);

    /// <summary>Files copied.</summary>
    public long Files { get; private set; }

    /// <summary>Databases copied.</summary>
    public int Databases { get; private set; }

    /// <summary>Makes a backup. Onto an earlier one, only files that it lacks are copied; the databases always are.</summary>
    /// <param name="folder">The data folder; a server may be using it.</param>
    /// <param name="target">Where to; missing, empty, or an earlier backup, finished or not.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ShipslogException">Conflict: the target holds something else. NotFound: no data. Unavailable: the medium failed; do it again to go on.</exception>
    public static FolderBackup Make(string folder, string target, TimeProvider time)
    {
        if (FolderFormat.Read(folder) is null)
            throw new ShipslogException(Failure.NotFound, $"There is no data in {folder}.", "no-data");
        if (!IsEmpty(target) && !File.Exists(Path.Combine(target, MarkName)))
            throw new ShipslogException(Failure.Conflict, $"The folder {target} holds something else than a backup.", "target-in-use");
        var backup = new FolderBackup(folder, target, time, isLive: true);
        SqliteErrors.Guard(() =>
        {
            backup.Copy();
            return true;
        });
        return backup;
    }

    /// <summary>Makes a data folder of a backup, checking every file's hash on the way.</summary>
    /// <param name="backup">A finished backup.</param>
    /// <param name="folder">Missing or empty.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ShipslogException">Conflict: the folder isn't empty. Invalid: no finished backup. Unavailable: a file is damaged, or the medium failed.</exception>
    public static FolderBackup Restore(string backup, string folder, TimeProvider time)
    {
        var mark = Path.Combine(backup, MarkName);
        if (!File.Exists(mark) || File.ReadAllText(mark).StartsWith(Unfinished, StringComparison.Ordinal))
            throw new ShipslogException(Failure.Invalid, $"There is no finished backup in {backup}.", "no-backup");
        if (!IsEmpty(folder))
            throw new ShipslogException(Failure.Conflict, $"The folder {folder} is not empty.", "target-in-use");
        var restore = new FolderBackup(backup, folder, time, isLive: false);
        SqliteErrors.Guard(() =>
        {
            restore.Copy();
            File.Delete(Path.Combine(folder, MarkName)); // It is live data from now on.
            return true;
        });
        return restore;
    }

    private static bool IsEmpty(string folder) => !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();

    private void Copy()
    {
        Directory.CreateDirectory(_to);
        WriteMark(Unfinished);
        CopyFiles();
        Databases = DatabaseCopy.MakeAll(_from, _to, _isLive);
        CopyFiles();
        foreach (var name in new[] { "certificate.pem", FolderFormat.FileName })
        {
            if (File.Exists(Path.Combine(_from, name)))
                CopyOne(name, null);
        }

        WriteMark(_time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture));
    }

    private void CopyFiles()
    {
        var files = new DirectoryInfo(Path.Combine(_from, "files"));
        foreach (var file in files.Exists ? files.EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            var path = Path.GetRelativePath(_from, file.FullName);
            if (path.StartsWith(Path.Combine("files", "uploads") + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                continue;
            var isContent = ContentHash.TryParse(file.Name, out var hash);
            if (isContent && File.Exists(Path.Combine(_to, path)))
                continue;
            if (CopyOne(path, isContent ? hash : null))
                Files++;
        }
    }

    /// <summary>Copies a file beside its place, syncs it, then renames it; false when it is gone meanwhile.</summary>
    private bool CopyOne(string path, ContentHash? expected)
    {
        var (from, to) = (Path.Combine(_from, path), Path.Combine(_to, path));
        try
        {
            using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = File.GetUnixFileMode(from);
            using (var copy = new FileStream(to + ".part", create))
            {
                source.CopyTo(copy);
                copy.Flush(flushToDisk: true);
                copy.Position = 0;
                if (expected is { } hash && ContentHash.FromBytes(SHA256.HashData(copy)) != hash)
                    throw new ShipslogException(Failure.Unavailable, $"The file {from} is damaged.", "damaged", "`shipslog verify` names all that is; delete the file and go on without it.");
            }

            File.Move(to + ".part", to, overwrite: true);
            FolderSync.SyncOne(Path.GetDirectoryName(to)!);
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(from))
        {
            return false;
        }
    }

    private void WriteMark(string text)
    {
        var half = Path.Combine(_to, MarkName + ".part");
        using (var file = new FileStream(half, FileMode.Create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, Path.Combine(_to, MarkName), overwrite: true);
        FolderSync.SyncOne(_to);
    }
}

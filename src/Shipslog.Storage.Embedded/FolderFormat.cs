using System.Globalization;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// The version of a data folder's format, kept in its file <c>format</c>: the number of schema scripts of the program that last upgraded it. The file is written when
/// every database is upgraded, so an upgrade that was killed is begun again, and each database goes on where it stopped.
/// </summary>
internal static class FolderFormat
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "format";

    /// <summary>What this program writes.</summary>
    public static int Current => Migrations.Count("catalog") + Migrations.Count("project");

    /// <summary>The folder's format; 0 for one from before formats were numbered, null for a folder without data.</summary>
    /// <exception cref="ShipslogException">Unavailable: the file can't be understood.</exception>
    public static int? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
            return File.Exists(Path.Combine(folder, "meta.db")) ? 0 : null;
        RequireCatalog(folder);
        return int.TryParse(SqliteErrors.Guard(() => File.ReadAllText(file)), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var format)
            ? format
            : throw new ShipslogException(Failure.Unavailable, $"The file {file} does not hold the number of a format.", "format-unreadable");
    }

    /// <summary>A catalog that is gone would be made anew, empty, and nobody would see the projects.</summary>
    private static void RequireCatalog(string folder)
    {
        var catalog = new FileInfo(Path.Combine(folder, "meta.db"));
        if (catalog is not { Exists: true, Length: > 0 } && SqliteProjectStores.ProjectsIn(folder).Count > 0)
            throw new ShipslogException(Failure.Unavailable, $"The catalog {catalog.FullName} is {(catalog.Exists ? "empty" : "missing")}, but projects are there.", "damaged", "Restore a backup, or the snapshot of an upgrade.");
    }

    /// <summary>Brings a folder that nobody else uses to this program's format, after a snapshot of its databases in <c>snapshots/format-N</c>.</summary>
    /// <param name="folder">The data folder; the caller holds its lock.</param>
    /// <param name="tell">Gets a line for people when something is done.</param>
    /// <exception cref="ShipslogException">Unavailable: written by a newer program, or the medium failed; a later start goes on.</exception>
    public static void Upgrade(string folder, Action<string> tell)
    {
        var format = Read(folder);
        if (format == Current)
            return;
        if (format > Current)
        {
            throw new ShipslogException(
                Failure.Unavailable, $"The data folder was written by a newer version of Shipslog (format {format}; this program writes {Current}).", "newer-format",
                "Use that version, or restore a backup.");
        }

        if (format is { } old)
            UpgradeFrom(old, folder, tell);
        Write(folder);
    }

    private static void UpgradeFrom(int format, string folder, Action<string> tell)
    {
        var snapshot = Path.Combine(folder, "snapshots", string.Create(CultureInfo.InvariantCulture, $"format-{format}"));
        tell($"Upgrading the data folder from format {format} to {Current}; its databases are kept in {snapshot}.");
        var databases = Databases(folder);
        if (!Directory.Exists(snapshot))
            TakeSnapshot(folder, snapshot);
        foreach (var (path, kind) in databases)
        {
            SqliteErrors.Guard(() =>
            {
                using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, path), Pooling = false }.ToString());
                connection.Open();
                Migrations.Run(connection, kind);
                return true;
            });
        }

        tell("Upgraded.");
    }

    private static void TakeSnapshot(string folder, string snapshot) => SqliteErrors.Guard(() =>
    {
        var half = snapshot + ".part";
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);
        DatabaseCopy.MakeAll(folder, half, isLive: false);
        Directory.CreateDirectory(half);
        Directory.Move(half, snapshot);
        FolderSync.SyncOne(Path.GetDirectoryName(snapshot)!);
        return true;
    });

    /// <summary>The databases of a data folder, by path relative to it, the catalog first.</summary>
    public static List<(string Path, string Kind)> Databases(string folder) =>
    [
        ("meta.db", "catalog"),
        .. SqliteProjectStores.ProjectsIn(folder).Select(id => SqliteProjectStores.PathOf(id)).Where(path => File.Exists(Path.Combine(folder, path))).Select(path => (path, "project")),
    ];

    private static void Write(string folder) => SqliteErrors.Guard(() =>
    {
        var half = Path.Combine(folder, FileName + ".part");
        using (var file = new FileStream(half, FileMode.Create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Current.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, Path.Combine(folder, FileName), overwrite: true);
        FolderSync.SyncOne(folder);
        return true;
    });
}

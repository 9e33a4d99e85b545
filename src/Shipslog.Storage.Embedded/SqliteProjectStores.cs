using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>The project stores of a data folder: <c>projects/&lt;id&gt;/project.db</c>.</summary>
/// <param name="dataFolder">The data folder.</param>
public sealed class SqliteProjectStores(string dataFolder) : IProjectStores
{
    /// <inheritdoc/>
    public async Task<IProjectStore> OpenAsync(Guid projectId, CancellationToken cancellation)
    {
        var path = Path.Combine(FolderOf(projectId), "project.db");
        if (!File.Exists(path))
            await CreateAsync(path).ConfigureAwait(false);
        return SqliteErrors.Guard<IProjectStore>(() => new FileInfo(path).Length == 0
            ? throw new ShipslogException(Failure.Unavailable, "A database file of the data folder is damaged.", "storage-failed", "It is empty.")
            : new SqliteProjectStore(path));
    }

    /// <summary>Makes a project's database beside its place, then renames it: one that is there is never empty, so that an empty one is known for damaged and not taken for new.</summary>
    private static async Task CreateAsync(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (File.Exists(path + "-wal") || ProjectLog.Files(folder).Count > 0)
            throw new ShipslogException(Failure.Unavailable, "A database file of the data folder is missing.", "storage-failed", "Its log is there.");
        var half = Path.Combine(folder, $"new-{Guid.NewGuid():N}.db");
        await SqliteErrors.Guard(() =>
        {
            Directory.CreateDirectory(folder);
            return new SqliteProjectStore(half);
        }).DisposeAsync().ConfigureAwait(false);
        SqliteErrors.Guard(() =>
        {
            try
            {
                File.Move(half, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(half); // Another process (the command line) was first.
            }

            FolderSync.SyncOne(folder);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellation) => Task.FromResult(ProjectsIn(dataFolder));

    /// <inheritdoc/>
    public Task<long> DeleteAsync(Guid projectId, CancellationToken cancellation)
    {
        var folder = new DirectoryInfo(FolderOf(projectId));
        if (!folder.Exists)
            return Task.FromResult(0L);
        return SqliteErrors.Guard(() =>
        {
            var bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
            return Task.FromResult(bytes);
        });
    }

    /// <summary>The projects that have a store in a data folder.</summary>
    internal static IReadOnlyList<Guid> ProjectsIn(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "projects");
        return !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
            .Select(path => Guid.TryParse(Path.GetFileName(path), out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty).ToArray();
    }

    /// <summary>Where a project's database lies, relative to the data folder.</summary>
    internal static string PathOf(Guid projectId) => Path.Combine("projects", projectId.ToString("D"), "project.db");

    private string FolderOf(Guid projectId) => Path.Combine(dataFolder, "projects", projectId.ToString("D"));
}

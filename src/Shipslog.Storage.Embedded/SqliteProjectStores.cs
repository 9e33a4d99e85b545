using Microsoft.Data.Sqlite;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>The project stores of a data folder: <c>projects/&lt;id&gt;/project.db</c>.</summary>
/// <param name="dataFolder">The data folder.</param>
public sealed class SqliteProjectStores(string dataFolder) : IProjectStores
{
    /// <inheritdoc/>
    public Task<IProjectStore> OpenAsync(Guid projectId, CancellationToken cancellation)
    {
        var folder = FolderOf(projectId);
        return SqliteErrors.Guard<Task<IProjectStore>>(() =>
        {
            Directory.CreateDirectory(folder);
            return Task.FromResult<IProjectStore>(new SqliteProjectStore(Path.Combine(folder, "project.db")));
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(dataFolder, "projects");
        IReadOnlyList<Guid> ids = !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
            .Select(path => Guid.TryParse(Path.GetFileName(path), out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty).ToArray();
        return Task.FromResult(ids);
    }

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

    private string FolderOf(Guid projectId) => Path.Combine(dataFolder, "projects", projectId.ToString("D"));
}

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

using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core;

/// <summary>
/// Deletes whole projects. The catalog and a project's store can't change in one transaction, so what is being deleted is noted first:
/// a server that is killed in between finishes at its next start. Only noted projects are ever deleted then. Thread safe.
/// </summary>
public sealed class ProjectDeletion(ICatalog catalog, Tracker tracker) : IDisposable
{
    private const string Setting = "projects-being-deleted";

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Deletes a project with its runs, points, documents and the files that no other project refers to.</summary>
    /// <exception cref="ShipslogException">NotFound: it is gone already. Unavailable: what is left is deleted at the next start.</exception>
    public async Task DeleteAsync(Project project)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await NoteAsync([.. await NotedAsync(), project.Id]);

            // First out of the catalog, so that nobody opens it any more, then its data.
            await catalog.DeleteProjectAsync(project.Id);
            await tracker.DeleteAsync(project.Id);
            await NoteAsync((await NotedAsync()).Where(id => id != project.Id));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Finishes what a killed server had begun; a noted project that is still in the catalog stays. To be called before requests come.</summary>
    public async Task FinishAsync()
    {
        foreach (var id in await NotedAsync())
        {
            if (await catalog.FindProjectAsync(id, null) is null)
                await tracker.DeleteAsync(id);
        }

        await NoteAsync([]);
    }

    private async Task<List<Guid>> NotedAsync() =>
        [.. (await catalog.FindSettingAsync(Setting) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];

    private Task NoteAsync(IEnumerable<Guid> ids) => catalog.SetSettingAsync(Setting, string.Join(',', ids.Distinct()));
}

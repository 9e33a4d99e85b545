using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core;

/// <summary>The open projects of a data folder. Thread safe; opens on first use.</summary>
/// <param name="stores">The projects' stores.</param>
/// <param name="files">The files, which all projects share.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">The logs.</param>
/// <param name="catalog">Whose notebooks refer to files too; null: there are none.</param>
public sealed partial class Tracker(IProjectStores stores, IFileStore files, TimeProvider time, ILoggerFactory loggers, ICatalog? catalog = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Lazy<Task<ProjectEngine>>> _open = new();
    private readonly ILogger _log = loggers.CreateLogger<Tracker>();

    /// <summary>How many log entries of a project begin a checkpoint.</summary>
    public int CheckpointAfterEntries { get; init; } = ProjectEngine.CheckpointAfterEntries;

    /// <summary>The engine of a project, opened (and recovered from its log) on first use.</summary>
    public async ValueTask<ProjectEngine> OpenAsync(Project project, CancellationToken cancellation = default)
    {
        var opening = _open.GetOrAdd(project.Id, _ => new Lazy<Task<ProjectEngine>>(() => OpenStoreAsync(project)));
        try
        {
            return await opening.Value.WaitAsync(cancellation);
        }
        catch (Exception) when (opening.Value.IsFaulted)
        {
            // The next request tries again: the cause (a full disk, say) may be gone.
            _open.TryRemove(new KeyValuePair<Guid, Lazy<Task<ProjectEngine>>>(project.Id, opening));
            throw;
        }
    }

    /// <summary>Deletes a project's runs, points and documents, with the files that no other project refers to; returns the bytes freed.</summary>
    public async Task<long> DeleteAsync(Guid projectId, CancellationToken cancellation = default)
    {
        if (!(await stores.ListAsync(cancellation)).Contains(projectId))
            return 0;
        var used = await FilesOfDeletedAsync(projectId);
        if (_open.TryRemove(projectId, out var opening))
            await CloseAsync(projectId, opening);
        return await stores.DeleteAsync(projectId, cancellation) + await DeleteUnsharedAsync(used);
    }

    /// <summary>Waits for what is queued, checkpoints and closes every project.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in _open.Keys)
        {
            if (_open.TryRemove(id, out var opening))
                await CloseAsync(id, opening);
        }
    }

    private async Task CloseAsync(Guid id, Lazy<Task<ProjectEngine>> opening)
    {
        try
        {
            await (await opening.Value).DisposeAsync();
        }
        catch (Exception failure) when (failure is ShipslogException or IOException)
        {
            _log.LogError(failure, "Project {Project} could not be closed cleanly; its log keeps everything", id);
        }
    }

    private async Task<ProjectEngine> OpenStoreAsync(Project project)
    {
        var store = await stores.OpenAsync(project.Id, CancellationToken.None);
        try
        {
            return await ProjectEngine.OpenAsync(
                project, store, time, loggers.CreateLogger<ProjectEngine>(), DeleteUnsharedAsync, CancellationToken.None, checkpointAfter: CheckpointAfterEntries);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}

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
public sealed class Tracker(IProjectStores stores, IFileStore files, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Lazy<Task<ProjectEngine>>> _open = new();
    private readonly ILogger _log = loggers.CreateLogger<Tracker>();

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

    /// <summary>Deletes a project's runs, points and documents; returns the bytes freed.</summary>
    public async Task<long> DeleteAsync(Project project, CancellationToken cancellation = default)
    {
        if (_open.TryRemove(project.Id, out var opening))
            await (await opening.Value).DisposeAsync();
        return await stores.DeleteAsync(project.Id, cancellation);
    }

    /// <summary>Waits for what is queued, checkpoints and closes every project.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in _open.Keys)
        {
            if (!_open.TryRemove(id, out var opening))
                continue;
            try
            {
                await (await opening.Value).DisposeAsync();
            }
            catch (Exception failure) when (failure is ShipslogException or IOException)
            {
                _log.LogError(failure, "Project {Project} could not be closed cleanly; its log keeps everything", id);
            }
        }
    }

    private async Task<ProjectEngine> OpenStoreAsync(Project project)
    {
        var store = await stores.OpenAsync(project.Id, CancellationToken.None);
        return await ProjectEngine.OpenAsync(
            project, store, time, loggers.CreateLogger<ProjectEngine>(), DeleteUnsharedAsync, CancellationToken.None);
    }

    /// <summary>Deletes files that a project no longer refers to. While other projects exist any of them may hold the same content, so nothing is deleted.</summary>
    private async Task<long> DeleteUnsharedAsync(IEnumerable<ContentHash> hashes) =>
        (await stores.ListAsync(CancellationToken.None)).Count > 1 ? 0 : hashes.Sum(files.Delete);
}

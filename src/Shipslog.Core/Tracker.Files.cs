using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core;

/// <content>
/// Files that nobody refers to any more. All projects share the files, so all are asked, also those that aren't open, and the notebooks too. What is stored (again) while they
/// are asked stays: a reference made meanwhile is to such a file, or was made of one that was found.
/// </content>
public sealed partial class Tracker
{
    /// <summary>Files are swept when nobody has referred to them for so long: a client may be about to, after a file that took it hours to send.</summary>
    public static readonly TimeSpan SweepAge = TimeSpan.FromDays(1);

    /// <summary>
    /// Deletes files and bindings older than <see cref="SweepAge"/> that nothing refers to: uploads that were cut off before the run named them, and what a purge had to leave
    /// because it was just stored. Killed in the middle, the next one goes on.
    /// </summary>
    /// <returns>How many files, and their bytes.</returns>
    /// <exception cref="ShipslogException">Unavailable: a project can't be read, so nobody knows what it refers to; nothing was deleted.</exception>
    public async Task<(int Files, long Bytes)> SweepAsync(CancellationToken cancellation = default)
    {
        var began = time.GetUtcNow();
        var old = files.List().Where(file => file.Stored < began - SweepAge).Select(file => file.Hash).ToHashSet();
        var bindings = files.ListBindings().ToList();
        if (old.Count == 0 && bindings.Count == 0)
            return (0, 0);
        var used = await AllInUseAsync(cancellation);
        var idle = bindings.Where(binding => binding.Bound < began - SweepAge && !used.Contains(binding.Address)).ToList();
        used.UnionWith(bindings.Except(idle).Select(binding => binding.Content));
        old.ExceptWith(used);
        idle.ForEach(binding => files.Delete(binding.Address, began));
        var (deleted, bytes) = (0, 0L);
        foreach (var hash in old)
        {
            cancellation.ThrowIfCancellationRequested();
            if (files.Delete(hash, began) is > 0 and var freed)
                (deleted, bytes) = (deleted + 1, bytes + freed);
        }

        if (deleted > 0)
            _log.LogInformation("Deleted {Files} files that nothing refers to, {Bytes} bytes", deleted, bytes);
        return (deleted, bytes);
    }

    /// <summary>Deletes those of the files that nothing refers to. When a project can't be read, nobody knows: then all stay, for a later sweep.</summary>
    private async Task<long> DeleteUnsharedAsync(IEnumerable<ContentHash> hashes)
    {
        try
        {
            return await DeleteUnusedAsync(hashes);
        }
        catch (ShipslogException failure) when (failure.Failure is Failure.Unavailable)
        {
            _log.LogWarning("The files of what was deleted stay for now: {Message}", failure.Message);
            return 0;
        }
    }

    private async Task<HashSet<ContentHash>> FilesOfDeletedAsync(Guid projectId)
    {
        try
        {
            return [.. await FilesInUseAsync(projectId)];
        }
        catch (ShipslogException failure) when (failure.Failure is Failure.Unavailable)
        {
            _log.LogWarning("The files of a damaged project stay for now: {Message}", failure.Message);
            return [];
        }
    }

    private async Task<long> DeleteUnusedAsync(IEnumerable<ContentHash> hashes)
    {
        var began = time.GetUtcNow();
        var unused = WithBound(hashes);
        if (unused.Count > 0 && catalog is not null)
            unused.ExceptWith(await catalog.ListNotebookContentsAsync());
        foreach (var id in await stores.ListAsync(CancellationToken.None))
        {
            if (unused.Count == 0)
                break;
            unused.ExceptWith(await FilesInUseAsync(id));
        }

        return unused.Sum(hash => files.Delete(hash, began));
    }

    private async Task<HashSet<ContentHash>> AllInUseAsync(CancellationToken cancellation)
    {
        HashSet<ContentHash> used = catalog is null ? [] : [.. await catalog.ListNotebookContentsAsync(cancellation)];
        foreach (var id in await stores.ListAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            used.UnionWith(await FilesInUseAsync(id));
        }

        return used;
    }

    private async Task<IEnumerable<ContentHash>> FilesInUseAsync(Guid projectId)
    {
        if (_open.TryGetValue(projectId, out var opening))
            return WithBound(await (await opening.Value).FilesInUseAsync());
        await using var store = await stores.OpenAsync(projectId, CancellationToken.None);
        return WithBound(await FileReferences.ReadAsync(store));
    }

    /// <summary>Addresses, and the files that are bound to some of them.</summary>
    private HashSet<ContentHash> WithBound(IEnumerable<ContentHash> addresses)
    {
        var all = addresses.ToHashSet();
        all.UnionWith(all.Select(files.Bound).OfType<ContentHash>().ToList());
        return all;
    }
}

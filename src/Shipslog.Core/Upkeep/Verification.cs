using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Upkeep;

/// <summary>
/// Reads everything that a data folder holds and checks it: the databases' own structure, the checksum and the meaning of every log entry, run document and chunk,
/// and the hash of every file. It writes nothing, and works beside a server; what a server removes meanwhile is not reported as missing.
/// </summary>
/// <param name="catalog">The accounts and projects.</param>
/// <param name="stores">The projects' stores.</param>
/// <param name="files">The files.</param>
public sealed class Verification(ICatalog catalog, IProjectStores stores, IFileStore files)
{
    /// <summary>Reads and checks everything. Memory: the addresses of the files, one run document and one chunk at a time.</summary>
    public async Task<VerificationReport> RunAsync(CancellationToken cancellation = default)
    {
        var damage = new List<string>();
        damage.AddRange((await catalog.FindDamageAsync(cancellation)).Select(problem => $"The catalog: {problem}"));
        var names = (await catalog.ListProjectsAsync(null, cancellation)).ToDictionary(one => one.Project.Id, one => one.Project.QualifiedName);
        var present = List();
        var used = new HashSet<ContentHash>(await catalog.ListNotebookContentsAsync(cancellation));
        var projects = new List<ProjectVerification>();
        foreach (var id in await stores.ListAsync(cancellation))
        {
            var checking = new StoreVerification(id, names.GetValueOrDefault(id) ?? id.ToString(), file => present.ContainsKey(file.Hash) || IsThere(file.Hash));
            projects.Add(await checking.RunAsync(stores, cancellation));
            used.UnionWith(checking.Files);
        }

        used.UnionWith(used.Where(address => !present.ContainsKey(address)).Select(files.Bound).OfType<ContentHash>().ToList());
        foreach (var hash in present.Keys)
        {
            if (await FindDamageAsync(hash, cancellation) is { } problem)
                damage.Add(problem);
        }

        var unused = present.Where(file => !used.Contains(file.Key)).ToList();
        return new VerificationReport(projects, present.Count, present.Values.Sum(), unused.Count, unused.Sum(file => file.Value), damage);
    }

    private Dictionary<ContentHash, long> List()
    {
        var found = new Dictionary<ContentHash, long>();
        foreach (var (hash, bytes, _) in files.List())
            found[hash] = bytes;
        return found;
    }

    /// <summary>A file may have been stored after all were listed.</summary>
    private bool IsThere(ContentHash hash)
    {
        try
        {
            using var content = files.OpenRead(hash);
            return content is not null;
        }
        catch (ShipslogException)
        {
            return true; // Damaged, which is told of the file itself.
        }
    }

    private async Task<string?> FindDamageAsync(ContentHash hash, CancellationToken cancellation)
    {
        try
        {
            await using var content = files.OpenRead(hash);
            if (content is null)
                return null; // Deleted since it was listed.
            await content.CopyToAsync(Stream.Null, cancellation); // The store compares.
            return null;
        }
        catch (ShipslogException failure) when (failure.Code == "damaged")
        {
            return failure.Message;
        }
        catch (Exception failure) when (failure is ShipslogException or IOException)
        {
            return $"The file {hash} can't be read: {failure.Message}";
        }
    }
}

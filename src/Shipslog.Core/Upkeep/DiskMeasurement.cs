using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Upkeep;

/// <summary>Measures what a data folder takes on the disk, from what is stored. Points still in the log count only in their database's size.</summary>
/// <param name="catalog">The projects' names.</param>
/// <param name="stores">The projects' stores.</param>
/// <param name="files">The files.</param>
public sealed class DiskMeasurement(ICatalog catalog, IProjectStores stores, IFileStore files)
{
    /// <summary>Measures all projects; reads every run document, and of points only those of file series.</summary>
    /// <exception cref="ShipslogException">Unavailable: a store can't be read; <c>shipslog verify</c> tells more.</exception>
    public async Task<DiskReport> RunAsync(CancellationToken cancellation = default)
    {
        var names = (await catalog.ListProjectsAsync(null, cancellation)).ToDictionary(one => one.Project.Id, one => one.Project.QualifiedName);
        var projects = new List<ProjectDisk>();
        foreach (var id in await stores.ListAsync(cancellation))
        {
            await using var store = await stores.OpenAsync(id, cancellation);
            projects.Add(await new StoreMeasurement(store).RunAsync(id, names.GetValueOrDefault(id) ?? id.ToString(), cancellation));
        }

        var space = files.Space();
        return new DiskReport(
            space?.TotalBytes, space?.FreeBytes, files.List().Sum(file => file.SizeBytes), [.. projects.OrderByDescending(project => project.TotalBytes)]);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Upkeep;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>What takes the space on the disk, for administrators.</summary>
internal static class DiskRoutes
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/admin/disk", ReadAsync).Requires(Permission.AdministerServer);

    private static async Task<Ok<DiskMessage>> ReadAsync(DiskMeasurement measurement, CancellationToken cancellation)
    {
        var report = await measurement.RunAsync(cancellation);
        return TypedResults.Ok(new DiskMessage(report.CapacityBytes, report.FreeBytes, report.FileBytes, [.. report.Projects.Select(ToWire)]));
    }

    private static ProjectDiskMessage ToWire(ProjectDisk project) => new(
        project.Name, project.TotalBytes, project.DatabaseBytes, project.FileBytes, project.Runs, ToWire(project.Kinds), ToWire(project.Owners),
        [.. project.LargestRuns.Select(run => new RunDiskMessage(run.ShortId, run.Owner, run.IsTrashed, run.Bytes))]);

    private static DiskShareMessage[] ToWire(IEnumerable<DiskShare> shares) => [.. shares.Select(share => new DiskShareMessage(share.Name, share.Bytes))];
}

/// <summary>What the data folder takes, in bytes.</summary>
/// <param name="CapacityBytes">Size of the disk.</param>
/// <param name="FreeBytes">Free on the disk.</param>
/// <param name="FileBytes">Stored files, each once.</param>
/// <param name="Projects">Largest first.</param>
internal sealed record DiskMessage(long? CapacityBytes, long? FreeBytes, long FileBytes, ProjectDiskMessage[] Projects);

/// <summary>What a project takes; files that several runs share count for each in the shares, once in the sums.</summary>
internal sealed record ProjectDiskMessage(
    string Project, long TotalBytes, long DatabaseBytes, long FileBytes, int Runs, DiskShareMessage[] Kinds, DiskShareMessage[] Owners, RunDiskMessage[] LargestRuns);

/// <summary>A kind of attribute or an owner, with its bytes.</summary>
internal sealed record DiskShareMessage(string Name, long Bytes);

/// <summary>A run with its bytes.</summary>
internal sealed record RunDiskMessage(string Run, string Owner, bool IsTrashed, long Bytes);

using Shipslog.Core.Upkeep;

namespace Shipslog.Tests.Core.Upkeep;

public sealed class DiskMeasurementTests
{
    [Fact]
    public async Task A_project_is_measured_by_kind_owner_and_run()
    {
        await using var stored = await StoredProject.CreateAsync();

        var report = await new DiskMeasurement(stored.Catalog, stored.Stores, stored.Files).RunAsync();

        var project = Assert.Single(report.Projects);
        Assert.Equal(("team/digits", 6600, 6600), (project.Name, project.FileBytes, report.FileBytes));
        Assert.Equal(new FileInfo(stored.Database).Length, project.DatabaseBytes, 200_000.0); // The write-ahead log comes and goes.
        Assert.Equal((6000, 400), (Bytes(project.Kinds, "file"), Bytes(project.Kinds, "fileSet")));
        Assert.InRange(Bytes(project.Kinds, "fileSeries"), 201, 1000); // The two files, and the chunks that name them.
        Assert.InRange(Bytes(project.Kinds, "floatSeries"), 1000, 2 * 9 * StoredProject.Points);
        Assert.Equal(["ann", "bob"], project.Owners.Select(owner => owner.Name).Where(name => name.Length == 3).Order());
        Assert.Equal(["DIG-1", "DIG-2"], project.LargestRuns.Take(2).Select(run => run.ShortId).Order());
        Assert.Equal(project.Owners.Sum(owner => owner.Bytes), project.Kinds.Sum(kind => kind.Bytes));
        Assert.Equal(project.LargestRuns.Sum(run => run.Bytes), project.Kinds.Sum(kind => kind.Bytes));
    }

    private static long Bytes(IEnumerable<DiskShare> shares, string name) => shares.Single(share => share.Name == name).Bytes;
}

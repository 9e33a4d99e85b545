using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Upkeep;

namespace Shipslog.Tests.Core.Upkeep;

/// <summary>Every kind of damage that a disk can do is found and named, and nothing is named that is well.</summary>
public sealed class VerificationTests
{
    [Fact]
    public async Task A_sound_folder_is_counted_and_called_sound()
    {
        await using var stored = await StoredProject.CreateAsync();

        var report = await VerifyAsync(stored);

        Assert.True(report.IsSound);
        var project = Assert.Single(report.Projects);
        Assert.Equal("team/digits", project.Name);
        Assert.Equal(3, project.Runs); // Two runs, and the project's own attributes.
        Assert.Equal(2 * (StoredProject.Points + 3), project.Points);
        Assert.Equal((6, 6600, 0), (report.Files, report.FileBytes, report.UnusedFiles));
    }

    [Fact]
    public async Task A_fork_and_a_rewound_run_are_sound_also_when_the_parent_is_gone()
    {
        await using var stored = await StoredProject.CreateAsync();
        await using (var tracker = stored.Open())
        {
            var engine = await tracker.OpenAsync(stored.Project);
            var parent = engine.Find("DIG-1")!;
            var child = (await engine.CreateAsync(new NewRun(HolderKind.Run, "ann", Fork: new NewFork(parent.Id, new Step(5000))))).Run;
            await AppendAsync(engine, child, 5001);
            await engine.ApplyAsync(new RunBatch(child.Id, [new RunOperation.Rewind(new Step(100))]));
            await AppendAsync(engine, child, 101);
            await engine.PurgeAsync([parent.Id]);
        }

        var report = await VerifyAsync(stored);

        Assert.Equal([], report.Projects.SelectMany(project => project.Damage));
        Assert.True(report.IsSound);
    }

    [Fact]
    public async Task A_flipped_bit_of_a_chunk_is_found_with_the_name_of_its_series()
    {
        await using var stored = await StoredProject.CreateAsync();
        stored.Execute("update chunk set data = cast(substr(data, 1, 20) || x'55' || substr(data, 22) as blob) " + Loss);

        var problem = Assert.Single(Assert.Single((await VerifyAsync(stored)).Projects).Damage);

        Assert.StartsWith($"A chunk of loss of run DIG-1, steps {Full} to {(2 * Full) - 1}: A stored chunk cannot be read: its checksum is wrong", problem);
    }

    [Fact]
    public async Task A_truncated_chunk_and_a_summary_of_other_points_are_found()
    {
        await using var stored = await StoredProject.CreateAsync();
        stored.Execute("update chunk set data = cast(substr(data, 1, 100) as blob) " + Loss);
        stored.Execute($"update chunk set summary = (select summary from chunk where count = {Full} limit 1) where count = {StoredProject.LastChunk} and run_key = (select max(run_key) from chunk)");

        var damage = Assert.Single((await VerifyAsync(stored)).Projects).Damage;

        Assert.Equal(2, damage.Count);
        Assert.StartsWith($"A chunk of loss of run DIG-2, steps {2 * Full} to {StoredProject.Points - 1}: The summary", damage[1]);
    }

    [Fact]
    public async Task A_damaged_document_and_a_damaged_log_entry_are_found_and_the_rest_is_checked_on()
    {
        await using var stored = await StoredProject.CreateAsync();
        stored.Execute("update run_doc set document = cast(substr(document, 1, 30) as blob) where run_key = (select max(run_key) from run_doc)");
        stored.Execute("insert into log values(1000000, 1, x'0102')");

        var project = Assert.Single((await VerifyAsync(stored)).Projects);

        Assert.Equal(2, project.Damage.Count);
        Assert.StartsWith("Log entry 1000000: A stored log entry cannot be read", project.Damage[0]);
        Assert.Contains("The document of run number", project.Damage[1]);
        Assert.Equal(1, project.LogEntries);
        Assert.True(project.Points >= 2 * StoredProject.Points);
    }

    [Fact]
    public async Task Changed_missing_and_unused_files_are_told_apart()
    {
        await using var stored = await StoredProject.CreateAsync();
        using (var file = File.OpenWrite(stored.PathOf(stored.Stored[0])))
            file.WriteByte(99);
        File.Delete(stored.PathOf(stored.Stored[1]));
        File.Delete(stored.PathOf(stored.Stored[2]));
        await stored.Files.PutAsync(new MemoryStream([1, 2, 3]), 10, default);

        var report = await VerifyAsync(stored);

        Assert.StartsWith($"The file {stored.Stored[0]} is damaged", Assert.Single(report.Damage));
        Assert.Equal(
            [$"The file {stored.Stored[1]} (file2) is missing; set of run DIG-1 refers to it.", $"The file {stored.Stored[2]} (file3) is missing; images of run DIG-1 refers to it."],
            Assert.Single(report.Projects).Damage.OrderBy(problem => problem.Contains("images", StringComparison.Ordinal)));
        Assert.Equal((5, 1, 3), (report.Files, report.UnusedFiles, report.UnusedFileBytes));
    }

    [Fact]
    public async Task A_file_that_only_superseded_entries_of_the_log_refer_to_may_be_gone()
    {
        await using var stored = await StoredProject.CreateAsync();
        await using var tracker = stored.Open();
        var engine = await tracker.OpenAsync(stored.Project);
        var (one, two) = (engine.Find("DIG-1")!, engine.Find("DIG-2")!);
        var other = new StoredFile(stored.Stored[3], 3000, "other", "text/plain");
        await engine.ApplyAsync(new RunBatch(one.Id, [
            new RunOperation.Assign(new AttributePath("model"), new AttributeValue.File(other)),
            new RunOperation.ChangeFileSet(new AttributePath("set"), [new FileSetEntry("a.txt", other, 0)], []),
            new RunOperation.ClearSeries(new AttributePath("images"), AttributeKind.FileSeries),
        ]));
        await engine.PurgeAsync([two.Id]);
        stored.Stored.Take(3).ToList().ForEach(hash => File.Delete(stored.PathOf(hash)));

        Assert.Equal([], (await VerifyAsync(stored)).Projects.SelectMany(project => project.Damage));

        File.Delete(stored.PathOf(other.Hash));
        Assert.Single((await VerifyAsync(stored)).Projects.SelectMany(project => project.Damage));
    }

    [Fact]
    public async Task A_database_cut_short_is_reported_and_not_thrown()
    {
        await using var stored = await StoredProject.CreateAsync();
        using (var file = File.OpenWrite(stored.Database))
            file.SetLength(file.Length / 2);

        var report = await VerifyAsync(stored);

        Assert.False(report.IsSound);
        Assert.NotEmpty(Assert.Single(report.Projects).Damage);
    }

    [Fact]
    public async Task Pages_overwritten_with_noise_are_reported_and_not_thrown()
    {
        await using var stored = await StoredProject.CreateAsync();
        var noise = new byte[4096];
        new Random(5).NextBytes(noise);
        using (var file = File.OpenWrite(stored.Database))
        {
            for (var page = 2; page < file.Length / 4096; page += 3)
            {
                file.Position = page * 4096;
                file.Write(noise);
            }
        }

        Assert.False((await VerifyAsync(stored)).IsSound);
    }

    private const int Full = ChunkWriter.MaxPoints;

    private static readonly string Loss =
        $"where count = {Full} and first = (select max(first) from chunk where count = {Full}) and run_key = (select min(run_key) from chunk where count = {Full})";

    private static Task<IngestResult> AppendAsync(ProjectEngine engine, Run run, int step) => engine.ApplyAsync(new RunBatch(run.Id, [
        new RunOperation.AppendFloats(new AttributePath("loss"), new Points<double>(new[] { new Step(step) }, new[] { 0.5 }, new long[1])),
    ]));

    private static Task<VerificationReport> VerifyAsync(StoredProject stored) => new Verification(stored.Catalog, stored.Stores, stored.Files).RunAsync();
}

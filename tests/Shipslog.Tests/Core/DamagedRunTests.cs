using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;
using Shipslog.Tests.Core.Upkeep;

namespace Shipslog.Tests.Core;

/// <summary>Stored bytes of one run that a disk changed: that run is closed, all others are served and written, and nothing that is still there is thrown away.</summary>
public sealed class DamagedRunTests
{
    private static readonly AttributePath Extra = new("extra");

    [Fact]
    public async Task A_damaged_log_entry_closes_its_run_until_it_is_purged_and_the_log_is_kept()
    {
        await using var stored = await StoredProject.CreateAsync();
        await WriteAsync(stored);
        stored.DamageFirstLogEntry();

        for (var start = 0; start < 2; start++)
        {
            await using var tracker = stored.Open();
            var engine = await tracker.OpenAsync(stored.Project);
            var (sick, well) = (engine.Find("DIG-1")!, engine.Find("DIG-2")!);
            Assert.Equal("damaged", (await Assert.ThrowsAsync<ShipslogException>(async () => await engine.ReadAsync(sick.Id))).Code);
            Assert.Equal("damaged", (await Assert.ThrowsAsync<ShipslogException>(() => AssignAsync(engine, sick, 5))).Code);
            Assert.Equal("damaged", (await Assert.ThrowsAsync<ShipslogException>(() => engine.FloatsAsync(new SeriesRef(sick.Id, new AttributePath("loss")), new PointQuery()))).Code);
            Assert.Equal(new AttributeValue.Int(start == 0 ? 2 : 7), (await engine.ReadAsync(well.Id))[Extra.Value]);
            Assert.Empty((await AssignAsync(engine, well, 7)).Rejected);
            await engine.CheckpointAsync();
        }

        Assert.InRange(await EntriesAsync(stored), 2, int.MaxValue);
        await using var last = stored.Open();
        var open = await last.OpenAsync(stored.Project);
        await open.PurgeAsync([open.Find("DIG-1")!.Id]);
        await open.CheckpointAsync();
        Assert.Equal(0, await EntriesAsync(stored));
        Assert.Null(open.Find("DIG-1"));
        Assert.Equal(new AttributeValue.Int(7), (await open.ReadAsync(open.Find("DIG-2")!.Id))[Extra.Value]);
    }

    [Fact]
    public async Task A_damaged_head_is_made_anew_from_the_document()
    {
        await using var stored = await StoredProject.CreateAsync();
        stored.Execute("update run_head set head = cast(substr(head, 1, 8) || x'5a5a' || substr(head, 11) as blob)");

        await using var tracker = stored.Open();
        var engine = await tracker.OpenAsync(stored.Project);

        Assert.Equal(new AttributeValue.Float(0.1), (await engine.ReadAsync(engine.Find("DIG-1")!.Id))["lr"]);
        Assert.Empty((await AssignAsync(engine, engine.Find("DIG-2")!, 1)).Rejected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_document_is_missing_in_tables_and_nothing_else_is(bool allAttributes)
    {
        await using var stored = await StoredProject.CreateAsync();
        stored.Execute("update run_doc set document = cast(substr(document, 1, 12) || x'5a5a' || substr(document, 15) as blob) where run_key = (select min(run_key) from chunk)");

        await using var tracker = stored.Open();
        var engine = await tracker.OpenAsync(stored.Project);
        var page = await engine.QueryAsync(new RunQuery(
            RunFilter.Everything, [new RunSort(new AttributeRef("lr"), Descending: false)], allAttributes ? null : [new AttributeRef("lr")], 0, 10));

        Assert.Equal(["DIG-2", "DIG-1"], page.Rows.Select(row => row.Run.ShortId));
        await Assert.ThrowsAsync<ShipslogException>(async () => await engine.ReadAsync(engine.Find("DIG-1")!.Id));
    }

    [Fact]
    public async Task Files_stay_while_nobody_knows_what_a_damaged_entry_refers_to()
    {
        await using var stored = await StoredProject.CreateAsync();
        await WriteAsync(stored);
        stored.DamageFirstLogEntry();

        await using var tracker = stored.Open();
        var engine = await tracker.OpenAsync(stored.Project);
        stored.Clock.Advance(TimeSpan.FromHours(1));
        await engine.PurgeAsync([engine.Find("DIG-2")!.Id]);

        Assert.All(stored.Stored, hash => Assert.True(File.Exists(stored.PathOf(hash))));
    }

    /// <summary>Two entries, one a run, that stay in the log: the program is killed.</summary>
    private static async Task WriteAsync(StoredProject stored)
    {
        var copy = Directory.CreateTempSubdirectory("shipslog-killed").FullName;
        await using (var tracker = stored.Open())
        {
            var engine = await tracker.OpenAsync(stored.Project);
            await AssignAsync(engine, engine.Find("DIG-1")!, 1);
            await AssignAsync(engine, engine.Find("DIG-2")!, 2);
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(stored.Database)!))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        foreach (var file in Directory.GetFiles(copy))
            File.Copy(file, Path.Combine(Path.GetDirectoryName(stored.Database)!, Path.GetFileName(file)), overwrite: true);
        Directory.Delete(copy, recursive: true);
    }

    private static Task<IngestResult> AssignAsync(ProjectEngine engine, Run run, int value) =>
        engine.ApplyAsync(new RunBatch(run.Id, [new RunOperation.Assign(Extra, new AttributeValue.Int(value))]));

    private static async Task<int> EntriesAsync(StoredProject stored)
    {
        await using var store = await stored.Stores.OpenAsync(stored.Project.Id, default);
        return await store.ReadLogAsync(0, default).CountAsync();
    }
}

using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Upkeep;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core.Upkeep;

public sealed class FolderBackupTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("shipslog-backup-").FullName;
    private readonly TestClock _clock = new();

    private string Backup => Path.Combine(_target, "backup");

    private string Restored => Path.Combine(_target, "restored");

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public async Task A_backup_of_a_folder_in_use_is_restored_with_everything_acknowledged_before_it()
    {
        await using var stored = await StoredProject.CreateAsync();
        await using var tracker = stored.Open();
        var engine = await tracker.OpenAsync(stored.Project);
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, "ann"))).Run;
        using var ending = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var step = 0; !ending.IsCancellationRequested; step++)
                await engine.ApplyAsync(Point(run, step));
        });
        await engine.ApplyAsync(Point(run, -1));

        var made = FolderBackup.Make(stored.Folder, Backup, _clock);
        await ending.CancelAsync();
        await writing;
        FolderBackup.Restore(Backup, Restored, _clock);

        Assert.Equal((2, 6), (made.Databases, made.Files));
        await using var catalog = new Catalog(Restored);
        var report = await new Verification(catalog, new SqliteProjectStores(Restored), new FolderFileStore(Restored, _clock)).RunAsync();
        Assert.True(report.IsSound);
        Assert.Equal((6, 0), (report.Files, report.UnusedFiles));
        await using var again = new Shipslog.Core.Tracker(
            new SqliteProjectStores(Restored), new FolderFileStore(Restored, _clock), _clock, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var copy = await again.OpenAsync(stored.Project);
        Assert.NotNull((await copy.ReadAsync(run.Id))["loss"]);
        Assert.False(File.Exists(Path.Combine(Restored, "backup")));
    }

    [Fact]
    public async Task A_second_backup_takes_only_what_is_new()
    {
        await using var stored = await StoredProject.CreateAsync();
        FolderBackup.Make(stored.Folder, Backup, _clock);
        await stored.Files.PutAsync(new MemoryStream([1, 2, 3]), 10, default);

        Assert.Equal(1, FolderBackup.Make(stored.Folder, Backup, _clock).Files);
    }

    [Fact]
    public async Task A_backup_that_was_cut_off_is_not_restored_and_is_finished_by_doing_it_again()
    {
        await using var stored = await StoredProject.CreateAsync();
        Directory.CreateDirectory(Backup);
        await File.WriteAllTextAsync(Path.Combine(Backup, "backup"), "unfinished\n");
        await File.WriteAllTextAsync(Path.Combine(Backup, "meta.db.part"), "half");

        Assert.Equal("no-backup", Assert.Throws<ShipslogException>(() => FolderBackup.Restore(Backup, Restored, _clock)).Code);
        FolderBackup.Make(stored.Folder, Backup, _clock);
        FolderBackup.Restore(Backup, Restored, _clock);

        Assert.False(File.Exists(Path.Combine(Backup, "meta.db.part")));
    }

    [Fact]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        await using var stored = await StoredProject.CreateAsync();
        FolderBackup.Make(stored.Folder, Backup, _clock);

        Assert.Equal("target-in-use", Assert.Throws<ShipslogException>(() => FolderBackup.Make(Backup, stored.Folder, _clock)).Code);
        Assert.Equal("target-in-use", Assert.Throws<ShipslogException>(() => FolderBackup.Restore(Backup, stored.Folder, _clock)).Code);
        Assert.Equal("no-backup", Assert.Throws<ShipslogException>(() => FolderBackup.Restore(stored.Folder, Restored, _clock)).Code);
        Assert.Equal("no-data", Assert.Throws<ShipslogException>(() => FolderBackup.Make(Path.Combine(_target, "nothing"), Backup, _clock)).Code);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_not_copied()
    {
        await using var stored = await StoredProject.CreateAsync();
        using (var file = File.OpenWrite(stored.PathOf(stored.Stored[0])))
            file.WriteByte(99);

        var failure = Assert.Throws<ShipslogException>(() => FolderBackup.Make(stored.Folder, Backup, _clock));

        Assert.Contains(stored.Stored[0].Hex, failure.Message);
        Assert.False(File.Exists(Path.Combine(Backup, "meta.db")));
    }

    private static RunBatch Point(Run run, int step) => new(run.Id, [
        new RunOperation.AppendFloats(new AttributePath("loss"), new Points<double>(new[] { new Step(step) }, new double[] { step }, new long[1])),
    ]);
}

using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

/// <summary>The log's files: what crashes, disks and people do to them.</summary>
public sealed class ProjectLogTests : IDisposable
{
    private const int Groups = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-log-").FullName;
    private readonly Guid _project = Guid.NewGuid();

    private SqliteProjectStores Stores => new(_folder);

    private string Folder => Path.GetDirectoryName(Path.Combine(_folder, SqliteProjectStores.PathOf(_project)))!;

    private IReadOnlyList<string> Files => ProjectLog.Files(Folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Names_and_answers_are_there_again_before_any_checkpoint()
    {
        await using (var store = await OpenAsync())
            await store.AppendAsync(new LogGroup([new LogEntry(1, 3, Payload(1))], [new AttributeName(1, "אובדן"), new AttributeName(2, "b")], [("asked", [7, 8]), ("שוב", [])], 86_400_000), default);

        await using var again = await OpenAsync();

        Assert.Equal([new AttributeName(1, "אובדן"), new AttributeName(2, "b")], await again.ReadNamesAsync(default).ToListAsync());
        Assert.Equal(new byte[] { 7, 8 }, await again.FindRequestAsync("asked", default));
        Assert.Equal(Array.Empty<byte>(), await again.FindRequestAsync("שוב", default));
        await again.CheckpointAsync(new Checkpoint([], [], [], [], 1), default);
        Assert.Empty(Files);
        Assert.Equal(2, await again.ReadNamesAsync(default).CountAsync());
        Assert.Equal(new byte[] { 7, 8 }, await again.FindRequestAsync("asked", default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(150)]
    public async Task A_last_group_that_a_crash_tore_is_cut_off_and_the_log_goes_on(int missing)
    {
        await WriteAsync();
        var (path, bytes) = (Files[0], await File.ReadAllBytesAsync(Files[0]));
        await File.WriteAllBytesAsync(path, bytes[..^missing]);

        await using (var store = await OpenAsync())
        {
            Assert.Equal(Groups - 1, await EntriesAsync(store));
            Assert.Empty(await store.FindDamageAsync(default));
            await AppendAsync(store, Groups);
            Assert.Equal(Groups, await EntriesAsync(store));
        }

        await using var again = await OpenAsync();
        Assert.Equal(Groups, await EntriesAsync(again));
        Assert.Equal(2, Files.Count);
    }

    [Fact]
    public async Task Zeros_and_rubbish_after_the_last_group_are_no_damage()
    {
        await WriteAsync();
        var bytes = await File.ReadAllBytesAsync(Files[0]);
        await File.WriteAllBytesAsync(Files[0], [.. bytes, .. "SLOG"u8, .. new byte[5000]]);

        await using var store = await OpenAsync();

        Assert.Equal(Groups, await EntriesAsync(store));
        await AppendAsync(store, Groups + 1);
        Assert.Equal(bytes.Length, new FileInfo(Files[0]).Length);
        Assert.Equal(Groups + 1, await EntriesAsync(store));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task After_a_flipped_bit_every_other_entry_is_there_or_the_log_is_refused(int seed)
    {
        await WriteAsync();
        var random = new Random(seed);
        var bytes = await File.ReadAllBytesAsync(Files[0]);
        bytes[random.Next(bytes.Length * 9 / 10)] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(Files[0], bytes);

        try
        {
            await using var store = await OpenAsync();
            var entries = await store.ReadLogAsync(0, default).ToListAsync();
            Assert.Equal(Enumerable.Range(1, Groups).Select(number => (long)number), entries.Select(entry => entry.Sequence));
            Assert.Single(entries, entry => !entry.Payload.Span.SequenceEqual(Payload((int)entry.Sequence)));
            Assert.StartsWith("Log entries ", Assert.Single(await store.FindDamageAsync(default)));
        }
        catch (ShipslogException refused)
        {
            Assert.Equal((Failure.Unavailable, "A log file of the data folder is damaged."), (refused.Failure, refused.Message));
        }
    }

    [Fact]
    public async Task A_damaged_head_between_groups_is_told_and_not_taken_for_the_end()
    {
        await WriteAsync();
        var bytes = await File.ReadAllBytesAsync(Files[0]);
        bytes[9] ^= 1; // Of the first group's sequence number.
        await File.WriteAllBytesAsync(Files[0], bytes);

        var refused = await Assert.ThrowsAsync<ShipslogException>(OpenAsync);

        Assert.Equal("A log file of the data folder is damaged.", refused.Message);
        Assert.Equal("log.0000000001 at byte 0.", refused.Hint);
    }

    [Fact]
    public async Task Long_logs_have_many_files_which_go_when_a_checkpoint_has_them_and_nobody_copies_them()
    {
        await using var store = await OpenAsync();
        for (var number = 1; number <= 9; number++)
            await store.AppendAsync(new LogGroup([new LogEntry(number, 1, new byte[6 << 20])], [], [], 0), default);
        Assert.Equal(3, Files.Count);

        await store.CheckpointAsync(new Checkpoint([], [], [], [], 4), default);
        Assert.Equal(2, Files.Count);
        Assert.Equal(5, await EntriesAsync(store));
        using (ProjectLog.Hold(Folder))
            await store.CheckpointAsync(new Checkpoint([], [], [], [], 9), default);
        Assert.Equal(2, Files.Count);
        Assert.Equal(0, await EntriesAsync(store));

        await store.CheckpointAsync(new Checkpoint([], [], [], [], 9), default);

        Assert.Empty(Files);
        await AppendAsync(store, 10);
        Assert.Equal(1, await EntriesAsync(store));
    }

    [Fact]
    public async Task A_file_that_is_missing_is_told()
    {
        await using (var store = await OpenAsync())
        {
            for (var number = 1; number <= 9; number++)
                await store.AppendAsync(new LogGroup([new LogEntry(number, 1, new byte[6 << 20])], [], [], 0), default);
        }

        var files = Files;
        File.Move(files[1], files[1] + ".away");
        Assert.Equal("Entries after 3 are missing before 7 in log.0000000003.", (await Assert.ThrowsAsync<ShipslogException>(OpenAsync)).Hint);
        File.Move(files[1] + ".away", files[1]);
        File.Delete(files[0]);
        Assert.Equal("Entries after 0 are missing before 4 in log.0000000002.", (await Assert.ThrowsAsync<ShipslogException>(OpenAsync)).Hint);
    }

    [Fact]
    public async Task An_append_that_fails_leaves_the_log_as_it_was()
    {
        await using var store = await OpenAsync();
        var away = Folder + "-away";
        Directory.Move(Folder, away);

        Assert.Equal(Failure.Unavailable, await FileStoreContract.FailureOf(() => AppendAsync(store, 1)));
        Directory.Move(away, Folder);

        Assert.Equal(0, await EntriesAsync(store));
        await AppendAsync(store, 1);
        Assert.Equal(1, await EntriesAsync(store));
    }

    [Fact]
    public async Task A_log_that_an_earlier_program_kept_in_the_database_is_read_before_the_files()
    {
        await using (var store = await OpenAsync())
        {
            using var old = new PreparedConnection(Path.Combine(_folder, SqliteProjectStores.PathOf(_project)), "pragma synchronous=full");
            for (var number = 1; number <= 3; number++)
                old.Prepare("insert into log values(?1,1,?2)").Bind(number).Bind(Payload(number)).Run();
        }

        await using (var store = await OpenAsync())
        {
            await AppendAsync(store, 4);
            Assert.Equal(4, await EntriesAsync(store));
        }

        await using var again = await OpenAsync();
        Assert.Equal([1L, 2L, 3L, 4L], (await again.ReadLogAsync(0, default).ToListAsync()).Select(entry => entry.Sequence));
        await again.CheckpointAsync(new Checkpoint([], [], [], [], 4), default);
        Assert.Equal(0, await EntriesAsync(again));
    }

    [Fact]
    public async Task A_backup_has_what_is_only_in_the_log()
    {
        DataFolder.Lock(_folder).Dispose();
        await new Catalog(_folder).DisposeAsync();
        var (target, restored) = (_folder + "-backup", _folder + "-restored");
        try
        {
            await using (var store = await OpenAsync())
            {
                await AppendAsync(store, 1);
                FolderBackup.Make(_folder, target, TimeProvider.System);
                await AppendAsync(store, 2);
                await store.CheckpointAsync(new Checkpoint([], [], [], [], 1), default);
                FolderBackup.Make(_folder, target, TimeProvider.System);
            }

            FolderBackup.Restore(target, restored, TimeProvider.System);
            await using var copy = await new SqliteProjectStores(restored).OpenAsync(_project, default);
            Assert.Equal(2, Assert.Single(await copy.ReadLogAsync(0, default).ToListAsync()).Sequence);
        }
        finally
        {
            foreach (var folder in new[] { target, restored }.Where(Directory.Exists))
                Directory.Delete(folder, recursive: true);
        }
    }

    private Task<IProjectStore> OpenAsync() => Stores.OpenAsync(_project, default);

    private async Task WriteAsync()
    {
        await using var store = await OpenAsync();
        for (var number = 1; number <= Groups; number++)
            await AppendAsync(store, number);
    }

    private static Task AppendAsync(IProjectStore store, int number) =>
        store.AppendAsync(new LogGroup([new LogEntry(number, 1, Payload(number))], [], [($"r{number}", [1])], 0), default);

    private static byte[] Payload(int number)
    {
        var payload = new byte[100 + number];
        new Random(number).NextBytes(payload);
        return payload;
    }

    private static async Task<int> EntriesAsync(IProjectStore store) => await store.ReadLogAsync(0, default).CountAsync();
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

/// <summary>Opening a folder that another version of the program wrote.</summary>
public sealed class FolderFormatTests : IDisposable
{
    private static readonly Guid[] Projects = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
    private const string Old = "insert into meta values('checkpoint', 7); insert into request values('asked', 1790000000000, x'01'); insert into chunk values(3, 4, x'bff000000000000080', x'bff000000000000080', 1, x'', x'0203')";
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-format-").FullName;
    private readonly List<string> _told = [];

    private static string Current => FolderFormat.Current.ToString(CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_folder_gets_the_number_of_its_format_and_no_snapshot()
    {
        Open();

        Assert.Equal(Current, Format());
        Assert.False(Directory.Exists(At("snapshots")));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task An_old_folder_is_upgraded_with_all_its_data_after_a_snapshot()
    {
        MakeOldFolder();

        Open();

        Assert.Equal(Current, Format());
        Assert.Equal(2, _told.Count);
        foreach (var id in Projects)
        {
            Assert.Equal(1, Number(At("snapshots/format-0", SqliteProjectStores.PathOf(id)), "pragma user_version"));
            Assert.Equal(7, Number(At("snapshots/format-0", SqliteProjectStores.PathOf(id)), "select value from meta"));
            Assert.Equal(Migrations.Count("project"), Number(At(SqliteProjectStores.PathOf(id)), "pragma user_version"));
            Assert.Equal(2, Number(At(SqliteProjectStores.PathOf(id)), "pragma auto_vacuum"));
            await using var store = await new SqliteProjectStores(_folder).OpenAsync(id, default);
            Assert.Equal(7, await store.ReadCheckpointSequenceAsync(default));
            Assert.Equal(new byte[] { 1 }, await store.FindRequestAsync("asked", default));
            var chunk = Assert.Single(await store.ReadAllChunksAsync(default).ToListAsync());
            Assert.Equal((new SeriesKey(3, 4), new Step(1), 1), (chunk.Head.Series, chunk.Head.First, chunk.Head.Count));
            Assert.Equal(new byte[] { 2, 3 }, chunk.Data.ToArray());
        }

        Assert.Equal(1, Number(At("snapshots/format-0/meta.db"), "pragma user_version"));
        Assert.Equal(Migrations.Count("catalog"), Number(At("meta.db"), "pragma user_version"));
        await using var catalog = new Catalog(_folder);
        Assert.Equal("kept", await catalog.FindSettingAsync("old"));
    }

    [Fact]
    public void An_upgrade_that_was_killed_goes_on_and_keeps_the_first_snapshot()
    {
        MakeOldFolder();
        Open();
        File.Delete(At("format"));
        File.Delete(At(SqliteProjectStores.PathOf(Projects[1])));
        MakeOld(SqliteProjectStores.PathOf(Projects[1]), "project", Old);
        var snapshot = File.GetLastWriteTimeUtc(At("snapshots/format-0/meta.db"));

        Open();

        Assert.Equal(Current, Format());
        Assert.Equal(Migrations.Count("project"), Number(At(SqliteProjectStores.PathOf(Projects[1])), "pragma user_version"));
        Assert.Equal(snapshot, File.GetLastWriteTimeUtc(At("snapshots/format-0/meta.db")));
    }

    [Fact]
    public void Half_a_snapshot_is_made_anew()
    {
        MakeOldFolder();
        Directory.CreateDirectory(At("snapshots/format-0.part"));
        File.WriteAllText(At("snapshots/format-0.part/meta.db"), "half");

        Open();

        Assert.Equal(1, Number(At("snapshots/format-0/meta.db"), "pragma user_version"));
        Assert.False(Directory.Exists(At("snapshots/format-0.part")));
    }

    [Fact]
    public void A_folder_of_a_newer_program_is_refused_in_one_line_and_left_as_it_is()
    {
        Open();
        var newer = (FolderFormat.Current + 1).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(At("format"), newer + "\n");

        var refused = Assert.Throws<ShipslogException>(Open);
        Assert.Throws<ShipslogException>(() => DataFolder.Prepare(_folder));

        Assert.Equal($"The data folder was written by a newer version of Shipslog (format {newer}; this program writes {Current}).", refused.Message);
        Assert.Equal(newer, Format());
        using var free = new FileStream(At("shipslog.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        Open();
        Execute(SqliteProjectStores.PathOf(Projects[0]), $"pragma user_version = {Migrations.Count("project") + 1}");

        var refused = await Assert.ThrowsAsync<ShipslogException>(() => new SqliteProjectStores(_folder).OpenAsync(Projects[0], default));

        Assert.Equal("newer-format", refused.Code);
    }

    [Fact]
    public void A_format_that_is_no_number_is_refused()
    {
        Open();
        File.WriteAllText(At("format"), "seven");

        Assert.Equal("format-unreadable", Assert.Throws<ShipslogException>(Open).Code);
    }

    [Fact]
    public async Task A_command_beside_a_server_of_the_same_version_needs_no_lock()
    {
        using var server = DataFolder.Lock(_folder);

        DataFolder.Prepare(_folder);

        File.Delete(At("format"));
        await new Catalog(_folder).DisposeAsync();
        Assert.Equal("folder-in-use", Assert.Throws<ShipslogException>(() => DataFolder.Prepare(_folder)).Code);
    }

    [Fact]
    public async Task Deleting_a_run_gives_its_pages_back_to_the_disk()
    {
        await using var store = await new SqliteProjectStores(_folder).OpenAsync(Projects[0], default);
        var data = new byte[8192];
        Random.Shared.NextBytes(data);
        for (var run = 1; run <= 2; run++)
        {
            for (var slice = 0; slice < 20; slice++)
            {
                var chunks = Enumerable.Range(0, 100).Select(i => new Chunk(
                    new ChunkHead(new SeriesKey(run, i), new Step(slice), new Step(slice), 1, Array.Empty<byte>()), data));
                await store.CheckpointAsync(new Checkpoint([], [], [.. chunks], [], null), default);
            }
        }

        var before = OnDisk(Projects[0]);
        var freed = await store.DeleteRunAsync(1, false, [], default);
        var after = OnDisk(Projects[0]);

        Assert.Equal(2000 * 8192, freed);
        Assert.True(before - after > freed, $"{before} bytes before, {after} after, {freed} freed");
        Assert.Equal(20, (await store.ReadChunkHeadsAsync(new SeriesKey(2, 99), new Step(0), new Step(99), 99, default)).Count);
    }

    /// <summary>Bytes of a project's database with its write-ahead log.</summary>
    private long OnDisk(Guid id) => new DirectoryInfo(Path.GetDirectoryName(At(SqliteProjectStores.PathOf(id)))!).EnumerateFiles().Sum(file => file.Length);

    private void Open() => DataFolder.Lock(_folder, _told.Add).Dispose();

    private string At(params string[] path) => Path.Combine([_folder, .. path]);

    private string Format() => File.ReadAllText(At("format")).TrimEnd('\n');

    /// <summary>A folder as the first program left it: one script in each database, no number of its format.</summary>
    private void MakeOldFolder()
    {
        MakeOld("meta.db", "catalog", "insert into settings(name, value) values('old', 'kept')");
        foreach (var id in Projects)
            MakeOld(SqliteProjectStores.PathOf(id), "project", Old);
    }

    private void MakeOld(string path, string kind, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        using var connection = Connect(At(path));
        Migrations.Run(connection, kind, upTo: 1);
        Execute(connection, sql);
    }

    private void Execute(string path, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        using var connection = Connect(At(path));
        Execute(connection, sql);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(string path, string sql)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}

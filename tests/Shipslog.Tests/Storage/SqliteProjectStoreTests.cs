using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;
using SQLitePCL;

namespace Shipslog.Tests.Storage;

public sealed class SqliteProjectStoreTests : ProjectStoreContract, IRunsOn<SqliteProjectStore>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-store").FullName;

    public SqliteProjectStoreTests() => Stores = new SqliteProjectStores(_folder);

    protected override IProjectStores Stores { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_chunk_is_found_without_reading_others()
    {
        var path = Path.Combine(_folder, "found.db");
        await using var store = new SqliteProjectStore(path);
        var series = new SeriesKey(1, 1);
        Chunk[] chunks = [.. Enumerable.Range(0, 300).Select(i => new Chunk(new ChunkHead(series, new Step(i), new Step(i), 1, new byte[77]), new byte[32_000]))];
        await store.CheckpointAsync(new Checkpoint([], [], chunks, [], null), default);
        using var reader = new PreparedConnection(path, "pragma query_only=on");

        var found = reader.Prepare(SqliteProjectStore.ChunkAt).Bind(1).Bind(1).Bind(new Step(150)).Bind(new Step(150));
        Assert.True(found.Next());
        Assert.Equal(32_000, found.Blob(4).Length);

        _ = raw.sqlite3_db_status(reader.Connection.Handle, raw.SQLITE_DBSTATUS_CACHE_MISS, out var pages, out _, 0);
        Assert.InRange(pages, 8, 8 + 8); // What the chunk fills, and what leads to it.
    }

    [Fact]
    public async Task A_purge_waits_for_no_reader_before_it_gives_space_back()
    {
        var store = new SqliteProjectStore(Path.Combine(_folder, "patient.db"), busyMilliseconds: int.MaxValue); // Whoever waits here waits for ever.
        var series = new SeriesKey(1, 1);
        Chunk[] chunks = [.. Enumerable.Range(0, 50).Select(i => new Chunk(new ChunkHead(series, new Step(i), new Step(i), 1, new byte[1]), new byte[50_000]))];
        await store.CheckpointAsync(new Checkpoint([], [], chunks, [], null), default);
        var read = 0;

        await foreach (var chunk in store.ReadAllChunksAsync(default))
        {
            if (read++ == 0)
                Assert.Equal(50 * 50_001, await store.DeleteRunAsync(1, keepChunks: false, [], default));
            Assert.Equal(50_000, chunk.Data.Length);
        }

        Assert.Equal(50, read); // As it was when the reading began.
        Assert.Empty(await store.ReadChunkHeadsAsync(series, Step.Lowest, Step.Highest, 10, default));
        await store.DisposeAsync();
    }
}

public sealed class SqliteProjectStoresTests : ProjectStoresContract, IRunsOn<SqliteProjectStores>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-stores").FullName;

    public SqliteProjectStoresTests() => Stores = new SqliteProjectStores(_folder);

    protected override IProjectStores Stores { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class EmbeddedCatalogTests : CatalogContract, IRunsOn<Catalog>, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-catalog").FullName;

    public EmbeddedCatalogTests() => Catalog = new Catalog(_folder);

    protected override ICatalog Catalog { get; }

    public async ValueTask DisposeAsync()
    {
        await Catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

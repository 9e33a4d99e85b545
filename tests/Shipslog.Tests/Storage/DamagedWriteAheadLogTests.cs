using Microsoft.Data.Sqlite;
using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

/// <summary>Bits that a disk flipped in a database's write-ahead log that a killed server left: what is there after them is not lost.</summary>
public sealed class DamagedWriteAheadLogTests : IDisposable
{
    private const int Transactions = 60;
    private const int PageBytes = 4096 + 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-wal-").FullName;
    private readonly Guid _project = Guid.NewGuid();
    private readonly List<string> _told = [];

    private string Database => Path.Combine(_folder, SqliteProjectStores.PathOf(_project));

    private string Log => Database + "-wal";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_that_is_well_is_left_as_it_is()
    {
        var log = await LeaveAsync();

        Open();

        Assert.Equal(log, await File.ReadAllBytesAsync(Log));
        Assert.Empty(_told);
        Assert.Equal((Transactions, 0), await ReadAsync());
    }

    [Fact]
    public async Task A_last_transaction_that_a_power_cut_tore_is_no_damage()
    {
        var log = await LeaveAsync();
        log[^100] ^= 1;
        await File.WriteAllBytesAsync(Log, log);

        Open();

        Assert.Empty(_told);
        Assert.Equal((Transactions - 1, 0), await ReadAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task After_a_flipped_bit_all_documents_are_there_and_at_most_one_is_damaged(int seed)
    {
        var log = await LeaveAsync();
        var random = new Random(seed);
        var at = 32 + (PageBytes * random.Next(10, (log.Length / PageBytes) - 20)) + random.Next(24, PageBytes);
        log[at] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(Log, log);

        Open();

        var (documents, damaged) = await ReadAsync();
        Assert.Equal(Transactions, documents);
        Assert.InRange(damaged, 0, 1);
        Assert.StartsWith("The write-ahead log of ", Assert.Single(_told));
        Assert.Equal(log, await File.ReadAllBytesAsync(Log + ".damaged-1"));
    }

    /// <summary>Sixty transactions of one document each that are only in the log, as after a kill; the large ones have pages of their own.</summary>
    private async Task<byte[]> LeaveAsync()
    {
        DataFolder.Lock(_folder).Dispose();
        await new Catalog(_folder).DisposeAsync();
        var stores = new SqliteProjectStores(_folder);
        await using (var store = await stores.OpenAsync(_project, default))
        {
            for (var number = 1; number <= Transactions; number++)
                await store.CheckpointAsync(new Checkpoint([], [], [], [new RunDocumentRow(number, 1, Payload(number))], null), default);
            foreach (var file in new[] { Database, Log })
                File.Copy(file, file + ".copy");
        }

        foreach (var file in new[] { Database, Log })
            File.Move(file + ".copy", file, overwrite: true);
        return await File.ReadAllBytesAsync(Log);
    }

    private static byte[] Payload(int number)
    {
        var payload = new byte[number % 5 == 0 ? 30_000 : 200];
        new Random(number).NextBytes(payload);
        return payload;
    }

    private void Open() => DataFolder.Lock(_folder, _told.Add).Dispose();

    private async Task<(int Documents, int Damaged)> ReadAsync()
    {
        SqliteConnection.ClearAllPools();
        await using var store = await new SqliteProjectStores(_folder).OpenAsync(_project, default);
        var (documents, damaged) = (0, 0);
        await foreach (var row in store.ReadDocumentsAsync(default))
        {
            documents++;
            if (!row.Document.Span.SequenceEqual(Payload(row.RunKey)))
                damaged++;
        }

        return (documents, damaged);
    }
}

using Shipslog.Core.Model;
using Shipslog.Storage.Embedded;
using Shipslog.Tests.Core;

namespace Shipslog.Tests.Storage;

/// <summary>Stored files whose bytes changed on the disk: nobody gets one for complete.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const int Large = 3 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-damage").FullName;
    private readonly FolderFileStore _store;

    public DamagedFileTests() => _store = new FolderFileStore(_folder, new TestClock());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task A_small_one_is_refused_before_its_first_byte(int bytes)
    {
        var hash = await PutAsync(bytes);
        Flip(hash, bytes / 2);

        var refused = Assert.Throws<ShipslogException>(() => _store.OpenRead(hash));

        Assert.Equal((Failure.Unavailable, "damaged"), (refused.Failure, refused.Code));
        Assert.StartsWith($"The file {hash} is damaged", refused.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task One_cut_short_is_refused(int left)
    {
        var hash = await PutAsync(Large);
        using (var file = File.OpenWrite(PathOf(hash)))
            file.SetLength(left);

        Assert.Throws<ShipslogException>(() => _store.OpenRead(hash));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Large - 1)]
    public async Task Of_a_large_one_the_last_bytes_are_never_given(int at)
    {
        var hash = await PutAsync(Large);
        Flip(hash, at);

        await using var content = _store.OpenRead(hash)!;
        var got = 0L;
        var refused = await Assert.ThrowsAsync<ShipslogException>(async () =>
        {
            var block = new byte[100_000];
            for (int read; (read = await content.ReadAsync(block)) > 0;)
                got += read;
        });

        Assert.Equal("damaged", refused.Code);
        Assert.InRange(got, 1, Large - 1);
        Assert.Equal(0, got % 100_000);
    }

    [Fact]
    public async Task A_part_of_a_large_one_is_refused_also_when_the_part_itself_is_well()
    {
        var hash = await PutAsync(Large);
        Flip(hash, 5);

        await using var content = _store.OpenRead(hash)!;
        content.Position = Large / 2;

        await Assert.ThrowsAsync<ShipslogException>(() => content.ReadAsync(new byte[10]).AsTask());
        await using var again = _store.OpenRead(hash)!;
        again.Position = Large - 10;
        Assert.Throws<ShipslogException>(() => again.ReadExactly(new byte[10]));
    }

    [Fact]
    public async Task A_sound_one_is_read_in_any_order_and_damage_that_comes_later_is_still_found()
    {
        var hash = await PutAsync(Large);
        var expected = await File.ReadAllBytesAsync(PathOf(hash));
        await using (var content = _store.OpenRead(hash)!)
        {
            foreach (var at in new[] { 2_000_000, 0, Large - 9, 1 })
            {
                var part = new byte[9];
                content.Position = at;
                await content.ReadExactlyAsync(part);
                Assert.Equal(expected[at..(at + 9)], part);
            }
        }

        Flip(hash, 100);
        File.SetLastWriteTimeUtc(PathOf(hash), new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await using var later = _store.OpenRead(hash)!;
        later.Position = Large / 2;
        await Assert.ThrowsAsync<ShipslogException>(() => later.ReadAsync(new byte[10]).AsTask());
    }

    [Fact]
    public async Task Reading_nothing_decides_nothing()
    {
        var hash = await PutAsync(Large);

        await using var content = _store.OpenRead(hash)!;
        Assert.Equal(0, await content.ReadAsync(Memory<byte>.Empty));
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);

        Assert.Equal(Large, copy.Length);
    }

    [Fact]
    public async Task What_is_bound_to_an_address_is_checked_by_the_content_it_leads_to()
    {
        var address = new ContentHash(new string('c', 64));
        var hash = await PutAsync(1000);
        await _store.BindToAsync(address, hash, default);
        using (var sound = _store.OpenRead(address))
            Assert.Equal(1000, sound!.Length);

        Flip(hash, 1);

        Assert.Throws<ShipslogException>(() => _store.OpenRead(address));
    }

    private async Task<ContentHash> PutAsync(int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        return (await _store.PutAsync(new MemoryStream(content), bytes, default)).Hash;
    }

    private void Flip(ContentHash hash, int at)
    {
        using var file = new FileStream(PathOf(hash), FileMode.Open);
        file.Position = at;
        var old = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(old ^ 1));
    }

    private string PathOf(ContentHash hash) => Path.Combine(_folder, "files", hash.Hex[..2], hash.Hex[2..4], hash.Hex);
}

using System.Security.Cryptography;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Tests.Core;

namespace Shipslog.Tests.Storage;

/// <summary>What every file store does.</summary>
public abstract class FileStoreContract : IContractOf<IFileStore>
{
    private const long Plenty = 1 << 20;

    /// <summary>The clock of the store under test.</summary>
    internal TestClock Clock { get; } = new();

    /// <summary>The store under test.</summary>
    protected abstract IFileStore Store { get; }

    [Fact]
    public async Task A_file_is_found_under_the_SHA256_of_its_bytes()
    {
        byte[] bytes = [0, 255, 10, 13, 0];

        var (hash, size) = await PutAsync(bytes);

        Assert.Equal((ContentHash.FromBytes(SHA256.HashData(bytes)), bytes.Length), (hash, size));
        Assert.Equal(bytes, Read(hash));
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var (hash, size) = await PutAsync([]);

        Assert.Equal(0, size);
        Assert.Equal([], Read(hash)!);
    }

    [Fact]
    public async Task All_files_are_listed_with_their_sizes_and_no_uploads()
    {
        Assert.Empty(Store.List());
        var (one, _) = await PutAsync([1, 2, 3]);
        var (none, _) = await PutAsync([]);
        var upload = await Store.BeginUploadAsync(default);
        await Store.WriteAsync(upload, 0, new MemoryStream([9]), Plenty, default);

        Assert.Equal([(none, 0L, Clock.GetUtcNow()), (one, 3L, Clock.GetUtcNow())], Store.List().OrderBy(file => file.SizeBytes));
    }

    [Fact]
    public async Task The_same_bytes_twice_are_one_file()
    {
        var (first, _) = await PutAsync([1, 2, 3]);
        using var open = Store.OpenRead(first);
        var (second, _) = await PutAsync([1, 2, 3]);

        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(first, second);
        Assert.Equal(3, Store.Delete(first));
        Assert.Null(Read(first));
    }

    [Fact]
    public async Task A_file_bound_to_an_address_is_found_there_until_the_address_is_deleted()
    {
        var address = new ContentHash(new string('a', 64));
        var (first, _) = await PutAsync([1, 2, 3]);
        var (second, _) = await PutAsync([4]);

        Assert.Null(Store.Bound(address));
        await Store.BindToAsync(address, first, default);
        Assert.Equal([1, 2, 3], Read(address)!);
        await Store.BindToAsync(address, second, default);
        Assert.Equal((second, new byte[] { 4 }.Length), (Store.Bound(address), Read(address)!.Length));
        Assert.Equal([(address, second, Clock.GetUtcNow())], Store.ListBindings());
        Store.Delete(address);

        Assert.Null(Read(address));
        Assert.Equal([4], Read(second)!);
    }

    [Fact]
    public async Task Same_bytes_put_at_once_are_all_stored()
    {
        var bytes = new byte[300_000];
        Random.Shared.NextBytes(bytes);

        var hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PutAsync(bytes)));

        Assert.Single(hashes.Distinct());
        Assert.Equal(bytes, Read(hashes[0].Hash));
    }

    [Fact]
    public async Task A_read_file_can_be_sought_in()
    {
        var (hash, _) = await PutAsync([1, 2, 3, 4]);

        using var file = Store.OpenRead(hash)!;
        file.Seek(2, SeekOrigin.Begin);

        Assert.Equal((4, 3), (file.Length, file.ReadByte()));
    }

    [Fact]
    public void An_unknown_file_is_null_and_deleting_it_frees_nothing()
    {
        var unknown = ContentHash.FromBytes(new byte[32]);

        Assert.Null(Store.OpenRead(unknown));
        Assert.Equal(0, Store.Delete(unknown));
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_is_stored_and_one_byte_more_leaves_nothing()
    {
        var (hash, _) = await Store.PutAsync(new MemoryStream([1, 2, 3]), 3, default);
        var refused = await FailureOf(() => Store.PutAsync(new MemoryStream([1, 2, 3, 4]), 3, default));

        Assert.Equal(Failure.TooLarge, refused);
        Assert.NotNull(Read(hash));
        Assert.Null(Read(ContentHash.FromBytes(SHA256.HashData([1, 2, 3, 4]))));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.PutAsync(new BrokenStream([1, 2, 3]), Plenty, default));

        Assert.Null(Read(ContentHash.FromBytes(SHA256.HashData([1, 2, 3]))));
    }

    [Fact]
    public async Task A_file_stored_a_moment_ago_stays_because_somebody_is_about_to_refer_to_it()
    {
        var (hash, _) = await PutAsync([5]);

        Assert.Equal(0, Store.Delete(hash));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await PutAsync([5]);
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, Store.Delete(hash));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Store.Delete(hash));
    }

    [Fact]
    public async Task What_was_stored_or_bound_again_since_somebody_looked_for_references_stays()
    {
        var address = new ContentHash(new string('b', 64));
        var (hash, _) = await PutAsync([5]);
        await Store.BindToAsync(address, hash, default);
        Clock.Advance(TimeSpan.FromHours(1));
        var looked = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(1));
        await PutAsync([5]);
        await Store.BindToAsync(address, hash, default);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((0, 0), (Store.Delete(address, looked), Store.Delete(hash, looked)));
        Assert.Equal([5], Read(address)!);
        Assert.Equal((0, 1), (Store.Delete(address, Clock.GetUtcNow()), Store.Delete(hash, Clock.GetUtcNow())));
        Assert.Null(Store.Bound(address));
    }

    [Fact]
    public async Task Parts_of_an_upload_come_in_any_order_and_may_be_sent_again()
    {
        var id = await Store.BeginUploadAsync(default);
        await WriteAsync(id, 3, [4, 5]);
        await WriteAsync(id, 0, [9, 9, 3]);
        await WriteAsync(id, 0, [1, 2]);

        var (hash, size) = await Store.FinishUploadAsync(id, 5, default);

        Assert.Equal(5, size);
        Assert.Equal([1, 2, 3, 4, 5], Read(hash)!);
    }

    [Fact]
    public async Task An_upload_with_a_gap_is_refused_and_can_be_completed()
    {
        var id = await Store.BeginUploadAsync(default);
        await WriteAsync(id, 2, [7]);

        Assert.Equal(Failure.Invalid, await FailureOf(() => Store.FinishUploadAsync(id, 3, default)));
        await WriteAsync(id, 0, [5, 6]);
        Assert.Equal([5, 6, 7], Read((await Store.FinishUploadAsync(id, 3, default)).Hash)!);
    }

    [Fact]
    public async Task An_upload_begun_again_under_its_id_is_empty()
    {
        var id = Guid.NewGuid();
        await Store.BeginUploadAsync(id, default);
        await WriteAsync(id.ToString("N"), 0, [1, 2, 3]);

        await Store.BeginUploadAsync(id, default);
        await WriteAsync(id.ToString("N"), 0, [9]);

        Assert.Equal([9], Read((await Store.FinishUploadAsync(id.ToString("N"), null, default)).Hash)!);
    }

    [Fact]
    public void The_space_of_the_medium_is_told_when_it_has_bounds() =>
        Assert.True(Store.Space() is null or { TotalBytes: > 0, FreeBytes: >= 0 });

    [Fact]
    public async Task An_upload_of_the_wrong_length_is_refused_and_can_be_completed()
    {
        var id = await Store.BeginUploadAsync(default);
        await WriteAsync(id, 0, [1]);

        Assert.Equal(Failure.Invalid, await FailureOf(() => Store.FinishUploadAsync(id, 2, default)));
        await WriteAsync(id, 1, [2]);
        Assert.Equal([1, 2], Read((await Store.FinishUploadAsync(id, 2, default)).Hash)!);
    }

    [Fact]
    public async Task A_part_over_its_limit_is_refused_and_the_upload_goes_on()
    {
        var id = await Store.BeginUploadAsync(default);

        Assert.Equal(Failure.TooLarge, await FailureOf(() => Store.WriteAsync(id, 0, new MemoryStream([1, 2, 3]), 2, default)));
        await WriteAsync(id, 0, [8, 8, 8]);
        Assert.Equal([8, 8, 8], Read((await Store.FinishUploadAsync(id, null, default)).Hash)!);
    }

    [Fact]
    public async Task A_part_before_the_beginning_is_refused()
    {
        var id = await Store.BeginUploadAsync(default);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => WriteAsync(id, -1, [1]));
    }

    [Fact]
    public async Task A_finished_or_abandoned_upload_is_gone()
    {
        var finished = await Store.BeginUploadAsync(default);
        await Store.FinishUploadAsync(finished, 0, default);
        var abandoned = await Store.BeginUploadAsync(default);
        await Store.AbandonUploadAsync(abandoned, default);

        Assert.NotEqual(finished, abandoned);
        Assert.Equal(Failure.NotFound, await FailureOf(() => Store.FinishUploadAsync(finished, null, default)));
        Assert.Equal(Failure.NotFound, await FailureOf(() => WriteAsync(abandoned, 0, [1])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../meta.db")]
    [InlineData("/etc/passwd")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e")]
    public async Task An_unknown_upload_is_not_found_and_abandoning_it_does_nothing(string id)
    {
        await Store.AbandonUploadAsync(id, default);

        Assert.Equal(Failure.NotFound, await FailureOf(() => WriteAsync(id, 0, [1])));
        Assert.Equal(Failure.NotFound, await FailureOf(() => Store.FinishUploadAsync(id, null, default)));
    }

    [Fact]
    public async Task An_upload_is_removed_after_a_day_of_silence_and_not_before()
    {
        var silent = await Store.BeginUploadAsync(default);
        var busy = await Store.BeginUploadAsync(default);
        Clock.Advance(TimeSpan.FromHours(23));
        await WriteAsync(busy, 0, [1]);
        Clock.Advance(TimeSpan.FromHours(2));

        await Store.BeginUploadAsync(default);

        Assert.Equal(Failure.NotFound, await FailureOf(() => Store.FinishUploadAsync(silent, null, default)));
        Assert.Equal(1, (await Store.FinishUploadAsync(busy, null, default)).SizeBytes);
    }

    /// <summary>The failure that a call ends with; null when it succeeds.</summary>
    internal static async Task<Failure?> FailureOf(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ShipslogException failure)
        {
            return failure.Failure;
        }
    }

    private Task<(ContentHash Hash, long SizeBytes)> PutAsync(byte[] bytes) => Store.PutAsync(new MemoryStream(bytes), Plenty, default);

    private Task WriteAsync(string id, long offset, byte[] bytes) => Store.WriteAsync(id, offset, new MemoryStream(bytes), Plenty, default);

    private byte[]? Read(ContentHash hash)
    {
        using var file = Store.OpenRead(hash);
        if (file is null)
            return null;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Gives some bytes, and then fails as a lost connection does.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new EndOfStreamException();
    }
}

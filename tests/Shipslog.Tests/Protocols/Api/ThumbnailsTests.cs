using System.Text;
using Shipslog.Core.Model;
using Shipslog.Protocols.Api;
using Shipslog.Tests.Fakes;
using SkiaSharp;

namespace Shipslog.Tests.Protocols.Api;

public sealed class ThumbnailsTests
{
    [Theory]
    [InlineData(1000, 500, 256, 256, 128)]
    [InlineData(500, 1000, 200, 128, 256)]
    [InlineData(40, 20, 256, 40, 20)]
    [InlineData(5000, 1, 64, 64, 1)]
    public async Task An_image_is_scaled_down_to_fit_and_never_up(int width, int height, int side, int expectedWidth, int expectedHeight)
    {
        using var thumbnails = new Thumbnails();
        var png = Png(width, height);

        var small = await thumbnails.MakeAsync(File(png), side, await StoreAsync(png), default);

        using var bitmap = SKBitmap.Decode(small.Content);
        Assert.Equal((expectedWidth, expectedHeight), (bitmap.Width, bitmap.Height));
    }

    [Fact]
    public async Task What_is_no_image_is_refused()
    {
        using var thumbnails = new Thumbnails();
        var content = Encoding.UTF8.GetBytes("<svg onload='alert(1)'/>");

        var fault = await Assert.ThrowsAsync<ShipslogException>(async () =>
            await thumbnails.MakeAsync(File(content), 64, await StoreAsync(content), default));

        Assert.Equal("no-image", fault.Code);
    }

    [Fact]
    public async Task An_image_that_claims_to_be_enormous_is_refused_before_it_is_decoded()
    {
        using var thumbnails = new Thumbnails();
        var png = Png(8, 8);
        // The width and height of a PNG's header; its checksum is made right again, so that only the size is wrong.
        new byte[] { 0, 1, 0, 0, 0, 1, 0, 0 }.CopyTo(png, 16);
        BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(
            System.IO.Hashing.Crc32.HashToUInt32(png.AsSpan(12, 17)))).CopyTo(png, 29);

        var fault = await Assert.ThrowsAsync<ShipslogException>(async () =>
            await thumbnails.MakeAsync(File(png), 64, await StoreAsync(png), default));

        Assert.Equal("image-too-large", fault.Code);
    }

    private static byte[] Png(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    private static StoredFile File(byte[] content) => new(
        ContentHash.FromBytes(System.Security.Cryptography.SHA256.HashData(content)), content.Length, "image.png", "image/png");

    private static async Task<MemoryFileStore> StoreAsync(byte[] content)
    {
        var store = new MemoryFileStore(TimeProvider.System);
        await store.PutAsync(new MemoryStream(content), content.Length, default);
        return store;
    }
}

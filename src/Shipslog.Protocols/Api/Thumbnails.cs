using System.Collections.Concurrent;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using SkiaSharp;

namespace Shipslog.Protocols.Api;

/// <summary>
/// Small versions of images, made when first asked for and kept in memory up to a bound. Not on disk: that would be one more thing to
/// purge with a run, and the browser keeps its own copy. Thread safe.
/// </summary>
internal sealed class Thumbnails : IDisposable
{
    /// <summary>The largest image that is decoded, in pixels (256 MB of memory while it is).</summary>
    public const long MaxPixels = 64_000_000;

    /// <summary>The largest file that is decoded, in bytes.</summary>
    private const long MaxFileBytes = 128L << 20;
    private const long MaxCachedBytes = 64L << 20;
    private const int SmallestSide = 16;
    private const int LargestSide = 1024;

    private readonly ConcurrentDictionary<(ContentHash Hash, int Side), Thumbnail> _cache = new();
    private readonly ConcurrentQueue<(ContentHash Hash, int Side)> _age = new();
    private readonly SemaphoreSlim _decoders = new(Math.Max(1, Environment.ProcessorCount / 2));
    private long _cachedBytes;

    /// <summary>An image scaled down to fit a square; a smaller one keeps its size.</summary>
    /// <param name="file">The image.</param>
    /// <param name="side">Side of the square in pixels; rounded up to a power of two from 16 to 1024, so that the cache isn't filled with sizes.</param>
    /// <param name="files">Where its content is.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Invalid with code <c>no-image</c>; TooLarge; NotFound when the content is missing.</exception>
    public async Task<Thumbnail> MakeAsync(StoredFile file, int side, IFileStore files, CancellationToken cancellation)
    {
        ApiTranslation.Within(side, SmallestSide, LargestSide, "size of the thumbnail");
        var key = (file.Hash, Side: (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)side));
        if (_cache.TryGetValue(key, out var known))
            return known;
        if (file.SizeBytes > MaxFileBytes)
            throw TooLarge(file);
        await _decoders.WaitAsync(cancellation);
        try
        {
            await using var content = files.OpenRead(file.Hash) ?? throw FileRoutes.Gone(file);
            // Read whole first: the decoder calls back from native code, where a failing read would end the process.
            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, cancellation);
            using var image = new MemoryStream(bytes, writable: false);
            var made = Make(file, image, key.Side);
            Keep(key, made);
            return made;
        }
        finally
        {
            _decoders.Release();
        }
    }

    public void Dispose() => _decoders.Dispose();

    private static Thumbnail Make(StoredFile file, Stream content, int side)
    {
        using var codec = SKCodec.Create(content) ?? throw NoImage(file);
        var full = codec.Info;
        if ((long)full.Width * full.Height > MaxPixels)
            throw TooLarge(file);
        var scale = Math.Min(1f, (float)side / Math.Max(full.Width, full.Height));
        var near = codec.GetScaledDimensions(scale); // JPEG and WebP decode straight to a smaller size.
        using var bitmap = new SKBitmap(new SKImageInfo(near.Width, near.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput))
            throw NoImage(file);
        var size = new SKSizeI(Math.Max(1, (int)MathF.Round(full.Width * scale)), Math.Max(1, (int)MathF.Round(full.Height * scale)));
        using var small = bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)) ?? throw NoImage(file);
        using var image = SKImage.FromBitmap(small);
        using var encoded = image.Encode(SKEncodedImageFormat.Png, 100);
        return new Thumbnail(encoded.ToArray(), "image/png", $"\"{file.Hash.Hex}-{side}\"");
    }

    private void Keep((ContentHash, int) key, Thumbnail made)
    {
        if (!_cache.TryAdd(key, made))
            return;
        _age.Enqueue(key);
        Interlocked.Add(ref _cachedBytes, made.Content.Length);
        while (Interlocked.Read(ref _cachedBytes) > MaxCachedBytes && _age.TryDequeue(out var oldest))
        {
            if (_cache.TryRemove(oldest, out var dropped))
                Interlocked.Add(ref _cachedBytes, -dropped.Content.Length);
        }
    }

    private static ShipslogException NoImage(StoredFile file) =>
        new(Failure.Invalid, $"{file.Name} is no image that can be decoded.", "no-image");

    private static ShipslogException TooLarge(StoredFile file) =>
        new(Failure.TooLarge, $"{file.Name} is too large for a thumbnail.", "image-too-large");
}

/// <summary>A small version of an image.</summary>
internal sealed record Thumbnail(byte[] Content, string MimeType, string ETag);

using Shipslog.Core.Model;
using ZstdSharp;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Compression at level 1, with one context a thread: making one costs more than compressing a small body.</summary>
public static class Zstd
{
    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    /// <summary>One frame that states its size.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> raw) => (_compressor ??= new Compressor(1)).Wrap(raw).ToArray();

    /// <summary>The same into a place of at least <see cref="MostBytes"/>; returns how many bytes it takes.</summary>
    internal static int Compress(ReadOnlySpan<byte> raw, Span<byte> target) => (_compressor ??= new Compressor(1)).Wrap(raw, target);

    /// <summary>The most bytes that compressing so many can give.</summary>
    internal static int MostBytes(int rawBytes) => Compressor.GetCompressBound(rawBytes);

    /// <summary>What one frame holds.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxBytes">The largest result, in bytes; larger ones are refused before memory is taken.</param>
    /// <exception cref="ShipslogException">Invalid: damaged, or not one frame that states its size. TooLarge.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> frame, int maxBytes)
    {
        try
        {
            var size = Decompressor.GetDecompressedSize(frame);
            if (size > (ulong)maxBytes)
                throw new ShipslogException(Failure.TooLarge, $"The body is larger than {maxBytes} bytes when decompressed, or does not state its size.", "too-large");
            var raw = new byte[size];
            var written = (_decompressor ??= new Decompressor()).Unwrap(frame, raw);
            return written == raw.Length ? raw : throw new ShipslogException(Failure.Invalid, "The compressed body is not one whole zstd frame.", "invalid-body");
        }
        catch (ZstdException)
        {
            _decompressor = null;
            throw new ShipslogException(Failure.Invalid, "The body is no zstd frame.", "invalid-body");
        }
    }

    /// <summary>The same into memory that is there; returns how many bytes it holds.</summary>
    internal static int Decompress(ReadOnlySpan<byte> frame, byte[] into)
    {
        try
        {
            return (_decompressor ??= new Decompressor()).Unwrap(frame, into);
        }
        catch (ZstdException)
        {
            _decompressor = null;
            throw new ShipslogException(Failure.Unavailable, "A stored zstd frame cannot be read.", "damaged");
        }
    }

    /// <summary>The same into a place of just that size.</summary>
    internal static void DecompressExactly(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        try
        {
            if ((_decompressor ??= new Decompressor()).Unwrap(frame, target) == target.Length)
                return;
        }
        catch (ZstdException)
        {
            _decompressor = null;
        }

        throw new ShipslogException(Failure.Unavailable, "A stored zstd frame cannot be read.", "damaged");
    }
}

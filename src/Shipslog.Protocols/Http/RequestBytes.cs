using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Http;

/// <summary>A whole request body in memory, bounded, decompressed when its <c>Content-Encoding</c> says so (gzip or zstd).</summary>
internal sealed class RequestBytes : IDisposable
{
    private byte[] _pooled = [];

    /// <summary>The body, decompressed.</summary>
    public ReadOnlyMemory<byte> Raw { get; private set; }

    /// <summary>The body as it came, when that is one zstd frame.</summary>
    public ReadOnlyMemory<byte>? Zstd { get; private set; }

    /// <exception cref="ShipslogException">Invalid: an unknown encoding, or no such bytes. TooLarge.</exception>
    public static async Task<RequestBytes> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        var body = new RequestBytes();
        try
        {
            var encoding = request.Headers.ContentEncoding.ToString();
            switch (encoding)
            {
                case "" or "identity":
                    body.Raw = await body.FillAsync(request.Body, request.ContentLength, maxBytes, cancellation);
                    break;
                case "zstd":
                    var frame = await body.FillAsync(request.Body, request.ContentLength, maxBytes, cancellation);
                    body.Zstd = frame;
                    body.Raw = Core.Storage.Encoding.Zstd.Decompress(frame.Span, maxBytes);
                    break;
                case "gzip":
                    await using (var unzipped = new GZipStream(request.Body, CompressionMode.Decompress))
                        body.Raw = await body.FillAsync(unzipped, null, maxBytes, cancellation);
                    break;
                default:
                    throw new ShipslogException(Failure.Invalid, $"The content encoding {encoding} is not known here; send zstd, gzip or none.", "unknown-encoding");
            }

            return body;
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            throw new ShipslogException(Failure.Invalid, "The body is not in gzip form.", "invalid-body");
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pooled.Length > 0)
            ArrayPool<byte>.Shared.Return(_pooled);
        _pooled = [];
    }

    private async Task<ReadOnlyMemory<byte>> FillAsync(Stream from, long? expected, int maxBytes, CancellationToken cancellation)
    {
        var length = 0;
        // What a header claims is believed up to a point: room grows with the bytes that really come.
        Grow((int)Math.Clamp(expected ?? 4096, 256, 1 << 20), 0);
        while (true)
        {
            var read = await from.ReadAsync(_pooled.AsMemory(length), cancellation);
            if (read == 0)
                return _pooled.AsMemory(0, length);
            length += read;
            if (length > maxBytes)
                throw new ShipslogException(Failure.TooLarge, $"The body is larger than {maxBytes} bytes.", "too-large");
            if (length == _pooled.Length)
                Grow(length * 2, length);
        }
    }

    private void Grow(int bytes, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes + 1);
        _pooled.AsSpan(0, used).CopyTo(larger);
        Dispose();
        _pooled = larger;
    }
}

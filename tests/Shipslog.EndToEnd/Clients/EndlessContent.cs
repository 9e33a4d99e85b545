using System.Net;
using System.Security.Cryptography;

namespace Shipslog.EndToEnd.Clients;

/// <summary>A body of any size that is made while it is sent; its hash is known afterwards.</summary>
internal sealed class EndlessContent(long bytes) : HttpContent
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Of all that was sent.</summary>
    public byte[] Hash => _hash.GetCurrentHash();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var block = new byte[1 << 20];
        var random = new Random(1);
        for (var left = bytes; left > 0; left -= block.Length)
        {
            random.NextBytes(block.AsSpan(0, 4096)); // Enough that no two blocks are the same.
            var part = block.AsMemory(0, (int)Math.Min(left, block.Length));
            _hash.AppendData(part.Span);
            await stream.WriteAsync(part);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}

using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest.Points;

/// <summary>
/// Points of one run, ready to be a log entry: when all of them are accepted, nothing is encoded anew. Made by the thread that received
/// them, so that the writer has nothing to do but append.
/// </summary>
public sealed class PackedPoints
{
    // Nobody's: a message that calls its series by name.
    private const int AnyNumbering = -1;

    private readonly int _numbering;

    /// <summary>Packs a message as it came.</summary>
    /// <param name="body">The message with one run, as it came or decompressed.</param>
    /// <param name="isZstd">Whether <paramref name="body"/> is compressed.</param>
    /// <param name="unixMilliseconds">The time with which it was parsed.</param>
    public PackedPoints(ReadOnlySpan<byte> body, bool isZstd, long unixMilliseconds)
    {
        (UnixMilliseconds, _numbering) = (unixMilliseconds, AnyNumbering);
        Entry = isZstd || body.Length < 256
            ? OperationCodec.EncodePacked(unixMilliseconds, body, isZstd ? PackedForm.Zstd : PackedForm.Plain)
            : OperationCodec.EncodePacked(unixMilliseconds, Zstd.Compress(body), PackedForm.Zstd);
    }

    /// <summary>Packs points whose series are called by the numbers of their names: a tenth of the bytes, so that compressing them costs more than it saves.</summary>
    internal PackedPoints(ReadOnlySpan<byte> numbered, int numbering, long unixMilliseconds)
    {
        (UnixMilliseconds, _numbering) = (unixMilliseconds, numbering);
        Entry = OperationCodec.EncodePacked(unixMilliseconds, numbered, PackedForm.Numbered);
    }

    internal long UnixMilliseconds { get; }

    /// <summary>The log entry. Drawn in docs/formats/log.md.</summary>
    internal byte[] Entry { get; }

    /// <summary>Whether the names that it calls by number still have these numbers.</summary>
    internal bool Holds(int numbering) => _numbering == AnyNumbering || _numbering == numbering;
}

using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest.Points;

/// <summary>
/// A message of one run's points, ready to be a log entry as it came: when all of it is accepted, nothing is encoded anew. Made by the
/// thread that received it, so that the writer has nothing to do but append.
/// </summary>
public sealed class PackedPoints
{
    /// <summary>Packs a message.</summary>
    /// <param name="body">The message with one run, as it came or decompressed.</param>
    /// <param name="isZstd">Whether <paramref name="body"/> is compressed.</param>
    /// <param name="unixMilliseconds">The time with which it was parsed.</param>
    public PackedPoints(ReadOnlySpan<byte> body, bool isZstd, long unixMilliseconds)
    {
        UnixMilliseconds = unixMilliseconds;
        Entry = isZstd || body.Length < 256
            ? OperationCodec.EncodePacked(unixMilliseconds, body, isZstd)
            : OperationCodec.EncodePacked(unixMilliseconds, Zstd.Compress(body), true);
    }

    /// <summary>Packs appends of floats on one run; null when they have no such form.</summary>
    /// <param name="operations">What will be applied, all of it.</param>
    /// <param name="unixMilliseconds">Now.</param>
    public static PackedPoints? TryPack(IReadOnlyList<RunOperation> operations, long unixMilliseconds) =>
        PointsPacking.TryPack(operations) is { } message ? new PackedPoints(message, false, unixMilliseconds) : null;

    internal long UnixMilliseconds { get; }

    /// <summary>The log entry. Drawn in docs/formats/log.md.</summary>
    internal byte[] Entry { get; }
}

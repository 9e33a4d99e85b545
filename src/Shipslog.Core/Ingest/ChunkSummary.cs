using Shipslog.Core.Series;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>The digest of a chunk (or of a block of chunks) as stored in its head. Drawn in docs/formats/chunks.md.</summary>
internal static class ChunkSummary
{
    /// <summary>Chunks with fewer points have none: reading them costs no more.</summary>
    public const int FromPoints = 256;

    public static byte[] Encode(SeriesDigest digest, int chunksSinceBlock)
    {
        using var buffer = new MemoryStream(96);
        using var writer = new BinaryWriter(buffer);
        writer.Write(digest.First);
        writer.Write(digest.Last);
        writer.Write(digest.Min);
        writer.Write(digest.Max);
        writer.Write(digest.Sum);
        writer.Write7BitEncodedInt64(digest.NaNs);
        writer.Write7BitEncodedInt64(digest.PositiveInfinities);
        writer.Write7BitEncodedInt64(digest.NegativeInfinities);
        writer.Write(digest.SumOfSquares);
        writer.Write(digest.MinUnixMilliseconds);
        writer.Write(digest.MaxUnixMilliseconds);
        writer.Write(digest.LastUnixMilliseconds);
        writer.Write(digest.InTimeOrder);
        writer.Write7BitEncodedInt(chunksSinceBlock);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>The digest of so many points; null when there is none (a short chunk, or one of an earlier version).</summary>
    public static SeriesDigest? Decode(ReadOnlyMemory<byte> summary, long count, out int chunksSinceBlock)
    {
        chunksSinceBlock = 0;
        if (summary.Length < 5 * 8 + 3 + 4 * 8 + 2)
            return null;
        var reader = new SpanReader(summary.Span);
        var (first, last, min, max, sum) = (reader.Double(), reader.Double(), reader.Double(), reader.Double(), reader.Double());
        var (nans, positive, negative) = (reader.Varint(), reader.Varint(), reader.Varint());
        var squares = reader.Double();
        var digest = new SeriesDigest(
            count, first, last, min, max, sum, squares, nans, positive, negative, reader.Int64(), reader.Int64(), reader.Int64(), reader.Bool());
        chunksSinceBlock = reader.Varint();
        return digest;
    }
}

using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>
/// The pyramid above the chunks: a block holds the heads of 128 consecutive chunks and the digest of all their points. Blocks of a series
/// are stored as the chunks of a series with the negative attribute number. A block is right or it isn't there: whatever changes one of
/// its chunks removes it, and later appends make it anew. Drawn in docs/formats/chunks.md.
/// </summary>
internal static class ChunkBlock
{
    public const int Chunks = 128;

    public static SeriesKey KeyOf(SeriesKey series) => series with { AttributeId = -series.AttributeId };

    public static Chunk Encode(SeriesKey series, IReadOnlyList<ChunkHead> heads, IReadOnlyList<SeriesDigest> digests)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.WriteList(heads, static (w, head) =>
        {
            w.WriteStep(head.First);
            w.WriteStep(head.Last);
            w.Write7BitEncodedInt(head.Count);
            w.Write7BitEncodedInt(head.Summary.Length);
            w.Write(head.Summary.Span);
        });
        writer.Flush();
        var whole = digests.Aggregate((one, next) => one.Followed(next));
        var block = new ChunkHead(KeyOf(series), heads[0].First, heads[^1].Last, (int)whole.Count, ChunkSummary.Encode(whole, 0));
        return new Chunk(block, Frame.Seal(buffer.ToArray()));
    }

    public static IReadOnlyList<ChunkHead> Decode(SeriesKey series, ReadOnlyMemory<byte> data)
    {
        var body = Frame.Open(data.Span, "block of chunk heads");
        var reader = new SpanReader(body);
        var heads = new ChunkHead[reader.Varint()];
        for (var i = 0; i < heads.Length; i++)
        {
            var (first, last) = (new Step(reader.Double(), (sbyte)reader.Byte()), new Step(reader.Double(), (sbyte)reader.Byte()));
            var (count, summary) = (reader.Varint(), reader.Varint());
            heads[i] = new ChunkHead(series, first, last, count, body.AsMemory(reader.Position, summary));
            reader.Position += summary;
        }

        return heads;
    }
}

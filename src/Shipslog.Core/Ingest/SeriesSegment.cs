using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>
/// A stretch of a series, in step order with its neighbours and apart from them: a stored chunk or block of chunks, points that aren't
/// stored yet, or a chunk with such points over it.
/// </summary>
internal sealed class SeriesSegment<T>
{
    private SeriesDigest? _digest;

    /// <summary>Where it is stored.</summary>
    public required SeriesKey Series { get; init; }

    /// <summary>First step.</summary>
    public required Step First { get; init; }

    /// <summary>Last step.</summary>
    public required Step Last { get; init; }

    /// <summary>Of the chunk or block; null: only <see cref="Recent"/>.</summary>
    public ChunkHead? Head { get; init; }

    /// <summary>Whether <see cref="Head"/> is that of a block.</summary>
    public bool IsBlock => Head?.Series.AttributeId < 0;

    /// <summary>The chunk's data, when it was read along.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>Points that aren't stored yet; they win over the chunk's.</summary>
    public PointColumns<T>? Recent { get; init; }

    /// <summary>Whether its points are those of the chunk or block, all of them and no others.</summary>
    public bool IsAsStored => Head is not null && Recent is null && Last == Head.Last;

    /// <summary>How many points; null: only reading them tells.</summary>
    public int? Count => Head is null ? Recent!.Count : IsAsStored ? Head.Count : null;

    /// <summary>The digest of its points; null: only reading them tells.</summary>
    public SeriesDigest? Digest => _digest ??= IsAsStored ? ChunkSummary.Decode(Head!.Summary, Head.Count, out _) : null;

    public static SeriesSegment<T> Of(ChunkHead head, Step upTo, ReadOnlyMemory<byte>? data = null, PointColumns<T>? recent = null) => new()
    {
        Series = head.Series,
        First = head.First,
        Last = head.Last < upTo ? head.Last : upTo,
        Head = head,
        Data = data,
        Recent = recent,
    };

    public static SeriesSegment<T> Of(SeriesKey series, PointColumns<T> recent) => new()
    {
        Series = series,
        First = recent.Steps[0],
        Last = recent.Steps[^1],
        Recent = recent,
    };

    /// <summary>The points, from the chunks that lie where its own did: a checkpoint may have rewritten it since.</summary>
    public PointColumns<T> Points(IEnumerable<Chunk> chunks)
    {
        var points = new PointColumns<T>();
        foreach (var chunk in chunks)
            points = PointColumns<T>.Merge(points, ChunkWriter.Decode<T>(chunk).Between(First, Last));
        return Recent is null ? points : PointColumns<T>.Merge(points, Recent);
    }
}

using Shipslog.Core.Series;

namespace Shipslog.Core.Ingest;

/// <summary>Statistics of a float chunk as stored in its head. Drawn in docs/formats/chunks.md.</summary>
internal static class ChunkSummary
{
    public static byte[] Of(PointColumns<double> points)
    {
        var bucket = BucketBuilder.Empty;
        for (var i = 0; i < points.Count; i++)
            bucket.Add(points.Steps[i].Value, points.Values[i]);
        var whole = bucket.Build();
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(whole.First);
        writer.Write(whole.Last);
        writer.Write(whole.Min);
        writer.Write(whole.Max);
        writer.Write(whole.Sum);
        writer.Write7BitEncodedInt64(whole.NaNs);
        writer.Write7BitEncodedInt64(whole.PositiveInfinities);
        writer.Write7BitEncodedInt64(whole.NegativeInfinities);
        writer.Flush();
        return buffer.ToArray();
    }
}

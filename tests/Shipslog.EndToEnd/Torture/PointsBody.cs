using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Points of runs as the binary message of docs/formats/points.md, written here a second time from its drawing.</summary>
internal static class PointsBody
{
    /// <summary>A series: floats (as 32 or 64 bits) or texts at steps and times of its own.</summary>
    public sealed record Series(string Path, byte Kind, IReadOnlyList<double> Steps, IReadOnlyList<long> Times, Array Values);

    public static HttpContent Make(string requestId, IReadOnlyList<(string Run, IReadOnlyList<Series> Series)> runs, string? encoding)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("SLP1"u8);
        Text(writer, requestId);
        writer.Write7BitEncodedInt(runs.Count);
        foreach (var (run, series) in runs)
        {
            Text(writer, run);
            writer.Write7BitEncodedInt(0); // No points of the run's own clock: every series has its own.
            writer.Write((byte)0);
            writer.Write((byte)0);
            writer.Write7BitEncodedInt(series.Count);
            foreach (var one in series)
                Write(writer, one);
        }

        writer.Flush();
        var content = new ByteArrayContent(Encode(memory.ToArray(), encoding));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.shipslog.points");
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static void Write(BinaryWriter writer, Series series)
    {
        Text(writer, series.Path);
        writer.Write(series.Kind);
        writer.Write((byte)1);
        writer.Write7BitEncodedInt(series.Steps.Count);
        writer.Write((byte)3);
        foreach (var step in series.Steps)
            writer.Write(step);
        writer.Write((byte)2);
        long previous = 0, previousDelta = 0;
        foreach (var time in series.Times)
        {
            var delta = time - previous;
            var change = delta - previousDelta;
            writer.Write7BitEncodedInt64((change << 1) ^ (change >> 63));
            (previous, previousDelta) = (time, delta);
        }

        foreach (var value in series.Values)
        {
            switch (value)
            {
                case double number: writer.Write(number); break;
                case float number: writer.Write(number); break;
                default: Text(writer, (string)value); break;
            }
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] Encode(byte[] raw, string? encoding)
    {
        switch (encoding)
        {
            case "zstd":
                using (var compressor = new ZstdSharp.Compressor(1))
                    return compressor.Wrap(raw).ToArray();
            case "gzip":
                using (var memory = new MemoryStream())
                {
                    using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
                        gzip.Write(raw);
                    return memory.ToArray();
                }

            default:
                return raw;
        }
    }
}

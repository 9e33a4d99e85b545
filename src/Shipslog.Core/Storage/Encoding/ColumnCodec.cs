using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>The values of an attribute over all runs as bytes: what run documents hold of it, without reading them. Drawn in docs/formats/run-document.md.</summary>
internal static class ColumnCodec
{
    /// <param name="values">By number of run; of each run one kind at most.</param>
    public static byte[] Encode(IReadOnlyList<(int Row, AttributeValue Value)> values)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write7BitEncodedInt(values.Count);
        foreach (var (row, value) in values)
        {
            writer.Write7BitEncodedInt(row);
            ValueCodec.Write(writer, value);
        }

        writer.Flush();
        return Frame.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <exception cref="ShipslogException">Unavailable: damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> frame, Action<int, AttributeValue> take)
    {
        using var reader = new BinaryReader(new MemoryStream(Frame.Open(frame, "column of runs")));
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            take(reader.Read7BitEncodedInt(), ValueCodec.Read(reader));
    }
}

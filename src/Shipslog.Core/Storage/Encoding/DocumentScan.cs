using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Picks some attributes out of a run document and steps over the others without making anything of them.</summary>
internal static class DocumentScan
{
    private const int PositionBytes = 8 + 9 + 9 + 8;
    private const int FloatSummaryBytes = PositionBytes + 7 * 8;

    /// <summary>Visits the attributes with the wanted numbers.</summary>
    /// <param name="document">A stored document.</param>
    /// <param name="isWanted">By number of attribute.</param>
    /// <param name="wanted">How many numbers are wanted: having met them all ends the scan.</param>
    /// <param name="found">Gets number and value.</param>
    public static void Pick(ReadOnlyMemory<byte> document, bool[] isWanted, int wanted, Action<int, AttributeValue> found)
    {
        var body = Frame.Open(document.Span, "run document");
        using var reader = new BinaryReader(new MemoryStream(body));
        for (var left = Begin(reader); left > 0 && wanted > 0; left--)
        {
            var id = reader.Read7BitEncodedInt();
            if (id < isWanted.Length && isWanted[id])
            {
                found(id, ValueCodec.Read(reader));
                wanted--;
            }
            else
            {
                Skip(reader, body);
            }
        }
    }

    /// <summary>Number and kind of every attribute.</summary>
    public static List<(int Id, AttributeKind Kind)> Shape(ReadOnlyMemory<byte> document)
    {
        var body = Frame.Open(document.Span, "run document");
        using var reader = new BinaryReader(new MemoryStream(body));
        var shape = new List<(int, AttributeKind)>();
        for (var left = Begin(reader); left > 0; left--)
        {
            var id = reader.Read7BitEncodedInt();
            shape.Add((id, (AttributeKind)body[reader.BaseStream.Position]));
            Skip(reader, body);
        }

        return shape;
    }

    private static int Begin(BinaryReader reader)
    {
        OperationCodec.ReadRun(reader);
        reader.ReadInt64();
        return reader.Read7BitEncodedInt();
    }

    private static void Skip(BinaryReader reader, byte[] body)
    {
        var at = (int)reader.BaseStream.Position;
        var after = (AttributeKind)body[at] switch
        {
            AttributeKind.Float or AttributeKind.Int or AttributeKind.Datetime => at + 9,
            AttributeKind.Bool => at + 2,
            AttributeKind.String or AttributeKind.Artifact => AfterText(body, at + 1),
            AttributeKind.FloatSeries => AfterOptionalText(body, AfterOptionalDouble(body, AfterOptionalDouble(body, at + 1 + FloatSummaryBytes))),
            AttributeKind.StringSeries => AfterOptionalText(body, at + 1 + PositionBytes),
            AttributeKind.HistogramSeries => at + 1 + PositionBytes,
            _ => -1,
        };
        if (after >= 0)
            reader.BaseStream.Position = after;
        else
            ValueCodec.Read(reader); // Rare kinds.
    }

    private static int AfterOptionalDouble(byte[] body, int at) => at + 1 + (body[at] == 0 ? 0 : 8);

    private static int AfterOptionalText(byte[] body, int at) => body[at] == 0 ? at + 1 : AfterText(body, at + 1);

    private static int AfterText(byte[] body, int at)
    {
        int length = 0, shift = 0;
        byte next;
        do
        {
            next = body[at++];
            length |= (next & 127) << shift;
            shift += 7;
        }
        while ((next & 128) != 0);

        return at + length;
    }
}

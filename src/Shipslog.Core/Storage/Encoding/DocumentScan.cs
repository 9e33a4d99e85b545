using System.Runtime.CompilerServices;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Picks some attributes out of a run document and steps over the others without making anything of them.</summary>
/// <remarks>Compiled at once with all optimisations: a column of 100,000 runs is read before the runtime would notice that it matters.</remarks>
internal static class DocumentScan
{
    private const int PositionBytes = 8 + 9 + 9 + 8;
    private const int FloatSummaryBytes = PositionBytes + 7 * 8;

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Adds the attributes with the wanted numbers.</summary>
    /// <param name="document">A stored document.</param>
    /// <param name="isWanted">By number of attribute.</param>
    /// <param name="wanted">How many numbers are wanted: having met them all ends the scan.</param>
    /// <param name="found">Gets run, number and value.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pick(RunDocumentRow document, bool[] isWanted, int wanted, List<(int Row, int Id, AttributeValue Value)> found)
    {
        var body = Frame.Open(document.Document.Span, "run document", ref _buffer);
        var reader = new SpanReader(body);
        for (var left = Begin(ref reader, body); left > 0 && wanted > 0; left--)
        {
            var id = reader.Varint();
            if (id >= isWanted.Length || !isWanted[id])
            {
                Skip(ref reader, body);
                continue;
            }

            found.Add((document.RunKey, id, Value(ref reader, body)));
            wanted--;
        }
    }

    /// <summary>Number and kind of every attribute.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<(int Id, AttributeKind Kind)> Shape(ReadOnlyMemory<byte> document)
    {
        var body = Frame.Open(document.Span, "run document", ref _buffer);
        var reader = new SpanReader(body);
        var left = Begin(ref reader, body);
        var shape = new List<(int, AttributeKind)>(left);
        for (; left > 0; left--)
        {
            shape.Add((reader.Varint(), (AttributeKind)reader.Peek));
            Skip(ref reader, body);
        }

        return shape;
    }

    private static int Begin(ref SpanReader reader, ReadOnlySpan<byte> body)
    {
        reader.Position = OperationCodec.AfterRun(body);
        reader.Int64();
        return reader.Varint();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Skip(ref SpanReader reader, ReadOnlySpan<byte> body)
    {
        switch ((AttributeKind)reader.Peek)
        {
            case AttributeKind.Float or AttributeKind.Int or AttributeKind.Datetime:
                reader.Position += 9;
                break;
            case AttributeKind.Bool:
                reader.Position += 2;
                break;
            case AttributeKind.String or AttributeKind.Artifact:
                reader.Position++;
                reader.SkipText();
                break;
            case AttributeKind.FloatSeries:
                reader.Position += 1 + FloatSummaryBytes;
                reader.SkipOptionalDouble();
                reader.SkipOptionalDouble();
                reader.SkipOptionalText();
                break;
            case AttributeKind.StringSeries:
                reader.Position += 1 + PositionBytes;
                reader.SkipOptionalText();
                break;
            case AttributeKind.HistogramSeries:
                reader.Position += 1 + PositionBytes;
                break;
            default:
                Whole(ref reader, body); // Rare kinds.
                break;
        }
    }

    private static AttributeValue Value(ref SpanReader reader, ReadOnlySpan<byte> body)
    {
        switch ((AttributeKind)reader.Peek)
        {
            case AttributeKind.Float:
                reader.Position++;
                return new AttributeValue.Float(reader.Double());
            case AttributeKind.Int:
                reader.Position++;
                return new AttributeValue.Int(reader.Int64());
            case AttributeKind.Bool:
                reader.Position++;
                return new AttributeValue.Bool(reader.Bool());
            case AttributeKind.String:
                reader.Position++;
                return new AttributeValue.String(reader.Text());
            default:
                return Whole(ref reader, body);
        }
    }

    private static AttributeValue Whole(ref SpanReader reader, ReadOnlySpan<byte> body)
    {
        using var whole = new BinaryReader(new MemoryStream(body[reader.Position..].ToArray()));
        var value = ValueCodec.Read(whole);
        reader.Position += (int)whole.BaseStream.Position;
        return value;
    }
}

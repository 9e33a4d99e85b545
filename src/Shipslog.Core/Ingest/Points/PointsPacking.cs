using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Shipslog.Core.Ingest.Points;

/// <summary>Appends of floats as a points message that calls series by number, so that a request's own thread does what the writer would do with them. Drawn in docs/formats/log.md.</summary>
internal static class PointsPacking
{
    /// <summary>Writes the message; false, with whatever is written by then, when the operations have no such form.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="operations">What will be applied, all of it.</param>
    /// <param name="numberOf">The number of a name; null: it has none yet.</param>
    public static bool TryPack(ArrayBufferWriter<byte> buffer, IReadOnlyList<RunOperation> operations, Func<string, int?> numberOf)
    {
        if (operations.Count is 0 or > PointsMessage.MaxSeries || operations[0] is not RunOperation.AppendFloats { Points: var shared })
            return false;
        buffer.Write(PointsMessage.Magic);
        Text(buffer, "");
        Varint(buffer, 1);
        Text(buffer, "");
        if (!TryClock(buffer, shared))
            return false;
        Varint(buffer, (ulong)operations.Count);
        foreach (var operation in operations)
        {
            if (operation is not RunOperation.AppendFloats { Path: var path, Points: var points })
                return false;
            if (numberOf(path.Value) is not { } number)
                return false;
            Varint(buffer, (ulong)number);
            var isNarrow = IsNarrow(points.Values.Span);
            buffer.Write([isNarrow ? (byte)2 : (byte)1]);
            var isShared = points.Steps.Equals(shared.Steps) && points.UnixMilliseconds.Equals(shared.UnixMilliseconds);
            buffer.Write([isShared ? (byte)0 : (byte)1]);
            if (!isShared && !TryClock(buffer, points))
                return false;
            Values(buffer, points.Values.Span, isNarrow);
        }

        return true;
    }

    private static bool TryClock(ArrayBufferWriter<byte> buffer, Points<double> points)
    {
        var micros = new long[points.Count];
        var isWhole = true;
        for (var i = 0; i < micros.Length; i++)
        {
            // A step that does not come back exactly must not be written so.
            if (!points.Steps.Span[i].TryGetMicros(out micros[i]) || micros[i] is < 0 or >= 1_000_000_000_000_000_000)
                return false;
            isWhole &= micros[i] % 1_000_000 == 0;
        }

        Varint(buffer, (ulong)micros.Length);
        buffer.Write([isWhole ? (byte)2 : (byte)4]);
        Deltas(buffer, micros, isWhole ? 1_000_000 : 1);
        buffer.Write([(byte)2]);
        Deltas(buffer, points.UnixMilliseconds.Span, 1);
        return true;
    }

    private static bool IsNarrow(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (BitConverter.DoubleToInt64Bits((float)value) != BitConverter.DoubleToInt64Bits(value))
                return false;
        }

        return true;
    }

    private static void Values(ArrayBufferWriter<byte> buffer, ReadOnlySpan<double> values, bool isNarrow)
    {
        var width = isNarrow ? 4 : 8;
        var bytes = buffer.GetSpan(Math.Max(1, values.Length * width));
        for (var i = 0; i < values.Length; i++)
        {
            if (isNarrow)
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * 4)..], (float)values[i]);
            else
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * 8)..], values[i]);
        }

        buffer.Advance(values.Length * width);
    }

    private static void Deltas(ArrayBufferWriter<byte> buffer, ReadOnlySpan<long> numbers, long unit)
    {
        long previous = 0, previousDelta = 0;
        foreach (var raw in numbers)
        {
            var number = raw / unit;
            var delta = unchecked(number - previous);
            var change = unchecked(delta - previousDelta);
            Varint(buffer, (ulong)((change << 1) ^ (change >> 63)));
            (previous, previousDelta) = (number, delta);
        }
    }

    private static void Varint(ArrayBufferWriter<byte> buffer, ulong value)
    {
        var bytes = buffer.GetSpan(10);
        var length = 0;
        for (; value >= 128; value >>= 7)
            bytes[length++] = (byte)(value | 128);
        bytes[length++] = (byte)value;
        buffer.Advance(length);
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text)
    {
        Varint(buffer, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer);
    }
}

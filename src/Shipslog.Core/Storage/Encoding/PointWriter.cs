using System.Buffers;
using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Writes the columns that <see cref="PointReader"/> reads. Drawn in docs/formats/chunks.md.</summary>
/// <param name="buffer">Where they go.</param>
internal readonly ref struct PointWriter(ArrayBufferWriter<byte> buffer)
{
    private const int VarintBytes = 10;

    // The largest whole number up to which each has a double of its own.
    private const double MostWhole = 1L << 53;

    [ThreadStatic]
    private static long[]? _whole;

    [ThreadStatic]
    private static float[]? _narrow;

    public void Varint(long value)
    {
        var room = buffer.GetSpan(VarintBytes);
        buffer.Advance(Varint(room, 0, (ulong)value));
    }

    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void Steps(ReadOnlySpan<Step> steps)
    {
        var whole = Room(ref _whole, steps.Length);
        var i = 0;
        for (; i < steps.Length; i++)
        {
            var value = steps[i].Value;
            whole[i] = (long)value;
            if (steps[i].RemainderMicros != 0 || whole[i] != value || Math.Abs(value) > MostWhole)
                break;
        }

        if (i == steps.Length)
        {
            Byte(PointCodec.WholeSteps);
            Deltas(whole);
            return;
        }

        var isExact = false;
        foreach (var step in steps)
            isExact |= step.RemainderMicros != 0 || step.IsAuto;
        Byte(isExact ? PointCodec.ExactSteps : PointCodec.DoubleSteps);
        var size = isExact ? 9 : 8;
        var room = buffer.GetSpan(size * steps.Length);
        for (i = 0; i < steps.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(room[(i * size)..], steps[i].Value);
            if (isExact)
                room[i * size + 8] = (byte)steps[i].RemainderMicros;
        }

        buffer.Advance(steps.Length * size);
    }

    public void Deltas(ReadOnlySpan<long> numbers)
    {
        var room = buffer.GetSpan(VarintBytes * numbers.Length);
        var at = 0;
        long previous = 0, previousDelta = 0;
        foreach (var number in numbers)
        {
            var delta = unchecked(number - previous);
            var change = unchecked(delta - previousDelta);
            var zigzag = (ulong)((change << 1) ^ (change >> 63));
            if (zigzag < 0x80)
                room[at++] = (byte)zigzag;
            else
                at = Varint(room, at, zigzag);
            (previous, previousDelta) = (number, delta);
        }

        buffer.Advance(at);
    }

    /// <returns>Bytes a value: 4 when every one is a float32 bit for bit.</returns>
    public int Floats(ReadOnlySpan<double> values)
    {
        var narrow = Room(ref _narrow, values.Length);
        var width = BytePlanes.TryNarrow(values, narrow) ? 4 : 8;
        Byte((byte)width);
        var planes = buffer.GetSpan(width * values.Length)[..(width * values.Length)];
        if (width == 4)
            BytePlanes.Split(narrow, planes);
        else
            BytePlanes.Split(values, planes);
        buffer.Advance(planes.Length);
        return width;
    }

    private static Span<T> Room<T>(ref T[]? room, int count)
    {
        if (room is null || room.Length < count)
            room = new T[count];
        return room.AsSpan(0, count);
    }

    private static int Varint(Span<byte> room, int at, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            room[at++] = (byte)(value | 0x80);
        room[at++] = (byte)value;
        return at;
    }
}

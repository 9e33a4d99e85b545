using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Reads the columns that <see cref="PointCodec"/> writes, front to back.</summary>
internal ref struct PointReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    public int ReadCount() => (int)ReadVarint();

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        var bytes = _bytes.Slice(Position, count);
        Position += count;
        return bytes;
    }

    public Step[] ReadSteps(int count)
    {
        var steps = new Step[count];
        var form = _bytes[Position++];
        if (form == PointCodec.WholeSteps)
        {
            var whole = ReadDeltas(count);
            for (var i = 0; i < count; i++)
                steps[i] = new Step(whole[i]);
            return steps;
        }

        for (var i = 0; i < count; i++)
            steps[i] = new Step(ReadDouble(), form == PointCodec.ExactSteps ? (sbyte)_bytes[Position++] : (sbyte)0);
        return steps;
    }

    public void SkipSteps(int count)
    {
        var form = _bytes[Position++];
        if (form == PointCodec.WholeSteps)
            SkipDeltas(count);
        else
            Position += count * (form == PointCodec.ExactSteps ? 9 : 8);
    }

    public long[] ReadDeltas(int count)
    {
        var numbers = new long[count];
        long previous = 0, delta = 0;
        for (var i = 0; i < count;)
        {
            // Most series have equal distances: then all the changes are zero bytes.
            var zeros = _bytes.Slice(Position, Math.Min(count - i, _bytes.Length - Position)).IndexOfAnyExcept((byte)0);
            zeros = zeros < 0 ? Math.Min(count - i, _bytes.Length - Position) : zeros;
            for (var end = i + zeros; i < end; i++)
                numbers[i] = previous = unchecked(previous + delta);
            Position += zeros;
            if (i == count)
                break;
            var zigzag = ReadVarint();
            delta = unchecked(delta + ((long)((ulong)zigzag >> 1) ^ -(zigzag & 1)));
            numbers[i++] = previous = unchecked(previous + delta);
        }

        return numbers;
    }

    public void SkipDeltas(int count)
    {
        while (count > 0)
        {
            if (_bytes[Position++] < 0x80)
                count--;
        }
    }

    public double[] ReadFloats(int count)
    {
        var width = _bytes[Position++];
        var planes = _bytes.Slice(Position, count * width);
        Position += planes.Length;
        var values = new double[count];
        if (width == 4)
        {
            var a = planes[..count];
            var b = planes.Slice(count, count);
            var c = planes.Slice(2 * count, count);
            var d = planes.Slice(3 * count, count);
            for (var i = 0; i < values.Length; i++)
                values[i] = BitConverter.UInt32BitsToSingle(a[i] | ((uint)b[i] << 8) | ((uint)c[i] << 16) | ((uint)d[i] << 24));
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            ulong bits = 0;
            for (var plane = 0; plane < width; plane++)
                bits |= (ulong)planes[plane * count + i] << (8 * plane);
            values[i] = BitConverter.UInt64BitsToDouble(bits);
        }

        return values;
    }

    private double ReadDouble()
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_bytes[Position..]);
        Position += 8;
        return value;
    }

    private long ReadVarint()
    {
        ulong result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = _bytes[Position++];
            result |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return (long)result;
        }
    }
}

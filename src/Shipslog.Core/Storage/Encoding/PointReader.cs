using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Reads the columns that <see cref="PointCodec"/> writes, front to back.</summary>
internal ref struct PointReader(ReadOnlySpan<byte> bytes)
{
    [ThreadStatic]
    private static long[]? _whole;

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
        var steps = GC.AllocateUninitializedArray<Step>(count);
        var form = _bytes[Position++];
        if (form == PointCodec.WholeSteps)
        {
            var whole = ReadWhole(count);
            for (var i = 0; i < steps.Length; i++)
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
        var numbers = GC.AllocateUninitializedArray<long>(count);
        ReadDeltas(numbers);
        return numbers;
    }

    private ReadOnlySpan<long> ReadWhole(int count)
    {
        if (_whole is null || _whole.Length < count)
            _whole = new long[count];
        ReadDeltas(_whole.AsSpan(0, count));
        return _whole.AsSpan(0, count);
    }

    public void ReadDeltas(Span<long> numbers)
    {
        var bytes = _bytes;
        var at = Position;
        long previous = 0, delta = 0;
        for (var i = 0; i < numbers.Length;)
        {
            var zigzag = (ulong)bytes[at];
            if (zigzag == 0)
            {
                // Most series have equal distances: then all the changes are zero bytes.
                var run = bytes.Slice(at, Math.Min(numbers.Length - i, bytes.Length - at));
                var zeros = run.IndexOfAnyExcept((byte)0);
                zeros = zeros < 0 ? run.Length : zeros;
                for (var k = 0; k < zeros; k++)
                    numbers[i + k] = unchecked(previous + delta * (k + 1));
                previous = unchecked(previous + delta * zeros);
                (at, i) = (at + zeros, i + zeros);
                continue;
            }

            at++;
            if (zigzag >= 0x80)
                zigzag = ReadRest(bytes, zigzag & 0x7f, ref at);
            delta = unchecked(delta + ((long)(zigzag >> 1) ^ -(long)(zigzag & 1)));
            numbers[i++] = previous = unchecked(previous + delta);
        }

        Position = at;
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
        var values = GC.AllocateUninitializedArray<double>(count);
        BytePlanes.Join(ReadBytes(count * width), width, values);
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
        var at = Position;
        var result = ReadRest(_bytes, 0, ref at, 0);
        Position = at;
        return (long)result;
    }

    /// <summary>The rest of a number whose lowest bits are known.</summary>
    private static ulong ReadRest(ReadOnlySpan<byte> bytes, ulong known, ref int at, int shift = 7)
    {
        for (; ; shift += 7)
        {
            var part = bytes[at++];
            known |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return known;
        }
    }
}

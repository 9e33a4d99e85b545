using System.Buffers.Binary;
using System.Text;
using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest.Points;

/// <summary>Reads the small parts of a message, and never beyond its end.</summary>
internal ref struct PointsReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding _utf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool IsAtEnd => _at == _bytes.Length;

    public static ShipslogException Invalid(string why) =>
        new(Failure.Invalid, $"The body is no points message: {why}.", "invalid-points");

    public readonly void RequireLeft(long count)
    {
        if (count > _bytes.Length - _at)
            throw Invalid("it ends too early");
    }

    public ReadOnlySpan<byte> Take(long count)
    {
        RequireLeft(count);
        var taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw Invalid("a number has more than 64 bits");
    }

    /// <summary>A count of things of at least <paramref name="leastBytes"/> each, so that no count makes more room than its message has bytes.</summary>
    public int Count(int leastBytes)
    {
        var count = Varint();
        if (count > (ulong)(_bytes.Length - _at) / (ulong)leastBytes)
            throw Invalid("it counts more than it holds");
        return (int)count;
    }

    public string Text(int maxBytes)
    {
        var bytes = TextBytes();
        if (bytes.Length > maxBytes)
            throw Invalid($"a text is longer than {maxBytes} bytes");
        try
        {
            return _utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("a text is not UTF-8");
        }
    }

    /// <summary>An attribute path; null, with its text, when it can't be one.</summary>
    public AttributePath? Path(out string text)
    {
        text = Text(1 << 16);
        return AttributePath.TryCreate(text, out var path) ? path : null;
    }

    /// <summary>A column of differences of differences. Drawn in docs/formats/chunks.md.</summary>
    public long[] Deltas(int count)
    {
        RequireLeft(count);
        var numbers = new long[count];
        long previous = 0, delta = 0;
        for (var i = 0; i < count; i++)
        {
            var zigzag = Varint();
            delta = unchecked(delta + ((long)(zigzag >> 1) ^ -(long)(zigzag & 1)));
            numbers[i] = previous = unchecked(previous + delta);
        }

        return numbers;
    }

    private ReadOnlySpan<byte> TextBytes()
    {
        var length = Varint();
        return Take((long)Math.Min(length, int.MaxValue));
    }
}

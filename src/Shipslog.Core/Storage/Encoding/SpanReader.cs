using System.Buffers.Binary;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Reads what a <see cref="BinaryWriter"/> wrote, out of memory and without making anything but the texts asked for.</summary>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; set; }

    public readonly bool IsAtEnd => Position >= _bytes.Length;

    /// <summary>The next byte, which stays the next.</summary>
    public readonly byte Peek => _bytes[Position];

    public byte Byte() => _bytes[Position++];

    public bool Bool() => _bytes[Position++] != 0;

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public Guid Guid() => new(Take(16));

    public int Varint()
    {
        int value = 0, shift = 0;
        byte next;
        do
        {
            next = _bytes[Position++];
            value |= (next & 127) << shift;
            shift += 7;
        }
        while ((next & 128) != 0);

        return value;
    }

    public string Text() => System.Text.Encoding.UTF8.GetString(Take(Varint()));

    public void SkipText() => Take(Varint());

    public void SkipOptionalText()
    {
        if (Bool())
            SkipText();
    }

    public void SkipOptionalDouble()
    {
        if (Bool())
            Position += 8;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}

using System.Buffers.Binary;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>Bytes that are no protobuf message.</summary>
internal sealed class MalformedMessageException() : Exception("The body is no such message.");

/// <summary>Reads the fields of a protobuf message in place. What large bodies are made of is read by it: the generated classes make three objects a point.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Its wire type: 0 varint, 1 eight bytes, 2 counted bytes, 5 four bytes.</summary>
    public int Type { get; private set; }

    /// <summary>Goes to the next field; false at the end. The field must be read or skipped before.</summary>
    public bool Next()
    {
        if (_at == _bytes.Length)
            return false;
        var tag = Varint();
        if (tag is < 8 or > uint.MaxValue)
            throw new MalformedMessageException();
        (Field, Type) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    public ulong Varint()
    {
        if (_at < _bytes.Length && _bytes[_at] < 128)
            return _bytes[_at++];
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at == _bytes.Length)
                throw new MalformedMessageException();
            var next = _bytes[_at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw new MalformedMessageException();
    }

    /// <summary>The varint of the current field.</summary>
    public ulong Number() => Type == 0 ? Varint() : throw new MalformedMessageException();

    /// <summary>The bytes of the current field.</summary>
    public ReadOnlySpan<byte> Bytes() => Type == 2 ? Counted() : throw new MalformedMessageException();

    /// <summary>The float of the current field.</summary>
    public float Single() => Type == 5 ? BinaryPrimitives.ReadSingleLittleEndian(Take(4)) : throw new MalformedMessageException();

    /// <summary>Passes the current field over.</summary>
    public void Skip()
    {
        switch (Type)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Counted(); break;
            case 5: Take(4); break;
            default: throw new MalformedMessageException(); // Groups: proto3 has none.
        }
    }

    private ReadOnlySpan<byte> Counted()
    {
        var length = Varint();
        return length <= int.MaxValue ? Take((int)length) : throw new MalformedMessageException();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _at)
            throw new MalformedMessageException();
        var taken = _bytes.Slice(_at, length);
        _at += length;
        return taken;
    }
}

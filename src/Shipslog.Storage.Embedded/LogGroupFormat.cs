using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>The bytes of a group in a log file: a header, a head (which entries, new names, request ids) and a body (the entries). Drawn in docs/formats/log.md.</summary>
internal static class LogGroupFormat
{
    private const uint Mark = 0x474F4C53; // "SLOG"
    private const int HeaderBytes = 52;
    private const int HashedBytes = 44;

    /// <summary>What can be said of the bytes at a place.</summary>
    public enum State
    {
        /// <summary>No group begins here, or its head is not what was written.</summary>
        None,

        /// <summary>The head is whole, the body is not: it is torn, or damaged.</summary>
        HeadOnly,

        /// <summary>A whole group.</summary>
        Whole,
    }

    /// <summary>A group's header and head; the payloads of its entries follow them as they are.</summary>
    public static byte[] Head(LogGroup group, uint file)
    {
        var head = new MemoryStream(HeaderBytes + (group.Entries.Count * 8) + (group.Requests.Count * 48) + 16);
        head.SetLength(HeaderBytes);
        head.Position = HeaderBytes;
        using var writer = new BinaryWriter(head, Encoding.UTF8);
        var (body, bodyBytes) = (new XxHash3(), 0);
        foreach (var entry in group.Entries)
        {
            writer.Write(entry.RunKey);
            writer.Write(entry.Payload.Length);
            body.Append(entry.Payload.Span);
            bodyBytes += entry.Payload.Length;
        }

        writer.Write7BitEncodedInt(group.Names.Count);
        foreach (var name in group.Names)
        {
            writer.Write7BitEncodedInt(name.Id);
            writer.Write(name.Path);
        }

        writer.Write7BitEncodedInt(group.Requests.Count);
        foreach (var (id, answer) in group.Requests)
        {
            writer.Write(id);
            writer.Write7BitEncodedInt(answer.Length);
            writer.Write(answer);
        }

        writer.Flush();
        var bytes = head.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), file);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), group.Entries[0].Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), group.UnixMilliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), group.Entries.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), bytes.Length - HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), bodyBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(36), body.GetCurrentHashAsUInt64());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HashedBytes), HeadHash(bytes, bytes.Length - HeaderBytes));
        return bytes;
    }

    /// <summary>Reads the group at a place of a file, and how many bytes it takes. Payloads are slices of the file's bytes.</summary>
    public static State Read(byte[] bytes, int at, uint file, out LogGroup? group, out int length)
    {
        (group, length) = (null, 0);
        var rest = bytes.AsSpan(at);
        if (rest.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Mark || BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) != file)
            return State.None;
        var (entries, head, body) = (BinaryPrimitives.ReadInt32LittleEndian(rest[24..]), BinaryPrimitives.ReadInt32LittleEndian(rest[28..]), BinaryPrimitives.ReadInt32LittleEndian(rest[32..]));
        if (entries <= 0 || head < 0 || body < 0 || rest.Length - HeaderBytes < head || HeadHash(rest, head) != BinaryPrimitives.ReadUInt64LittleEndian(rest[HashedBytes..]))
            return State.None;
        var isLong = rest.Length - HeaderBytes - head >= body;
        length = HeaderBytes + head + Math.Min(body, rest.Length - HeaderBytes - head);
        // What the hash covers was written so: no count or length in it needs to be doubted.
        group = ReadHead(bytes, at, entries, head, isLong);
        return isLong && XxHash3.HashToUInt64(rest.Slice(HeaderBytes + head, body)) == BinaryPrimitives.ReadUInt64LittleEndian(rest[36..]) ? State.Whole : State.HeadOnly;
    }

    private static LogGroup ReadHead(byte[] bytes, int at, int count, int head, bool withPayloads)
    {
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 8));
        using var reader = new BinaryReader(new MemoryStream(bytes, at + HeaderBytes, head), Encoding.UTF8);
        var entries = new LogEntry[count];
        for (var (i, place) = (0, at + HeaderBytes + head); i < count; i++)
        {
            var (run, length) = (reader.ReadInt32(), reader.ReadInt32());
            entries[i] = new LogEntry(sequence + i, run, withPayloads ? bytes.AsMemory(place, length) : default);
            place += length;
        }

        var names = new AttributeName[reader.Read7BitEncodedInt()];
        for (var i = 0; i < names.Length; i++)
            names[i] = new AttributeName(reader.Read7BitEncodedInt(), reader.ReadString());
        var requests = new (string, byte[])[reader.Read7BitEncodedInt()];
        for (var i = 0; i < requests.Length; i++)
            requests[i] = (reader.ReadString(), reader.ReadBytes(reader.Read7BitEncodedInt()));
        return new LogGroup(entries, names, requests, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 16)));
    }

    private static ulong HeadHash(ReadOnlySpan<byte> group, int head)
    {
        var hash = new XxHash3();
        hash.Append(group[..HashedBytes]);
        hash.Append(group.Slice(HeaderBytes, head));
        return hash.GetCurrentHashAsUInt64();
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>
/// The envelope of every blob we store: a version byte, a byte that says whether the body is compressed, the length of the raw body
/// (32 bits), the body, and an XxHash3 of all before it (64 bits). Drawn in docs/formats/README.md.
/// </summary>
internal static class Frame
{
    private const byte Version = 1;
    private const int HeadBytes = 6;
    private const int HashBytes = 8;

    // Below this zstd's own header eats what it saves.
    private const int CompressFromBytes = 128;

    public static byte[] Seal(ReadOnlySpan<byte> body)
    {
        if (body.Length >= CompressFromBytes)
        {
            using var room = Scratch.Take();
            var packed = room.Buffer.GetSpan(Zstd.MostBytes(body.Length));
            packed = packed[..Zstd.Compress(body, packed)];
            if (packed.Length < body.Length)
                return Build(packed, 1, body.Length);
        }

        return Build(body, 0, body.Length);
    }

    /// <summary>The same for a body of parts that have nothing in common: each is compressed on its own, or kept as it is when that hardly makes it smaller.</summary>
    /// <param name="body">All parts.</param>
    /// <param name="ends">Where each part ends, ascending; the last is the body's length.</param>
    public static byte[] SealParts(ReadOnlySpan<byte> body, ReadOnlySpan<int> ends)
    {
        using var room = Scratch.Take();
        using var packedRoom = Scratch.Take();
        var writer = new PointWriter(room.Buffer);
        var start = 0;
        foreach (var end in ends)
        {
            var part = body[start..end];
            ReadOnlySpan<byte> packed = default;
            if (part.Length >= CompressFromBytes)
            {
                var space = packedRoom.Buffer.GetSpan(Zstd.MostBytes(part.Length));
                packed = space[..Zstd.Compress(part, space)];
                if (packed.Length >= part.Length - part.Length / 16)
                    packed = default;
            }

            writer.Varint(part.Length);
            writer.Varint(packed.Length);
            room.Buffer.Write(packed.IsEmpty ? part : packed);
            start = end;
        }

        return Build(room.Buffer.WrittenSpan, 2, body.Length);
    }

    /// <summary>The same for a body in two pieces that compressing would hardly make smaller.</summary>
    public static byte[] SealAsIs(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        var frame = GC.AllocateUninitializedArray<byte>(HeadBytes + head.Length + rest.Length + HashBytes);
        head.CopyTo(frame.AsSpan(HeadBytes));
        rest.CopyTo(frame.AsSpan(HeadBytes + head.Length));
        return Finish(frame, 0, head.Length + rest.Length);
    }

    /// <exception cref="ShipslogException">Unavailable: damaged, or of a later version.</exception>
    public static byte[] Open(ReadOnlySpan<byte> frame, string what)
    {
        byte[]? body = null;
        var opened = Open(frame, what, ref body);
        return body is not null && body.Length == opened.Length ? body : opened.ToArray();
    }

    /// <summary>The same into a buffer that is used again, and made larger when need be; a body that isn't compressed stays where it is.</summary>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> frame, string what, ref byte[]? buffer)
    {
        var body = Check(frame, what);
        if (frame[1] == 0)
            return body;
        var size = BinaryPrimitives.ReadInt32LittleEndian(frame[2..]);
        if (buffer is null || buffer.Length < size)
            buffer = GC.AllocateUninitializedArray<byte>(buffer is null ? size : size + size / 2);
        if (frame[1] != 2)
            return buffer.AsSpan(0, Zstd.Decompress(body, buffer));
        OpenParts(body, buffer.AsSpan(0, size), what);
        return buffer.AsSpan(0, size);
    }

    /// <summary>Whether it was made by <see cref="SealParts"/>.</summary>
    public static bool HasParts(ReadOnlySpan<byte> frame) => frame.Length > 1 && frame[1] == 2;

    /// <summary>What lies between head and checksum, as it is stored.</summary>
    /// <exception cref="ShipslogException">Unavailable: damaged, or of a later version.</exception>
    public static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> frame, string what)
    {
        if (frame.Length < HeadBytes + HashBytes
            || XxHash3.HashToUInt64(frame[..^HashBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(frame[^HashBytes..]))
            throw Damaged(what, "its checksum is wrong");
        if (frame[0] != Version)
            throw Damaged(what, $"its format {frame[0]} is newer than this program");
        return frame[HeadBytes..^HashBytes];
    }

    private static void OpenParts(ReadOnlySpan<byte> parts, Span<byte> body, string what)
    {
        var reader = new PointReader(parts);
        while (reader.Position < parts.Length)
        {
            var (raw, packed) = (reader.ReadCount(), reader.ReadCount());
            if (raw > body.Length)
                throw Damaged(what, "its parts don't make the whole");
            if (packed == 0)
                reader.ReadBytes(raw).CopyTo(body);
            else
                Zstd.DecompressExactly(reader.ReadBytes(packed), body[..raw]);
            body = body[raw..];
        }

        if (!body.IsEmpty)
            throw Damaged(what, "its parts don't make the whole");
    }

    private static ShipslogException Damaged(string what, string why) =>
        new(Failure.Unavailable, $"A stored {what} cannot be read: {why}.", "damaged");

    private static byte[] Build(ReadOnlySpan<byte> body, byte mode, int rawBytes)
    {
        var frame = GC.AllocateUninitializedArray<byte>(HeadBytes + body.Length + HashBytes);
        body.CopyTo(frame.AsSpan(HeadBytes));
        return Finish(frame, mode, rawBytes);
    }

    private static byte[] Finish(byte[] frame, byte mode, int rawBytes)
    {
        frame[0] = Version;
        frame[1] = mode;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(2), rawBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(frame.Length - HashBytes), XxHash3.HashToUInt64(frame.AsSpan(0, frame.Length - HashBytes)));
        return frame;
    }
}

using System.Buffers.Binary;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// Which bytes of an unfinished upload have arrived: beside it lies <c>&lt;id&gt;.parts</c>, 16 bytes a part (offset and length, little-endian).
/// Without it a part that never came would be a hole of zeros in the file.
/// </summary>
internal static class UploadParts
{
    private const int PartBytes = 16;

    public static string PathOf(string upload) => upload + ".parts";

    /// <summary>Notes a part that is on disk.</summary>
    public static bool Add(string upload, long offset, long length)
    {
        Span<byte> part = stackalloc byte[PartBytes];
        BinaryPrimitives.WriteInt64LittleEndian(part, offset);
        BinaryPrimitives.WriteInt64LittleEndian(part[8..], length);
        using var file = new FileStream(PathOf(upload), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0);
        file.Write(part);
        file.Flush(flushToDisk: true);
        return true;
    }

    /// <summary>The first byte below <paramref name="length"/> that did not arrive, or null.</summary>
    public static long? FirstGap(string upload, long length)
    {
        var noted = File.Exists(PathOf(upload)) ? File.ReadAllBytes(PathOf(upload)) : [];
        var parts = new List<(long Offset, long Length)>(noted.Length / PartBytes);
        for (var at = 0; at + PartBytes <= noted.Length; at += PartBytes)
            parts.Add((BinaryPrimitives.ReadInt64LittleEndian(noted.AsSpan(at)), BinaryPrimitives.ReadInt64LittleEndian(noted.AsSpan(at + 8))));
        long end = 0;
        foreach (var (offset, size) in parts.OrderBy(part => part.Offset))
        {
            if (offset > end)
                return end;
            end = Math.Max(end, offset + size);
        }

        return end < length ? end : null;
    }
}

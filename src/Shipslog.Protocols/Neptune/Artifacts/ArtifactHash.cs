using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Artifacts;

/// <summary>
/// The hash of a data set version, which clients compute too and compare (contract, section 7): SHA-256 over the files sorted by path.
/// Lengths are in characters (Unicode code points), as Python counts them.
/// </summary>
internal static class ArtifactHash
{
    /// <summary>Computes it.</summary>
    /// <param name="files">In any order.</param>
    /// <param name="withMetadata">True for version 1 (clients before 1.0), which also covers the metadata; false for version 2.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Of(IEnumerable<DatasetFile> files, bool withMetadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sort(files))
        {
            hash.AppendData("#"u8);
            Text(hash, file.Path);
            hash.AppendData("#"u8);
            hash.AppendData(Encoding.UTF8.GetBytes(file.Hash));
            hash.AppendData("#"u8);
            if (file.SizeBytes is { } size)
                Long(hash, size);
            hash.AppendData("#"u8);
            Text(hash, file.Type);
            if (withMetadata)
                Metadata(hash, file.Metadata);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>By path, in the order of code points, as Python sorts texts; UTF-16 order differs beyond the basic plane.</summary>
    public static IEnumerable<DatasetFile> Sort(IEnumerable<DatasetFile> files) => files.OrderBy(file => file.Path, CodePoints.Order);

    private static void Metadata(IncrementalHash hash, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        hash.AppendData("#"u8);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, CodePoints.Order))
        {
            hash.AppendData("|"u8);
            Text(hash, key);
            hash.AppendData("|"u8);
            Text(hash, value);
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.EnumerateRunes().Count());
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private static void Long(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private sealed class CodePoints : IComparer<string>
    {
        public static readonly CodePoints Order = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}

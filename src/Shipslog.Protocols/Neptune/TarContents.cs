using System.Formats.Tar;
using System.IO.Compression;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune;

/// <summary>Unpacks a <c>tar.gz</c> stream into the file store: regular files only, none outside, and no more than is reasonable.</summary>
internal static class TarContents
{
    private const int MaxEntries = 20_000;

    /// <summary>Stores the files; names that are refused come back apart.</summary>
    /// <exception cref="ShipslogException">Invalid: no tar.gz. TooLarge: too many entries.</exception>
    public static async Task<(IReadOnlyList<FileSetEntry> Files, IReadOnlyList<string> Refused)> StoreAsync(
        Stream content, IFileStore store, long unixMilliseconds, CancellationToken cancellation)
    {
        var files = new List<FileSetEntry>();
        var refused = new List<string>();
        try
        {
            await using var unzipped = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
            await using var tar = new TarReader(unzipped);
            for (var count = 0; await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry; count++)
            {
                if (count >= MaxEntries)
                    throw new ShipslogException(Failure.TooLarge, $"The archive has more than {MaxEntries} entries.");
                if (entry.EntryType is TarEntryType.Directory)
                    continue;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || RelativePaths.TryClean(entry.Name) is not { } path)
                {
                    refused.Add(entry.Name);
                    continue;
                }

                var (hash, size) = await store.PutAsync(entry.DataStream ?? Stream.Null, StoredFiles.MaxBytes, cancellation);
                files.Add(new FileSetEntry(path, StoredFiles.Of(hash, size, RelativePaths.NameOf(path)), unixMilliseconds));
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ShipslogException(Failure.Invalid, "The body is not a tar.gz archive, or was cut off.", "invalid-archive");
        }

        return (files, refused);
    }
}

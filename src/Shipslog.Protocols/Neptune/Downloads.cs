using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune;

/// <summary>Files on their way out.</summary>
internal static class Downloads
{
    /// <summary>A stored file; NotFound when its content is missing.</summary>
    public static IResult File(HttpResponse response, StoredFile file, IFileStore files)
    {
        var content = files.OpenRead(file.Hash) ?? throw new ShipslogException(Failure.NotFound, "The file's content is missing.", "file-not-found");
        response.Headers.ContentDisposition = Disposition(file.Name);
        return Results.Stream(content, "application/octet-stream", enableRangeProcessing: true);
    }

    /// <summary>A zip, made in a temporary file first: clients want its length.</summary>
    /// <param name="response">Gets the header.</param>
    /// <param name="name">File name.</param>
    /// <param name="entries">Files with their paths in the zip. Folders get entries of their own, as clients expect (contract, 6.7).</param>
    /// <param name="files">The contents.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<IResult> ZipAsync(
        HttpResponse response, string name, IReadOnlyList<FileSetEntry> entries, IFileStore files, CancellationToken cancellation)
    {
        var temporary = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var zip = await ZipArchive.CreateAsync(temporary, ZipArchiveMode.Create, leaveOpen: true, null, cancellation))
        {
            foreach (var folder in Folders(entries))
                zip.CreateEntry(folder);
            foreach (var entry in entries)
            {
                await using var content = files.OpenRead(entry.Stored.Hash);
                if (content is null)
                    continue;
                await using var target = await zip.CreateEntry(entry.Path, CompressionLevel.Fastest).OpenAsync(cancellation);
                await content.CopyToAsync(target, cancellation);
            }
        }

        temporary.Position = 0;
        response.Headers.ContentDisposition = Disposition(name);
        return Results.Stream(temporary, "application/zip");
    }

    /// <summary>Unquoted, because 0.x keeps quotes as part of the name (contract, 4.8); other scripts and blanks as RFC 5987 says.</summary>
    public static string Disposition(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
        return plain == name ? $"attachment; filename={plain}" : $"attachment; filename={plain}; filename*=UTF-8''{Uri.EscapeDataString(name)}";
    }

    private static SortedSet<string> Folders(IReadOnlyList<FileSetEntry> entries)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal) { "/" };
        foreach (var entry in entries)
        {
            for (var slash = entry.Path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = entry.Path.IndexOf('/', slash + 1))
                folders.Add(entry.Path[..(slash + 1)]);
        }

        return folders;
    }
}

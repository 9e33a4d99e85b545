using System.IO.Compression;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Files of a run as a zip, written to the answer as it is read from the file store.</summary>
internal static class RunArchive
{
    private static readonly HashSet<string> Compressed = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".zip", ".gz", ".bz2", ".xz", ".zst", ".7z", ".npz", ".parquet", ".pt", ".pth",
    };

    /// <summary>The files of a file set, or every file, file set and file series at or below a namespace (all of the run when empty), with safe, distinct names.</summary>
    public static async Task<IReadOnlyList<ArchiveEntry>> EntriesAsync(
        RunScope scope, string path, CancellationToken cancellation)
    {
        var snapshot = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        var ns = path.Trim('/');
        var entries = new List<ArchiveEntry>();
        foreach (var attribute in snapshot.Attributes)
        {
            var here = attribute.Path.Value;
            if (here == ns)
                await AddAsync(scope, attribute, attribute.Value is AttributeValue.File file ? file.Stored.Name : "", entries, cancellation);
            else if (ns.Length == 0 || attribute.Path.IsBelow(ns))
                await AddAsync(scope, attribute, ns.Length == 0 ? here : here[(ns.Length + 1)..], entries, cancellation);
        }

        return Distinct(entries);
    }

    /// <summary>Writes the zip. A file whose content is missing is named in <c>MISSING.txt</c>.</summary>
    public static async Task WriteAsync(
        IReadOnlyList<ArchiveEntry> entries, IFileStore files, Stream output, CancellationToken cancellation)
    {
        var target = new AsyncOutput(output);
        await using (var zip = await ZipArchive.CreateAsync(
            target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation))
        {
            var missing = new List<string>();
            foreach (var item in entries)
            {
                if (!await AddAsync(zip, item, files, cancellation))
                    missing.Add(item.Name);
            }

            if (missing.Count > 0)
                await AddMissingAsync(zip, missing, cancellation);
        }

        await target.FlushAsync(cancellation);
    }

    private static async Task<bool> AddAsync(ZipArchive zip, ArchiveEntry item, IFileStore files, CancellationToken cancellation)
    {
        await using var content = files.OpenRead(item.File.Hash);
        if (content is null)
            return false;
        var level = Compressed.Contains(Path.GetExtension(item.Name)) ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
        var entry = zip.CreateEntry(item.Name, level);
        if (item.UnixMilliseconds is { } time)
            entry.LastWriteTime = ZipTime(time);
        await using var target = await entry.OpenAsync(cancellation);
        await content.CopyToAsync(target, cancellation);
        return true;
    }

    private static async Task AddMissingAsync(ZipArchive zip, List<string> missing, CancellationToken cancellation)
    {
        await using var target = await zip.CreateEntry("MISSING.txt").OpenAsync(cancellation);
        await using var text = new StreamWriter(target);
        await text.WriteAsync(string.Join('\n', missing).AsMemory(), cancellation);
    }

    /// <summary>A name that stays below the folder it is unpacked into, on any system: relative, without <c>..</c>, drives, backslashes and control characters.</summary>
    public static string SafePath(string path)
    {
        var segments = path.Split('/', '\\')
            .Where(segment => segment.Trim(' ', '.').Length > 0)
            .Select(FileHeaders.SafeName)
            .ToList();
        return segments.Count == 0 ? "file" : string.Join('/', segments);
    }

    private static async Task AddAsync(
        RunScope scope, RunAttribute attribute, string name, List<ArchiveEntry> entries, CancellationToken cancellation)
    {
        switch (attribute.Value)
        {
            case AttributeValue.File { Stored: var file }:
                entries.Add(new ArchiveEntry(WithExtension(name, file), file, null));
                break;
            case AttributeValue.FileSet set:
                entries.AddRange(set.Files.Select(file => new ArchiveEntry($"{name}/{file.Path}", file.Stored, file.UnixMilliseconds)));
                break;
            case AttributeValue.FileSeries:
                var series = new SeriesRef(scope.Run.Id, attribute.Path);
                var page = await scope.Engine.FilesAsync(series, new PointQuery(), cancellation);
                foreach (var point in page.Points.Where(point => point.Value.Stored is not null))
                {
                    var step = point.Step.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    entries.Add(new ArchiveEntry(
                        WithExtension($"{name}/{step}", point.Value.Stored!), point.Value.Stored!, point.UnixMilliseconds));
                }

                break;
        }
    }

    /// <summary>An attribute's path may lack the extension that the file's own name has.</summary>
    private static string WithExtension(string name, StoredFile file)
    {
        var extension = Path.GetExtension(file.Name);
        return name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name : name + extension;
    }

    private static List<ArchiveEntry> Distinct(List<ArchiveEntry> entries)
    {
        // Ignoring case, because some systems do when they unpack.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var distinct = new List<ArchiveEntry>(entries.Count);
        foreach (var entry in entries)
        {
            var safe = SafePath(entry.Name);
            var name = safe;
            for (var n = 2; !names.Add(name); n++)
                name = $"{safe[..^Path.GetExtension(safe).Length]} ({n}){Path.GetExtension(safe)}";
            distinct.Add(entry with { Name = name });
        }

        return distinct;
    }

    /// <summary>The zip format knows the years 1980 to 2107.</summary>
    private static DateTimeOffset ZipTime(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        unixMilliseconds,
        new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        new DateTimeOffset(2107, 12, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()));
}

/// <summary>A file of an archive.</summary>
/// <param name="Name">Path within the archive.</param>
/// <param name="File">The content.</param>
/// <param name="UnixMilliseconds">When it was made, or null.</param>
internal sealed record ArchiveEntry(string Name, StoredFile File, long? UnixMilliseconds);

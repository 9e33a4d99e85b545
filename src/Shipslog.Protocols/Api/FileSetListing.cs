using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>A file set seen as folders. Pure.</summary>
internal static class FileSetListing
{
    /// <summary>What lies directly in a folder: folders first, then files, each by name.</summary>
    /// <param name="set">The file set.</param>
    /// <param name="folder">Path of the folder without a slash at the end; empty: the top.</param>
    public static IReadOnlyList<FileSetEntryMessage> Of(AttributeValue.FileSet set, string folder)
    {
        var prefix = folder.Trim('/') is { Length: > 0 } inner ? inner + "/" : "";
        return
        [
            .. set.Files
                .Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal) && file.Path.Length > prefix.Length)
                .GroupBy(file => Name(file.Path, prefix.Length), StringComparer.Ordinal)
                .Select(entries => ToWire(entries, prefix))
                .OrderByDescending(entry => entry.Directory)
                .ThenBy(entry => entry.Name, StringComparer.Ordinal),
        ];
    }

    private static FileSetEntryMessage ToWire(IGrouping<string, FileSetEntry> entries, string prefix) => new(
        entries.Key,
        prefix + entries.Key,
        entries.Sum(file => file.Stored.SizeBytes),
        entries.Any(file => file.Path.Length > prefix.Length + entries.Key.Length),
        ApiTranslation.Iso(entries.Max(file => file.UnixMilliseconds)));

    private static string Name(string path, int start)
    {
        var slash = path.IndexOf('/', start);
        return slash < 0 ? path[start..] : path[start..slash];
    }
}

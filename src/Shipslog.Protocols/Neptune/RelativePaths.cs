using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune;

/// <summary>Names of files from outside.</summary>
internal static class RelativePaths
{
    private const int QuotedChars = 100;

    /// <summary>A relative path without empty, <c>.</c> and <c>..</c> segments.</summary>
    /// <exception cref="ShipslogException">Invalid: absolute, leads out, empty, or has control characters.</exception>
    public static string Require(string? name) =>
        TryClean(name) ?? throw new ShipslogException(
            Failure.Invalid, $"The file name {Quote(name)} is empty, absolute, or leads out of its folder.", "invalid-file-name");

    /// <summary>The beginning of a name, for messages.</summary>
    public static string Quote(string? name) => name is { Length: > QuotedChars } ? name[..QuotedChars] + "…" : name ?? "";

    /// <summary>The same; null when refused.</summary>
    public static string? TryClean(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name[0] is '/' or '\\' || name.Any(char.IsControl) || (name.Length > 1 && name[1] == ':'))
            return null;
        if (name.Split('/', '\\').Contains(".."))
            return null;
        var segments = name.Split('/').Where(segment => segment is not ("" or ".")).ToList();
        return segments.Count == 0 ? null : string.Join('/', segments);
    }

    /// <summary>The last segment.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}

using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>What an uploaded file means for the run.</summary>
internal static class FileOperations
{
    /// <summary>The file becomes the attribute's value; it is called like the attribute, with the extension.</summary>
    public static RunOperation Assign(string attribute, string? extension, ContentHash hash, long sizeBytes)
    {
        var name = RelativePaths.NameOf(attribute);
        if (!string.IsNullOrEmpty(extension) && !name.EndsWith("." + extension, StringComparison.Ordinal))
            name += "." + extension;
        return new RunOperation.Assign(new AttributePath(attribute), new AttributeValue.File(StoredFiles.Of(hash, sizeBytes, name)));
    }

    /// <summary>The file goes into a file set.</summary>
    /// <param name="attribute">The set.</param>
    /// <param name="path">Its path there, clean.</param>
    /// <param name="hash">Its content.</param>
    /// <param name="sizeBytes">Its length.</param>
    /// <param name="unixMilliseconds">Now.</param>
    /// <param name="reset">Whether to empty the set first.</param>
    public static RunOperation Put(string attribute, string path, ContentHash hash, long sizeBytes, long unixMilliseconds, bool reset = false) =>
        new RunOperation.ChangeFileSet(
            new AttributePath(attribute), [new FileSetEntry(path, StoredFiles.Of(hash, sizeBytes, RelativePaths.NameOf(path)), unixMilliseconds)], [], reset);

    /// <summary>A truth value as Python writes it.</summary>
    public static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
}

using Shipslog.Core.Model;
using Microsoft.AspNetCore.StaticFiles;

namespace Shipslog.Protocols.Neptune;

/// <summary>Descriptions of stored files.</summary>
internal static class StoredFiles
{
    /// <summary>The longest file, in bytes: 1 TB.</summary>
    public const long MaxBytes = 1L << 40;

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>A file under a name, its type told by the extension.</summary>
    public static StoredFile Of(ContentHash hash, long sizeBytes, string name) => new(hash, sizeBytes, name, TypeOf(name));

    private static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".py" or ".ipynb" or ".yaml" or ".yml" or ".toml" or ".patch" or ".r" => "text/plain",
        _ => Types.TryGetContentType(name, out var type) ? type : "application/octet-stream",
    };
}

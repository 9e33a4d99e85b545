using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>How contents that anybody may have uploaded are served from our own origin without harm.</summary>
internal static class FileHeaders
{
    private const string Unknown = "application/octet-stream";
    private const int MaxNameLength = 200;
    private static readonly FileExtensionContentTypeProvider Types = MakeTypes();

    /// <summary>Sets the headers that hold whatever the content: no sniffing, a sandbox, and how long it may be cached.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="file">What it will hold.</param>
    /// <param name="askedHash">Content hash in the address: if it is the file's, the answer never changes. The address alone names whatever lies there now.</param>
    public static void Set(HttpResponse response, StoredFile file, string? askedHash)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers[HeaderNames.CacheControl] = string.Equals(askedHash, file.Hash.Hex, StringComparison.OrdinalIgnoreCase)
            ? "private, max-age=31536000, immutable"
            : "private, no-cache";
        headers.ContentSecurityPolicy = Policy(ContentType(file));
        headers.XFrameOptions = "SAMEORIGIN"; // The UI shows reports and documents in frames.
    }

    /// <summary>The stored type if it is one, with a charset for texts; else unknown.</summary>
    public static string ContentType(StoredFile file)
    {
        if (!MediaTypeHeaderValue.TryParse(file.MimeType, out var type))
            return Unknown;
        if (type.Type == "text" && !type.Charset.HasValue)
            type.Charset = "utf-8";
        return type.ToString();
    }

    /// <summary>The type that a name's extension suggests.</summary>
    public static string MimeOf(string name) => Types.TryGetContentType(name, out var type) ? type : Unknown;

    /// <summary>A name without folders, control characters and what is special on some system; never empty.</summary>
    public static string SafeName(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var safe = new string([.. last.Where(c => !char.IsControl(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal))]).Trim(' ', '.');
        if (safe.Length > MaxNameLength)
        {
            // From the end, to keep the extension; not through the middle of a surrogate pair.
            var start = safe.Length - MaxNameLength;
            safe = safe[(char.IsLowSurrogate(safe[start]) ? start + 1 : start)..];
        }

        return safe.Length == 0 ? "file" : safe;
    }

    /// <summary>
    /// The policy for a type: an opaque origin, so that a page's scripts (interactive charts need them) see neither session nor API; for
    /// all but HTML no scripts at all. PDF has no sandbox, because the browser's viewer refuses to work in a sandbox and runs no page's scripts.
    /// </summary>
    private static string Policy(string contentType) => contentType switch
    {
        _ when contentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) =>
            "sandbox allow-scripts; frame-ancestors 'self'",
        _ when contentType.StartsWith("application/pdf", StringComparison.OrdinalIgnoreCase) => "frame-ancestors 'self'",
        _ => "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'",
    };

    private static FileExtensionContentTypeProvider MakeTypes()
    {
        var types = new FileExtensionContentTypeProvider();
        foreach (var extension in new[] { ".py", ".ipynb", ".r", ".yaml", ".yml", ".toml", ".log", ".sh", ".cfg", ".ini", ".tex" })
            types.Mappings[extension] = "text/plain";
        types.Mappings[".ipynb"] = "application/json";
        return types;
    }
}

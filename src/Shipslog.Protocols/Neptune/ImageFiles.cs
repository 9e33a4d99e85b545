using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune;

/// <summary>Images that travel in JSON.</summary>
internal static class ImageFiles
{
    /// <summary>Stores <c>{name, description, data}</c>. Data that is missing (the client left it out for size) or no base64 gives an empty point.</summary>
    public static async Task<SeriesFile> StoreAsync(JsonElement image, IFileStore files, CancellationToken cancellation)
    {
        var name = image.Text("name");
        var description = image.Text("description");
        if (image.Member("data") is not { ValueKind: JsonValueKind.String } data || !data.TryGetBytesFromBase64(out var bytes) || bytes.Length == 0)
            return new SeriesFile(null, name, description);
        var (mime, extension) = TypeOf(bytes);
        using var content = new MemoryStream(bytes);
        var (hash, size) = await files.PutAsync(content, bytes.Length, cancellation);
        return new SeriesFile(new StoredFile(hash, size, "image" + extension, mime), name, description);
    }

    /// <summary>The type by the first bytes.</summary>
    public static (string Mime, string Extension) TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, 0x50, 0x4E, 0x47, ..] => ("image/png", ".png"),
        [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", ".jpg"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => ("image/gif", ".gif"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ("image/webp", ".webp"),
        [(byte)'B', (byte)'M', ..] => ("image/bmp", ".bmp"),
        _ => ("application/octet-stream", ".bin"),
    };
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Http;

/// <summary>Small records as signed text, safe in a URL: what the server hands out and gets back unchanged. Nothing is stored per text, and they survive a restart. Thread safe.</summary>
public sealed class SignedTexts(ICatalog catalog)
{
    private byte[]? _key;

    /// <summary>Writes and signs a record.</summary>
    /// <param name="purpose">What it is for: a text made for one purpose is none for another.</param>
    /// <param name="record">What to write.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<string> WriteAsync<T>(string purpose, T record, CancellationToken cancellation = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(record);
        return $"{Base64Url.EncodeToString(body)}.{Base64Url.EncodeToString(await SignAsync(purpose, body, cancellation))}";
    }

    /// <summary>Reads a record; null when the text was not signed here for this purpose.</summary>
    public async Task<T?> ReadAsync<T>(string purpose, string text, CancellationToken cancellation = default)
        where T : class
    {
        if (text.Split('.') is not [var body, var signature] || !Base64Url.IsValid(body) || !Base64Url.IsValid(signature))
            return null;
        var bytes = Base64Url.DecodeFromChars(body);
        var isOurs = CryptographicOperations.FixedTimeEquals(await SignAsync(purpose, bytes, cancellation), Base64Url.DecodeFromChars(signature));
        return isOurs ? JsonSerializer.Deserialize<T>(bytes) : null;
    }

    private async ValueTask<byte[]> SignAsync(string purpose, byte[] body, CancellationToken cancellation)
    {
        _key ??= [.. await catalog.GetOrAddSecretAsync("signed-text-key", RandomNumberGenerator.GetBytes(32), cancellation)];
        return HMACSHA256.HashData(_key, (byte[])[.. System.Text.Encoding.UTF8.GetBytes(purpose), 0, .. body]);
    }
}

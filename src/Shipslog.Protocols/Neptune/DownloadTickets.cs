using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune;

/// <summary>What a download address is good for.</summary>
/// <param name="User">Who asked; their permission is checked again when the address is used.</param>
/// <param name="Run">Whose files.</param>
/// <param name="Resource">The path of a file set, or <c>artifacts/</c>.</param>
/// <param name="Path">Only files below this; empty: all.</param>
/// <param name="ExpiresUnixMilliseconds">When it ends.</param>
internal sealed record DownloadTicket(Guid User, Guid Run, string Resource, string Path, long ExpiresUnixMilliseconds);

/// <summary>Signed, expiring addresses: 0.x fetches them without credentials (contract, 5.7). Thread safe.</summary>
internal sealed class DownloadTickets(ICatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>A ticket's text, safe in a URL.</summary>
    public async Task<string> IssueAsync(Guid user, Guid run, string resource, string path, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new DownloadTicket(user, run, resource, path, (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds()));
        return $"{Base64Url.EncodeToString(body)}.{Base64Url.EncodeToString(await SignAsync(body, cancellation))}";
    }

    /// <summary>Reads a ticket. Unauthenticated: not signed by us, or expired.</summary>
    public async Task<DownloadTicket> RequireAsync(string text, CancellationToken cancellation)
    {
        if (text.Split('.') is [var body, var signature] && Base64Url.IsValid(body) && Base64Url.IsValid(signature))
        {
            var bytes = Base64Url.DecodeFromChars(body);
            if (CryptographicOperations.FixedTimeEquals(await SignAsync(bytes, cancellation), Base64Url.DecodeFromChars(signature))
                && JsonSerializer.Deserialize<DownloadTicket>(bytes) is { } ticket
                && ticket.ExpiresUnixMilliseconds > time.GetUtcNow().ToUnixTimeMilliseconds())
                return ticket;
        }

        throw new ShipslogException(Failure.Unauthenticated, "The download address is not valid or has expired.", "ticket-invalid");
    }

    private async Task<byte[]> SignAsync(byte[] body, CancellationToken cancellation)
    {
        var key = await catalog.GetOrAddSecretAsync("download-ticket-key", RandomNumberGenerator.GetBytes(32), cancellation);
        return HMACSHA256.HashData(key.AsSpan(), body);
    }
}

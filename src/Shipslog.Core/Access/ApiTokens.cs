using System.Collections.Concurrent;
using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Access;

/// <summary>
/// Credentials of programs. The wire form is the one every Neptune client reads: standard padded base64 of a JSON object with
/// <c>api_address</c>, <c>api_url</c> and <c>api_key</c>, of which only <c>api_key</c> is secret. Thread safe.
/// </summary>
public sealed class ApiTokens(ICatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan LastUsePrecision = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, long> _touched = new();

    /// <summary>Makes a token.</summary>
    /// <param name="user">Whose rights it carries.</param>
    /// <param name="name">1 to 100 characters.</param>
    /// <param name="expiresInDays">1 to 3650; null: never expires.</param>
    /// <param name="address">Where clients reach this server, e.g. <c>http://localhost:5050</c>.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The token as listed, and its wire form, which can't be had again.</returns>
    /// <exception cref="ShipslogException">Invalid.</exception>
    public async Task<(ApiToken Token, string Wire)> IssueAsync(
        User user, string? name, int? expiresInDays, string address, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
            throw new ShipslogException(Failure.Invalid, "A token's name has 1 to 100 characters.", "name-invalid");
        if (expiresInDays is < 1 or > 3650)
            throw new ShipslogException(Failure.Invalid, "A token expires in 1 to 3650 days, or never.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ShipslogException(Failure.Invalid, "The server's address must begin with http:// or https://.");
        var now = time.GetUtcNow();
        var secret = Secrets.New();
        var token = new ApiToken(
            Guid.NewGuid(), user.Id, name, now.ToUnixTimeMilliseconds(),
            expiresInDays is { } days ? now.AddDays(days).ToUnixTimeMilliseconds() : null, null, null);
        await catalog.AddTokenAsync(token, Secrets.HashOf(secret), cancellation);
        return (token, WireForm(address.TrimEnd('/'), secret));
    }

    /// <summary>The token and user of what a client presents: the wire form, or the bare secret.</summary>
    /// <exception cref="ShipslogException">Unauthenticated with code <c>token-unknown</c>, <c>token-expired</c>, <c>token-revoked</c> or <c>user-disabled</c>.</exception>
    public async Task<(ApiToken Token, User User)> VerifyAsync(string presented, CancellationToken cancellation = default) =>
        await RequireUsableAsync(await catalog.FindTokenAsync(Secrets.HashOf(SecretOf(presented.Trim())), cancellation), cancellation);

    /// <summary>The same by id, for what was derived from the token earlier.</summary>
    /// <exception cref="ShipslogException">As above.</exception>
    public async Task<(ApiToken Token, User User)> VerifyAsync(Guid tokenId, CancellationToken cancellation = default) =>
        await RequireUsableAsync(await catalog.FindTokenAsync(tokenId, cancellation), cancellation);

    /// <summary>Revokes a token: its next use is refused.</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public Task RevokeAsync(Guid tokenId, CancellationToken cancellation = default) =>
        catalog.RevokeTokenAsync(tokenId, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellation);

    private async Task<(ApiToken Token, User User)> RequireUsableAsync(
        (ApiToken Token, User User)? found, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (found is not var (token, user))
            throw Refused("The API token is not known here.", "token-unknown");
        if (token.RevokedUnixMilliseconds is not null)
            throw Refused("The API token was revoked.", "token-revoked");
        if (token.ExpiresUnixMilliseconds <= now)
            throw Refused("The API token has expired.", "token-expired");
        if (user.Disabled)
            throw Refused("The account is disabled.", "user-disabled");
        await TouchAsync(token, now, cancellation);
        return (token, user);
    }

    private async Task TouchAsync(ApiToken token, long now, CancellationToken cancellation)
    {
        var last = Math.Max(_touched.GetValueOrDefault(token.Id), token.LastUsedUnixMilliseconds ?? 0);
        if (now - last < LastUsePrecision.TotalMilliseconds)
            return;
        _touched[token.Id] = now;
        try
        {
            await catalog.TouchTokenAsync(token.Id, now, cancellation);
        }
        catch (ShipslogException error) when (error.Failure == Failure.Unavailable)
        {
            // A full or read-only disk must not lock readers out; the next use notes the time again.
            _touched.TryRemove(token.Id, out _);
        }
    }

    private static string WireForm(string address, string secret) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["api_address"] = address, ["api_url"] = address, ["api_key"] = secret }));

    private static string SecretOf(string presented)
    {
        var bytes = new byte[presented.Length];
        if (!Convert.TryFromBase64String(presented, bytes, out var length) || length == 0 || bytes[0] != '{')
            return presented;
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(0, length));
            return json.RootElement.TryGetProperty("api_key", out var key) && key.ValueKind == JsonValueKind.String
                ? key.GetString()!
                : presented;
        }
        catch (JsonException)
        {
            return presented; // Not a token of ours: hashed as it is, and not found.
        }
    }

    private static ShipslogException Refused(string message, string code) =>
        new(Failure.Unauthenticated, message, code, "Make a new token in your profile, or with `shipslog token create`.");
}

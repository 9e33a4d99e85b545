using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Http;

/// <summary>What a client gets for its API token.</summary>
/// <param name="AccessToken">JWT to send as bearer.</param>
/// <param name="RefreshToken">JWT to exchange for the next pair; may be used again and by several at once.</param>
/// <param name="ExpiresInSeconds">Lifetime of the access token.</param>
/// <param name="User">Whose.</param>
public sealed record BearerPair(string AccessToken, string RefreshToken, int ExpiresInSeconds, User User);

/// <summary>Which session of a client a request belongs to: the same for all its threads, and over every refresh; another in every process.</summary>
/// <param name="Id">Opaque.</param>
public sealed record BearerSession(string Id);

/// <summary>
/// Short-lived bearer tokens (JWT) that stand for an API token. Nothing is stored per token: they name the API token, which is looked up at
/// each use, so revoking it ends them at once, and they survive a restart of the server. Thread safe.
/// </summary>
public sealed class BearerTokens(ICatalog catalog, ApiTokens tokens, TimeProvider time)
{
    /// <summary>The <c>azp</c> claim, which Neptune clients send back as OAuth client id.</summary>
    public const string ClientId = "neptune-cli";

    private const string TokenIdClaim = "tid";
    private const string UseClaim = "use";
    private const string SessionClaim = "sid";
    private static readonly TimeSpan AccessLifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(400);

    // Clients compare `exp` with their own clock and don't recover from a 401: be lenient with clocks that are behind.
    private static readonly TimeSpan Leniency = TimeSpan.FromMinutes(15);

    private readonly JsonWebTokenHandler _jwt = new() { SetDefaultTimesOnTokenCreation = false };
    private SymmetricSecurityKey? _key;

    /// <summary>Exchanges an API token (wire form or bare secret).</summary>
    /// <param name="apiToken">What the client presents.</param>
    /// <param name="issuer">The <c>iss</c> claim: an address that the client can reach, below which it refreshes.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Unauthenticated.</exception>
    public async Task<BearerPair> ExchangeAsync(string apiToken, string issuer, CancellationToken cancellation = default)
    {
        var (token, user) = await tokens.VerifyAsync(apiToken, cancellation);
        return await PairAsync(token, user, new BearerSession(Guid.NewGuid().ToString("N")), issuer, cancellation);
    }

    /// <summary>Exchanges a refresh token for a fresh pair.</summary>
    /// <exception cref="ShipslogException">Unauthenticated: not ours, too old, or its API token is revoked, expired or gone.</exception>
    public async Task<BearerPair> RefreshAsync(string refreshToken, string issuer, CancellationToken cancellation = default)
    {
        var (token, user, session) = await VerifyAsync(refreshToken, "refresh", cancellation);
        return await PairAsync(token, user, session, issuer, cancellation);
    }

    /// <summary>The API token, user and session that an access token stands for.</summary>
    /// <exception cref="ShipslogException">Unauthenticated.</exception>
    public Task<(ApiToken Token, User User, BearerSession Session)> VerifyAccessAsync(string accessToken, CancellationToken cancellation = default) =>
        VerifyAsync(accessToken, "access", cancellation);

    private async Task<(ApiToken Token, User User, BearerSession Session)> VerifyAsync(string jwt, string use, CancellationToken cancellation)
    {
        var result = await _jwt.ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            IssuerSigningKey = await KeyAsync(cancellation),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidateAudience = false, // There is one audience: this server.
            ValidateIssuer = false, // The issuer is whatever address the client reached us by; the signature says it was us.
            LifetimeValidator = (_, expires, _, _) => expires is { } end && time.GetUtcNow().UtcDateTime < end + Leniency,
        });
        if (!result.IsValid
            || result.Claims.TryGetValue(UseClaim, out var usage) is false || usage as string != use
            || !result.Claims.TryGetValue(TokenIdClaim, out var tokenId) || !Guid.TryParse(tokenId as string, out var id))
            throw new ShipslogException(Failure.Unauthenticated, $"The {use} token is not valid or has expired.", $"{use}-token-invalid");
        var (token, user) = await tokens.VerifyAsync(id, cancellation);
        return (token, user, new BearerSession(result.Claims.TryGetValue(SessionClaim, out var session) ? session as string ?? "" : ""));
    }

    private async Task<BearerPair> PairAsync(ApiToken token, User user, BearerSession session, string issuer, CancellationToken cancellation)
    {
        var credentials = new SigningCredentials(await KeyAsync(cancellation), SecurityAlgorithms.HmacSha256);
        return new BearerPair(
            Sign("access", AccessLifetime), Sign("refresh", RefreshLifetime), (int)AccessLifetime.TotalSeconds, user);

        string Sign(string use, TimeSpan lifetime)
        {
            var now = time.GetUtcNow().UtcDateTime;
            return _jwt.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = issuer,
                IssuedAt = now,
                Expires = now + lifetime,
                SigningCredentials = credentials,
                Claims = new Dictionary<string, object>
                {
                    ["azp"] = ClientId,
                    ["sub"] = user.Id.ToString(),
                    ["preferred_username"] = user.Name,
                    [TokenIdClaim] = token.Id.ToString(),
                    [UseClaim] = use,
                    [SessionClaim] = session.Id,
                    ["jti"] = Guid.NewGuid().ToString(),
                },
            });
        }
    }

    private async ValueTask<SymmetricSecurityKey> KeyAsync(CancellationToken cancellation) => _key ??= new SymmetricSecurityKey(
        await catalog.GetOrAddSecretAsync("bearer-signing-key", RandomNumberGenerator.GetBytes(64), cancellation));
}

using Microsoft.AspNetCore.Identity;
using Shipslog.Core.Access;

namespace Shipslog.Protocols.Http;

/// <summary>Passwords as the web framework keeps them (PBKDF2 with HMAC-SHA512 and a salt each).</summary>
public static class FrameworkPasswords
{
    private static readonly PasswordHasher<object> Hasher = new();

    /// <summary>The scheme.</summary>
    public static PasswordScheme Scheme { get; } = new(
        password => Hasher.HashPassword(Hasher, password),
        (hash, password) =>
        {
            var result = Hasher.VerifyHashedPassword(Hasher, hash, password);
            return (result != PasswordVerificationResult.Failed, result == PasswordVerificationResult.SuccessRehashNeeded);
        });
}

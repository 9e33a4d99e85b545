using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shipslog.Core.Access;

/// <summary>Random secrets and what is kept of them.</summary>
public static class Secrets
{
    /// <summary>A fresh secret of 256 random bits, in letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of a secret: enough for random secrets, which can't be guessed.</summary>
    public static ReadOnlyMemory<byte> HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

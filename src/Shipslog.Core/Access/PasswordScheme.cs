namespace Shipslog.Core.Access;

/// <summary>How passwords are kept. The program brings the framework's hasher; the core knows no web framework.</summary>
/// <param name="Hash">Makes a salted hash.</param>
/// <param name="Verify">Whether a password (second) made the hash (first), and whether the hash should be made anew.</param>
public sealed record PasswordScheme(Func<string, string> Hash, Func<string, string, (bool Matches, bool Outdated)> Verify);

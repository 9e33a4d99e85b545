namespace Shipslog.Core.Access;

/// <summary>An account.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">Unique on the server, ignoring case.</param>
/// <param name="DisplayName">How the user wants to be called, or null.</param>
/// <param name="IsAdmin">Whether an administrator of the server.</param>
/// <param name="Disabled">Whether every sign-in and token of the user is refused.</param>
/// <param name="CreatedUnixMilliseconds">When it was created.</param>
/// <param name="LastSeenUnixMilliseconds">Last sign-in or use of a token, to about a minute; null: never.</param>
/// <param name="ServiceOf">Of the account of a program: the workspace it belongs to; null: a person's.</param>
public sealed record User(
    Guid Id,
    string Name,
    string? DisplayName,
    bool IsAdmin,
    bool Disabled,
    long CreatedUnixMilliseconds,
    long? LastSeenUnixMilliseconds,
    Guid? ServiceOf = null)
{
    /// <summary>The user as the one who makes a request.</summary>
    public Principal ToPrincipal() => new(Id, Name, IsAdmin);
}

/// <summary>A long-lived credential of a program. Its secret is not kept, only the secret's SHA-256.</summary>
/// <param name="Id">Its UUID: names it in lists, is no secret.</param>
/// <param name="UserId">Whose rights it carries.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="CreatedUnixMilliseconds">When it was made.</param>
/// <param name="ExpiresUnixMilliseconds">From when on it is refused; null: never.</param>
/// <param name="LastUsedUnixMilliseconds">Last use, to about a minute; null: never.</param>
/// <param name="RevokedUnixMilliseconds">When it was revoked, or null.</param>
public sealed record ApiToken(
    Guid Id,
    Guid UserId,
    string Name,
    long CreatedUnixMilliseconds,
    long? ExpiresUnixMilliseconds,
    long? LastUsedUnixMilliseconds,
    long? RevokedUnixMilliseconds);

/// <summary>A browser's sign-in. Its id is a secret of the browser; only the id's SHA-256 is kept.</summary>
/// <param name="UserId">Who is signed in.</param>
/// <param name="CreatedUnixMilliseconds">When.</param>
/// <param name="ExpiresUnixMilliseconds">From when on it is refused; moves with use.</param>
public sealed record Session(Guid UserId, long CreatedUnixMilliseconds, long ExpiresUnixMilliseconds);

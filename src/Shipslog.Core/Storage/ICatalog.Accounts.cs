using Shipslog.Core.Access;

namespace Shipslog.Core.Storage;

public partial interface ICatalog
{
    /// <summary>Whether any account exists.</summary>
    Task<bool> HasUsersAsync(CancellationToken cancellation = default);

    /// <summary>Adds an account with its personal workspace, of which it becomes admin.</summary>
    /// <param name="user">The account.</param>
    /// <param name="passwordHash">As the password scheme made it; null: can't sign in by password.</param>
    /// <param name="personal">The workspace.</param>
    /// <param name="onlyAsFirst">Whether to refuse (Conflict) when an account exists already.</param>
    /// <param name="cancellation">Cancels.</param>
    Task AddUserAsync(
        User user, string? passwordHash, Workspace personal, bool onlyAsFirst = false, CancellationToken cancellation = default);

    /// <summary>Adds the account of a program (<see cref="User.ServiceOf"/> is set), which has no workspace of its own and no password.</summary>
    Task AddServiceAccountAsync(User account, CancellationToken cancellation = default);

    /// <summary>The accounts of programs that belong to a workspace, by name.</summary>
    Task<IReadOnlyList<User>> ListServiceAccountsAsync(Guid workspaceId, CancellationToken cancellation = default);

    /// <summary>An account by name, or null.</summary>
    Task<User?> FindUserAsync(string name, CancellationToken cancellation = default);

    /// <summary>An account by UUID, or null.</summary>
    Task<User?> FindUserAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>All accounts by name.</summary>
    Task<IReadOnlyList<User>> ListUsersAsync(CancellationToken cancellation = default);

    /// <summary>Changes whether an account administers and whether it is disabled. Conflict when no enabled administrator would be left.</summary>
    Task UpdateUserAsync(Guid id, bool isAdmin, bool disabled, CancellationToken cancellation = default);

    /// <summary>Notes that a user was here.</summary>
    Task TouchUserAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default);

    /// <summary>The hash of a user's password, or null.</summary>
    Task<string?> FindPasswordHashAsync(Guid userId, CancellationToken cancellation = default);

    /// <summary>Replaces a user's password hash, and ends the user's sessions but the one to keep.</summary>
    Task SetPasswordHashAsync(
        Guid userId, string passwordHash, ReadOnlyMemory<byte> keepSessionHash = default, CancellationToken cancellation = default);

    /// <summary>Replaces a password hash by one of the same password, made with newer parameters.</summary>
    Task RehashPasswordAsync(Guid userId, string passwordHash, CancellationToken cancellation = default);

    /// <summary>Adds an API token.</summary>
    Task AddTokenAsync(ApiToken token, ReadOnlyMemory<byte> secretHash, CancellationToken cancellation = default);

    /// <summary>An API token by the SHA-256 of its secret, with its user; null when unknown.</summary>
    Task<(ApiToken Token, User User)?> FindTokenAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation = default);

    /// <summary>An API token by its id, with its user; null when unknown.</summary>
    Task<(ApiToken Token, User User)?> FindTokenAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>A user's API tokens (all users' when null), newest first.</summary>
    Task<IReadOnlyList<(ApiToken Token, string Username)>> ListTokensAsync(
        Guid? userId, CancellationToken cancellation = default);

    /// <summary>Revokes an API token; one that is revoked already stays as it was.</summary>
    Task RevokeTokenAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default);

    /// <summary>Notes that an API token was used, for it and for its user.</summary>
    Task TouchTokenAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default);

    /// <summary>Adds a session, and drops sessions that expired before its creation.</summary>
    Task AddSessionAsync(ReadOnlyMemory<byte> idHash, Session session, CancellationToken cancellation = default);

    /// <summary>A session by the SHA-256 of its id, with its user; null when unknown.</summary>
    Task<(Session Session, User User)?> FindSessionAsync(ReadOnlyMemory<byte> idHash, CancellationToken cancellation = default);

    /// <summary>Moves a session's end; an unknown one is ignored.</summary>
    Task ExtendSessionAsync(ReadOnlyMemory<byte> idHash, long expiresUnixMilliseconds, CancellationToken cancellation = default);

    /// <summary>Ends a session; an unknown one is ignored.</summary>
    Task DeleteSessionAsync(ReadOnlyMemory<byte> idHash, CancellationToken cancellation = default);
}

using Microsoft.Data.Sqlite;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

public sealed partial class Catalog
{
    private const string UserColumns =
        "users.id, users.name, users.display_name, users.is_admin, users.disabled, users.created_ms, users.last_seen_ms, users.service_of";

    private const string TokenColumns =
        "api_tokens.id, api_tokens.user_id, api_tokens.name, api_tokens.created_ms, api_tokens.expires_ms, api_tokens.last_used_ms, api_tokens.revoked_ms";

    /// <inheritdoc/>
    public Task<bool> HasUsersAsync(CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read("SELECT 1 FROM users LIMIT 1", row => true).Count > 0);

    /// <inheritdoc/>
    public Task AddUserAsync(
        User user, string? passwordHash, Workspace personal, bool onlyAsFirst = false, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            if (onlyAsFirst && CatalogDatabase.Number(connection, "SELECT count(*) FROM users") > 0)
                throw new ShipslogException(Failure.Conflict, "The first account exists already.", "first-user-exists", "Sign in, or ask for an invitation.");
            CatalogDatabase.Run(
                connection,
                "INSERT INTO users (id, name, name_key, display_name, is_admin, disabled, created_ms, password_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                user.Id, user.Name, KeyOf(user.Name), user.DisplayName, user.IsAdmin, user.Disabled, user.CreatedUnixMilliseconds, passwordHash);
            InsertWorkspace(connection, personal, user.Id);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AddServiceAccountAsync(User account, CancellationToken cancellation = default) => Write(
        "INSERT INTO users (id, name, name_key, is_admin, disabled, created_ms, service_of) VALUES ($1, $2, $3, 0, 0, $4, $5)",
        account.Id, account.Name, KeyOf(account.Name), account.CreatedUnixMilliseconds, account.ServiceOf);

    /// <inheritdoc/>
    public Task<IReadOnlyList<User>> ListServiceAccountsAsync(Guid workspaceId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read($"SELECT {UserColumns} FROM users WHERE service_of = $1 ORDER BY name_key", row => UserOf(row), workspaceId));

    /// <inheritdoc/>
    public Task<User?> FindUserAsync(string name, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First($"SELECT {UserColumns} FROM users WHERE name_key = $1", row => UserOf(row), KeyOf(name)));

    /// <inheritdoc/>
    public Task<User?> FindUserAsync(Guid id, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First($"SELECT {UserColumns} FROM users WHERE id = $1", row => UserOf(row), id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<User>> ListUsersAsync(CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read($"SELECT {UserColumns} FROM users ORDER BY name_key", row => UserOf(row)));

    /// <inheritdoc/>
    public Task UpdateUserAsync(Guid id, bool isAdmin, bool disabled, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            if (CatalogDatabase.Run(connection, "UPDATE users SET is_admin = $2, disabled = $3 WHERE id = $1", id, isAdmin, disabled) == 0)
                throw new ShipslogException(Failure.NotFound, "There is no such user.");
            if (CatalogDatabase.Number(connection, "SELECT count(*) FROM users WHERE is_admin AND NOT disabled") == 0)
                throw new ShipslogException(Failure.Conflict, "The server would be left without an administrator.", "last-administrator");
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task TouchUserAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default) =>
        Write("UPDATE users SET last_seen_ms = $2 WHERE id = $1", id, unixMilliseconds);

    /// <inheritdoc/>
    public Task<string?> FindPasswordHashAsync(Guid userId, CancellationToken cancellation = default) => Task.FromResult(
        _database.First("SELECT password_hash FROM users WHERE id = $1 AND password_hash IS NOT NULL", row => row.GetString(0), userId));

    /// <inheritdoc/>
    public Task SetPasswordHashAsync(
        Guid userId, string passwordHash, ReadOnlyMemory<byte> keepSessionHash = default, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            CatalogDatabase.Run(connection, "UPDATE users SET password_hash = $2 WHERE id = $1", userId, passwordHash);
            CatalogDatabase.Run(connection, "DELETE FROM sessions WHERE user_id = $1 AND id_hash <> $2", userId, keepSessionHash);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RehashPasswordAsync(Guid userId, string passwordHash, CancellationToken cancellation = default) =>
        Write("UPDATE users SET password_hash = $2 WHERE id = $1", userId, passwordHash);

    /// <inheritdoc/>
    public Task AddTokenAsync(ApiToken token, ReadOnlyMemory<byte> secretHash, CancellationToken cancellation = default) => Write(
        "INSERT INTO api_tokens (id, user_id, name, secret_hash, created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6)",
        token.Id, token.UserId, token.Name, secretHash, token.CreatedUnixMilliseconds, token.ExpiresUnixMilliseconds);

    /// <inheritdoc/>
    public Task<(ApiToken Token, User User)?> FindTokenAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation = default) =>
        FindToken("secret_hash", secretHash);

    /// <inheritdoc/>
    public Task<(ApiToken Token, User User)?> FindTokenAsync(Guid id, CancellationToken cancellation = default) =>
        FindToken("api_tokens.id", id);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(ApiToken Token, string Username)>> ListTokensAsync(
        Guid? userId, CancellationToken cancellation = default) => Task.FromResult(_database.Read(
        $"SELECT {TokenColumns}, users.name FROM api_tokens JOIN users ON users.id = user_id WHERE $1 IS NULL OR user_id = $1 ORDER BY api_tokens.created_ms DESC, api_tokens.id",
        row => (TokenOf(row), row.GetString(7)),
        userId));

    /// <inheritdoc/>
    public Task RevokeTokenAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default) => WriteExisting(
        "token", "UPDATE api_tokens SET revoked_ms = coalesce(revoked_ms, $2) WHERE id = $1", id, unixMilliseconds);

    /// <inheritdoc/>
    public Task TouchTokenAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            CatalogDatabase.Run(connection, "UPDATE api_tokens SET last_used_ms = $2 WHERE id = $1", id, unixMilliseconds);
            CatalogDatabase.Run(
                connection, "UPDATE users SET last_seen_ms = $2 WHERE id = (SELECT user_id FROM api_tokens WHERE id = $1)", id, unixMilliseconds);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AddSessionAsync(ReadOnlyMemory<byte> idHash, Session session, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            CatalogDatabase.Run(connection, "DELETE FROM sessions WHERE expires_ms <= $1", session.CreatedUnixMilliseconds);
            CatalogDatabase.Run(
                connection,
                "INSERT INTO sessions (id_hash, user_id, created_ms, expires_ms) VALUES ($1, $2, $3, $4)",
                idHash, session.UserId, session.CreatedUnixMilliseconds, session.ExpiresUnixMilliseconds);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<(Session Session, User User)?> FindSessionAsync(ReadOnlyMemory<byte> idHash, CancellationToken cancellation = default)
    {
        var rows = _database.Read(
            $"SELECT {UserColumns}, sessions.created_ms, sessions.expires_ms FROM sessions JOIN users ON users.id = user_id WHERE id_hash = $1",
            row => (new Session(Id(row, 0), row.GetInt64(8), row.GetInt64(9)), UserOf(row)),
            idHash);
        return Task.FromResult(rows.Count == 0 ? ((Session Session, User User)?)null : rows[0]);
    }

    /// <inheritdoc/>
    public Task ExtendSessionAsync(ReadOnlyMemory<byte> idHash, long expiresUnixMilliseconds, CancellationToken cancellation = default) =>
        Write("UPDATE sessions SET expires_ms = $2 WHERE id_hash = $1", idHash, expiresUnixMilliseconds);

    /// <inheritdoc/>
    public Task DeleteSessionAsync(ReadOnlyMemory<byte> idHash, CancellationToken cancellation = default) =>
        Write("DELETE FROM sessions WHERE id_hash = $1", idHash);

    private Task<(ApiToken Token, User User)?> FindToken(string column, object value)
    {
        var rows = _database.Read(
            $"SELECT {TokenColumns}, {UserColumns} FROM api_tokens JOIN users ON users.id = user_id WHERE {column} = $1",
            row => (TokenOf(row), UserOf(row, 7)),
            value);
        return Task.FromResult(rows.Count == 0 ? ((ApiToken Token, User User)?)null : rows[0]);
    }

    private static User UserOf(SqliteDataReader row, int first = 0) => new(
        Id(row, first), row.GetString(first + 1), Text(row, first + 2), row.GetBoolean(first + 3), row.GetBoolean(first + 4),
        row.GetInt64(first + 5), Long(row, first + 6), row.IsDBNull(first + 7) ? null : Id(row, first + 7));

    private static ApiToken TokenOf(SqliteDataReader row) => new(
        Id(row, 0), Id(row, 1), row.GetString(2), row.GetInt64(3), Long(row, 4), Long(row, 5), Long(row, 6));
}

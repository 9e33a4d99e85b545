using Shipslog.Core.Access;

namespace Shipslog.Tests.Fakes;

public sealed partial class MemoryCatalog
{
    private readonly List<User> _users = [];
    private readonly Dictionary<Guid, string?> _passwords = [];
    private readonly List<(ApiToken Token, byte[] Hash)> _tokens = [];
    private readonly List<(Session Session, byte[] Hash)> _sessions = [];

    public Task<bool> HasUsersAsync(CancellationToken cancellation = default) => Read(() => _users.Count > 0);

    public Task AddUserAsync(
        User user, string? passwordHash, Workspace personal, bool onlyAsFirst = false, CancellationToken cancellation = default) => Write(() =>
    {
        Refuse(onlyAsFirst && _users.Count > 0, "first-user-exists");
        Refuse(_users.Exists(one => Same(one.Name, user.Name)), "user-name-taken");
        Refuse(_workspaces.Exists(one => Same(one.Name, personal.Name)), "workspace-name-taken");
        _users.Add(user);
        _passwords[user.Id] = passwordHash;
        _workspaces.Add(personal);
        _workspaceRoles[(personal.Id, user.Id)] = WorkspaceRole.Admin;
    });

    public Task AddServiceAccountAsync(User account, CancellationToken cancellation = default) => Write(() =>
    {
        Require(_workspaces.Exists(one => one.Id == account.ServiceOf));
        Refuse(_users.Exists(one => Same(one.Name, account.Name)), "user-name-taken");
        _users.Add(account);
    });

    public Task<IReadOnlyList<User>> ListServiceAccountsAsync(Guid workspaceId, CancellationToken cancellation = default) =>
        List(() => _users.Where(one => one.ServiceOf == workspaceId).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase));

    public Task<User?> FindUserAsync(string name, CancellationToken cancellation = default) => Read(() => _users.Find(user => Same(user.Name, name)));

    public Task<User?> FindUserAsync(Guid id, CancellationToken cancellation = default) => Read(() => _users.Find(user => user.Id == id));

    public Task<IReadOnlyList<User>> ListUsersAsync(CancellationToken cancellation = default) =>
        List(() => _users.OrderBy(user => user.Name, StringComparer.OrdinalIgnoreCase));

    public Task UpdateUserAsync(Guid id, bool isAdmin, bool disabled, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            var wouldRemain = isAdmin && !disabled || _users.Exists(user => user.Id != id && user.IsAdmin && !user.Disabled);
            return Change(_users, user => user.Id == id, user =>
            {
                Refuse(!wouldRemain, "last-administrator");
                return user with { IsAdmin = isAdmin, Disabled = disabled };
            });
        }
    }

    public Task TouchUserAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default) =>
        Change(_users, user => user.Id == id, user => user with { LastSeenUnixMilliseconds = unixMilliseconds });

    public Task<string?> FindPasswordHashAsync(Guid userId, CancellationToken cancellation = default) =>
        Read(() => _passwords.GetValueOrDefault(userId));

    public Task SetPasswordHashAsync(
        Guid userId, string passwordHash, ReadOnlyMemory<byte> keepSessionHash = default, CancellationToken cancellation = default) => Write(() =>
    {
        _passwords[userId] = passwordHash;
        _sessions.RemoveAll(item => item.Session.UserId == userId && !Same(item.Hash, keepSessionHash));
    });

    public Task RehashPasswordAsync(Guid userId, string passwordHash, CancellationToken cancellation = default) =>
        Write(() => _passwords[userId] = passwordHash);

    public Task AddTokenAsync(ApiToken token, ReadOnlyMemory<byte> secretHash, CancellationToken cancellation = default) => Write(() =>
    {
        Require(_users.Exists(user => user.Id == token.UserId));
        Refuse(_tokens.Exists(item => Same(item.Hash, secretHash) || item.Token.Id == token.Id), "conflict");
        _tokens.Add((token, secretHash.ToArray()));
    });

    public Task<(ApiToken Token, User User)?> FindTokenAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellation = default) =>
        FindToken(item => Same(item.Hash, secretHash));

    public Task<(ApiToken Token, User User)?> FindTokenAsync(Guid id, CancellationToken cancellation = default) =>
        FindToken(item => item.Token.Id == id);

    public Task<IReadOnlyList<(ApiToken Token, string Username)>> ListTokensAsync(Guid? userId, CancellationToken cancellation = default) =>
        List(() => _tokens.Where(item => userId is null || item.Token.UserId == userId)
            .OrderByDescending(item => item.Token.CreatedUnixMilliseconds)
            .Select(item => (item.Token, _users.Single(user => user.Id == item.Token.UserId).Name)));

    public Task RevokeTokenAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default) => Change(
        _tokens, item => item.Token.Id == id,
        item => (item.Token with { RevokedUnixMilliseconds = item.Token.RevokedUnixMilliseconds ?? unixMilliseconds }, item.Hash));

    public async Task TouchTokenAsync(Guid id, long unixMilliseconds, CancellationToken cancellation = default)
    {
        await Change(_tokens, item => item.Token.Id == id, item => (item.Token with { LastUsedUnixMilliseconds = unixMilliseconds }, item.Hash));
        await TouchUserAsync((await FindTokenAsync(id, cancellation))!.Value.User.Id, unixMilliseconds, cancellation);
    }

    public Task AddSessionAsync(ReadOnlyMemory<byte> idHash, Session session, CancellationToken cancellation = default) => Write(() =>
    {
        Require(_users.Exists(user => user.Id == session.UserId));
        _sessions.RemoveAll(item => item.Session.ExpiresUnixMilliseconds <= session.CreatedUnixMilliseconds);
        _sessions.Add((session, idHash.ToArray()));
    });

    public Task<(Session Session, User User)?> FindSessionAsync(ReadOnlyMemory<byte> idHash, CancellationToken cancellation = default) =>
        Read(() => _sessions.FindIndex(item => Same(item.Hash, idHash)) is >= 0 and var index
            ? (_sessions[index].Session, _users.Single(user => user.Id == _sessions[index].Session.UserId))
            : ((Session Session, User User)?)null);

    public Task ExtendSessionAsync(ReadOnlyMemory<byte> idHash, long expiresUnixMilliseconds, CancellationToken cancellation = default) => Write(() =>
    {
        if (_sessions.FindIndex(item => Same(item.Hash, idHash)) is >= 0 and var index)
            _sessions[index] = (_sessions[index].Session with { ExpiresUnixMilliseconds = expiresUnixMilliseconds }, _sessions[index].Hash);
    });

    public Task DeleteSessionAsync(ReadOnlyMemory<byte> idHash, CancellationToken cancellation = default) =>
        Write(() => _sessions.RemoveAll(item => Same(item.Hash, idHash)));

    private Task<(ApiToken Token, User User)?> FindToken(Predicate<(ApiToken Token, byte[] Hash)> which) =>
        Read(() => _tokens.FindIndex(which) is >= 0 and var index
            ? (_tokens[index].Token, _users.Single(user => user.Id == _tokens[index].Token.UserId))
            : ((ApiToken Token, User User)?)null);
}

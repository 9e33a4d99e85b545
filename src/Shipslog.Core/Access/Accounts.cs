using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Access;

/// <summary>Users, their passwords, and how the first of them comes in. Thread safe.</summary>
public sealed class Accounts(ICatalog catalog, PasswordScheme passwords, TimeProvider time)
{
    private const string SetupSecret = "setup-token-hash";
    private const string OpenRegistration = "openRegistration";

    private readonly Lazy<string> _decoy = new(() => passwords.Hash(Secrets.New()));

    /// <summary>Adds a user with a personal workspace of the same name.</summary>
    /// <param name="name">See <see cref="Names.RequireAccount"/>.</param>
    /// <param name="password">8 to 256 characters; null: the user signs in by tokens only.</param>
    /// <param name="isAdmin">Whether an administrator of the server.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Invalid; Conflict when the name is taken by a user or workspace.</exception>
    public Task<User> AddAsync(string? name, string? password, bool isAdmin, CancellationToken cancellation = default) =>
        AddAsync(name, password, isAdmin, onlyAsFirst: false, cancellation);

    /// <summary>Adds the account of a program to a workspace. It acts by tokens only, and only in projects that it is put on the list of.</summary>
    /// <param name="workspace">Where it belongs.</param>
    /// <param name="name">A name as of accounts; the account is called <c>name@workspace</c>, which no person's can be.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Invalid; Conflict when the workspace has it already.</exception>
    public async Task<User> AddServiceAsync(Workspace workspace, string? name, CancellationToken cancellation = default)
    {
        var account = new User(
            Guid.NewGuid(), $"{Names.RequireAccount(name)}@{workspace.Name}", null, IsAdmin: false, Disabled: false,
            time.GetUtcNow().ToUnixTimeMilliseconds(), null, workspace.Id);
        await catalog.AddServiceAccountAsync(account, cancellation);
        return account;
    }

    /// <summary>Adds the first user, an administrator, for who holds the setup token.</summary>
    /// <exception cref="ShipslogException">Conflict once an account exists; Forbidden for a wrong token.</exception>
    public async Task<User> AddFirstAsync(string? setupToken, string? name, string? password, CancellationToken cancellation = default)
    {
        if (await catalog.HasUsersAsync(cancellation))
            throw new ShipslogException(Failure.Conflict, "The first account exists already.", "first-user-exists", "Sign in, or ask for an invitation.");
        var expected = await catalog.FindSecretAsync(SetupSecret, cancellation);
        if (expected is null || !Secrets.HashOf(setupToken ?? "").Span.SequenceEqual(expected))
            throw new ShipslogException(Failure.Forbidden, "The setup link is not valid.", "setup-token-invalid", "Take the link that the server printed when it was started last.");
        var user = await AddAsync(name, password, isAdmin: true, onlyAsFirst: true, cancellation);
        await catalog.SetSecretAsync(SetupSecret, null, cancellation);
        return user;
    }

    /// <summary>A fresh setup token, which replaces earlier ones; null once an account exists.</summary>
    public async Task<string?> NewSetupTokenAsync(CancellationToken cancellation = default)
    {
        if (await catalog.HasUsersAsync(cancellation))
            return null;
        var token = Secrets.New();
        await catalog.SetSecretAsync(SetupSecret, Secrets.HashOf(token).ToArray(), cancellation);
        return token;
    }

    /// <summary>The user with this name and password; null when either is wrong or the user is disabled. Takes the same time in each case.</summary>
    public async Task<User?> VerifyAsync(string? name, string? password, CancellationToken cancellation = default)
    {
        var user = await catalog.FindUserAsync(name ?? "", cancellation);
        var hash = user is null ? null : await catalog.FindPasswordHashAsync(user.Id, cancellation);
        var (matches, outdated) = passwords.Verify(hash ?? _decoy.Value, password ?? "");
        if (!matches || hash is null || user is null || user.Disabled)
            return null;
        if (outdated)
            await catalog.RehashPasswordAsync(user.Id, passwords.Hash(password!), cancellation);
        return user;
    }

    /// <summary>Sets a user's password and ends the user's sessions but the one to keep.</summary>
    /// <exception cref="ShipslogException">Invalid: too short or too long, or the account of a program.</exception>
    public Task SetPasswordAsync(
        User user, string? password, ReadOnlyMemory<byte> keepSessionHash = default, CancellationToken cancellation = default) =>
        user.ServiceOf is not null
        ? throw new ShipslogException(Failure.Invalid, "A service account has no password.", "service-account", "Make a token for it.")
        : catalog.SetPasswordHashAsync(user.Id, passwords.Hash(RequirePassword(password)), keepSessionHash, cancellation);

    /// <summary>A user by name.</summary>
    /// <exception cref="ShipslogException">NotFound with code <c>user-not-found</c>.</exception>
    public async Task<User> RequireAsync(string? name, CancellationToken cancellation = default) =>
        await catalog.FindUserAsync(name ?? "", cancellation)
        ?? throw new ShipslogException(Failure.NotFound, $"There is no user {name}.", "user-not-found");

    /// <summary>Whether everybody who reaches the server may make an account.</summary>
    public async Task<bool> IsRegistrationOpenAsync(CancellationToken cancellation = default) =>
        await catalog.FindSettingAsync(OpenRegistration, cancellation) == "true";

    /// <summary>Opens or closes registration.</summary>
    public Task SetRegistrationOpenAsync(bool open, CancellationToken cancellation = default) =>
        catalog.SetSettingAsync(OpenRegistration, open ? "true" : "false", cancellation);

    private async Task<User> AddAsync(string? name, string? password, bool isAdmin, bool onlyAsFirst, CancellationToken cancellation)
    {
        Names.RequireAccount(name);
        var hash = password is null ? null : passwords.Hash(RequirePassword(password));
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var user = new User(Guid.NewGuid(), name!, null, isAdmin, Disabled: false, now, null);
        var personal = new Workspace(Guid.NewGuid(), name!, WorkspaceKind.Personal, now);
        await catalog.AddUserAsync(user, hash, personal, onlyAsFirst, cancellation);
        return user;
    }

    private static string RequirePassword(string? password) => password is { Length: >= 8 and <= 256 }
        ? password
        : throw new ShipslogException(Failure.Invalid, "A password has 8 to 256 characters.", "password-invalid");
}

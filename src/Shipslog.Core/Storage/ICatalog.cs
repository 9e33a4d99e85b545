namespace Shipslog.Core.Storage;

/// <summary>
/// What a data folder holds besides runs: accounts, workspaces, projects, and small texts of people. It stores and finds; who may do what
/// is decided by <see cref="Access.AccessControl"/>, and rules of names by the classes beside it. Every method is one transaction and
/// durable when it returns. Other processes (the command line) change the same catalog meanwhile, so nothing here is answered
/// from memory. Names are found ignoring case. Thread safe. Errors: Conflict when something unique is taken, NotFound when what is to be
/// changed isn't there, Unavailable when the medium fails. Times are milliseconds since 1970-01-01T00:00:00Z.
/// </summary>
public partial interface ICatalog : IAsyncDisposable
{
    /// <summary>A setting of the server, or null when never set.</summary>
    Task<string?> FindSettingAsync(string name, CancellationToken cancellation = default);

    /// <summary>Sets a setting of the server.</summary>
    Task SetSettingAsync(string name, string value, CancellationToken cancellation = default);

    /// <summary>A secret of the server (a signing key): the one kept under this name, or <paramref name="candidate"/>, which is then kept.</summary>
    Task<byte[]> GetOrAddSecretAsync(string name, byte[] candidate, CancellationToken cancellation = default);

    /// <summary>Sets a secret of the server; null removes it.</summary>
    Task SetSecretAsync(string name, byte[]? value, CancellationToken cancellation = default);

    /// <summary>A secret of the server, or null.</summary>
    Task<byte[]?> FindSecretAsync(string name, CancellationToken cancellation = default);

    /// <summary>Checks the catalog's structure, and returns what is wrong, a sentence each.</summary>
    Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation = default);
}

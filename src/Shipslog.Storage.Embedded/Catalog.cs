using Microsoft.Data.Sqlite;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>The catalog of a data folder in one SQLite file, <c>meta.db</c>.</summary>
public sealed partial class Catalog : ICatalog
{
    private readonly CatalogDatabase _database;

    /// <summary>Opens the catalog, creating or updating its tables.</summary>
    /// <param name="folder">The data folder; created when missing.</param>
    /// <exception cref="Core.Model.ShipslogException">Unavailable: written by a newer version.</exception>
    public Catalog(string folder)
    {
        Directory.CreateDirectory(folder);
        _database = new CatalogDatabase(Path.Combine(folder, "meta.db"));
    }

    /// <inheritdoc/>
    public Task<string?> FindSettingAsync(string name, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First("SELECT value FROM settings WHERE name = $1", row => row.GetString(0), name));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation = default)
    {
        var found = _database.Read("PRAGMA integrity_check", row => row.GetString(0));
        return Task.FromResult(found is ["ok"] ? [] : found);
    }

    /// <inheritdoc/>
    public Task SetSettingAsync(string name, string value, CancellationToken cancellation = default) => Write(
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    /// <inheritdoc/>
    public Task<byte[]> GetOrAddSecretAsync(string name, byte[] candidate, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Write(connection =>
        {
            CatalogDatabase.Run(connection, "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, candidate);
            return CatalogDatabase.Rows(connection, "SELECT value FROM secrets WHERE name = $1", row => row.GetFieldValue<byte[]>(0), name)[0];
        }));

    /// <inheritdoc/>
    public Task SetSecretAsync(string name, byte[]? value, CancellationToken cancellation = default) => value is null
        ? Write("DELETE FROM secrets WHERE name = $1", name)
        : Write("INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);

    /// <inheritdoc/>
    public Task<byte[]?> FindSecretAsync(string name, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First("SELECT value FROM secrets WHERE name = $1", row => row.GetFieldValue<byte[]>(0), name));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string KeyOf(string name) => name.ToUpperInvariant();

    private static Guid Id(SqliteDataReader row, int column) => Guid.Parse(row.GetString(column));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Long(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private Task Write(string sql, params object?[] arguments)
    {
        _database.Write(connection => CatalogDatabase.Run(connection, sql, arguments));
        return Task.CompletedTask;
    }

    private Task WriteExisting(string what, string sql, params object?[] arguments)
    {
        _database.Write(connection =>
        {
            if (CatalogDatabase.Run(connection, sql, arguments) == 0)
                throw new Core.Model.ShipslogException(Core.Model.Failure.NotFound, $"There is no such {what}.");
        });
        return Task.CompletedTask;
    }
}

using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// The scripts in <c>Schema/</c>, in the order of their names: <c>catalog</c> makes <c>meta.db</c>, <c>project</c> a <c>project.db</c>. A database keeps the number of
/// scripts that it has seen as its <c>user_version</c>, so an interrupted upgrade goes on where it stopped.
/// </summary>
internal static class Migrations
{
    /// <summary>First line of a script that SQLite refuses inside a transaction; it must be harmless to run twice.</summary>
    private const string Alone = "-- outside a transaction";

    private static readonly ILookup<string, string> Scripts = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToLookup(name => name.Replace('\\', '/').Split('/')[0]);

    /// <summary>How many scripts a kind of database has.</summary>
    public static int Count(string kind) => Scripts[kind].Count();

    /// <summary>Brings a database up to date.</summary>
    /// <param name="connection">An open connection, in no transaction.</param>
    /// <param name="kind"><c>catalog</c> or <c>project</c>.</param>
    /// <param name="upTo">How many scripts to run at most: tests make old databases.</param>
    /// <exception cref="ShipslogException">Unavailable: written by a newer version.</exception>
    public static void Run(SqliteConnection connection, string kind, int upTo = int.MaxValue)
    {
        var scripts = Scripts[kind].ToList();
        if (Version(connection) is var version && version > scripts.Count)
            throw new ShipslogException(Failure.Unavailable, "The data folder was written by a newer version of Shipslog.", "newer-format", "Use that version, or restore a backup.");
        for (var next = version; next < Math.Min(scripts.Count, upTo); next++)
            RunOne(connection, Text(scripts[next]), next);
    }

    private static void RunOne(SqliteConnection connection, string script, int version)
    {
        if (script.StartsWith(Alone, StringComparison.Ordinal))
        {
            Execute(connection, script);
            Execute(connection, SetVersion(version + 1));
            return;
        }

        // The lock comes first: another process (the command line) may be doing the same.
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Version(connection) == version)
            Execute(connection, script + SetVersion(version + 1));
        transaction.Commit();
    }

    private static string SetVersion(int version) => string.Create(CultureInfo.InvariantCulture, $"\npragma user_version = {version};");

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The scripts are this assembly's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

using System.CommandLine;
using System.Text.Json;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;
using Shipslog.Storage.Embedded;

namespace Shipslog.Commands;

/// <summary>What the verbs share: the data folder, listings, passwords from standard input, and how failures end.</summary>
internal sealed class CommandLine(ShipslogOptions options, TextReader input, TextWriter output, TextWriter error)
{
    /// <summary>What <c>--json</c> prints.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public ShipslogOptions Options => options;

    public TextWriter Output => output;

    /// <summary>The option <c>--data</c>, one per command.</summary>
    public Option<string> DataOption() => new("--data")
    {
        Description = "The data folder",
        DefaultValueFactory = _ => options.Data,
        HelpName = "DIR",
    };

    public static Option<bool> JsonOption() => new("--json") { Description = "Print JSON" };

    /// <summary>Makes a verb run on the catalog of its data folder, also while a server has it open. Failures are one line on standard error, and exit code 1.</summary>
    public Command OnFolder(Command command, Func<Administration, ParseResult, Task> run)
    {
        var data = DataOption();
        command.Options.Add(data);
        command.SetAction(async (parsed, _) => await GuardAsync(async () =>
        {
            var folder = parsed.GetValue(data)!;
            DataFolder.Prepare(folder, error.WriteLine);
            await using var catalog = new Catalog(folder);
            await run(new Administration(catalog, folder, TimeProvider.System), parsed);
        }));
        return command;
    }

    public async Task<int> GuardAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (ShipslogException failure)
        {
            await error.WriteLineAsync(failure.Hint is null ? failure.Message : $"{failure.Message} {failure.Hint}");
            return 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            await error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    /// <summary>A password from the first line of standard input, so that it is in no list of processes and no shell history.</summary>
    public string ReadPassword() => input.ReadLine() is { Length: > 0 } line
        ? line
        : throw new ShipslogException(Failure.Invalid, "No password came on standard input.");

    /// <summary>Prints one thing as JSON.</summary>
    public void PrintOne<T>(T one) => output.WriteLine(JsonSerializer.Serialize(one, Json));

    /// <summary>Prints a listing as JSON, or as lines of tab-separated columns.</summary>
    public void Print<T>(IEnumerable<T> rows, bool json, Func<T, object?[]> columns)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(rows, Json));
            return;
        }

        foreach (var row in rows)
            output.WriteLine(string.Join('\t', columns(row)));
    }
}

/// <summary>The core's accounts, workspaces and stores on a data folder.</summary>
internal sealed class Administration(Catalog catalog, string folder, TimeProvider time)
{
    public Catalog Catalog => catalog;

    public string Folder => folder;

    public TimeProvider Time => time;

    public SqliteProjectStores Stores { get; } = new(folder);

    public FolderFileStore Files => new(folder, time);

    public Accounts Accounts { get; } = new(catalog, FrameworkPasswords.Scheme, time);

    public ApiTokens Tokens { get; } = new(catalog, time);

    public Workspaces Workspaces { get; } = new(catalog, time);

    public async Task<Workspace> RequireWorkspaceAsync(string name) => await catalog.FindWorkspaceAsync(name)
        ?? throw new ShipslogException(Failure.NotFound, $"There is no workspace {name}.", "workspace-not-found");
}

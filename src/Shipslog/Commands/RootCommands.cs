using System.CommandLine;
using System.Reflection;

namespace Shipslog.Commands;

/// <summary>All verbs, and those that are about the program itself: <c>config</c>, <c>version</c>, <c>help</c>.</summary>
internal static class RootCommands
{
    /// <summary>Runs a command line. Exit codes: 0 done, 1 failed (one line on standard error), 2 not understood.</summary>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        ShipslogOptions options;
        try
        {
            options = ShipslogOptions.Load();
        }
        catch (Core.Model.ShipslogException failure)
        {
            await error.WriteLineAsync(failure.Message);
            return 1;
        }

        var parsed = Make(new CommandLine(options, input, output, error)).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors)
                await error.WriteLineAsync(wrong.Message);
            await error.WriteLineAsync("`shipslog help` prints the manual.");
            return 2;
        }

        // Signals are the host's: it finishes requests and checkpoints, for as long as that takes.
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null });
    }

    private static RootCommand Make(CommandLine line)
    {
        var root = new RootCommand("Shipslog, an experiment tracker")
        {
            ServeCommand.Make(line),
            UserCommands.Make(line),
            ServiceAccountCommands.Make(line),
            TokenCommands.Make(line),
            WorkspaceCommands.Make(line),
            ProjectCommands.Make(line),
            FolderCommands.Verify(line),
            FolderCommands.Disk(line),
            FolderCommands.Backup(line),
            FolderCommands.Restore(line),
        };
        root.Subcommands.Add(Verb("config", "Print the effective options", () => PrintConfig(line)));
        root.Subcommands.Add(Verb("version", "Print the version", () => line.Output.WriteLine(Version)));
        root.Subcommands.Add(Verb("help", "Print this manual", () => Manual.Print(root, line.Output)));
        return root;
    }

    private static string Version => typeof(RootCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static Command Verb(string name, string description, Action run)
    {
        var command = new Command(name, description);
        command.SetAction(_ => run());
        return command;
    }

    private static void PrintConfig(CommandLine line)
    {
        foreach (var option in typeof(ShipslogOptions).GetProperties())
            line.Output.WriteLine($"{option.Name} = {option.GetValue(line.Options)}");
    }
}

/// <summary>Prints every verb with its arguments and options.</summary>
internal static class Manual
{
    public static void Print(Command root, TextWriter output)
    {
        output.WriteLine($"{root.Description}. Options come from shipslog.json, SHIPSLOG__NAME in the environment, and the command line; the last wins.");
        foreach (var command in root.Subcommands)
            PrintVerbs(command, "shipslog", output);
    }

    private static void PrintVerbs(Command command, string before, TextWriter output)
    {
        var name = $"{before} {command.Name}";
        foreach (var verb in command.Subcommands)
            PrintVerbs(verb, name, output);
        if (command.Subcommands.Count > 0)
            return;
        output.WriteLine();
        output.WriteLine(string.Join(' ', [name, .. command.Arguments.Select(argument => argument.Name)]));
        output.WriteLine($"    {command.Description}");
        foreach (var option in command.Options)
            output.WriteLine($"    {$"{option.Name} {option.HelpName}",-22} {option.Description}{(option.Required ? " (required)" : "")}");
    }
}

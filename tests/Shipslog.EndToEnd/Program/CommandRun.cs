using System.Diagnostics;

namespace Shipslog.EndToEnd.Program;

/// <summary>What a command of the program printed, and its exit code.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a command to its end, or to the moment at which it is killed.</summary>
    public static async Task<CommandRun> StartAsync(string[] program, IEnumerable<string> args, string input = "", TimeSpan? killAfter = null)
    {
        using var process = Process.Start(Describe(program, args))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(killAfter ?? Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (killAfter is not null)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        finally
        {
            process.Kill(entireProcessTree: true); // Nothing, unless patience ended.
        }

        return new CommandRun(process.ExitCode, await output, await error);
    }

    /// <summary>A process with its three streams in our hands, in no folder with a configuration and with none in its environment.</summary>
    public static ProcessStartInfo Describe(string[] program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SHIPSLOG", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        return start;
    }
}

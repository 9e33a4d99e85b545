namespace Shipslog.EndToEnd.Program;

/// <summary>A data folder that is dropped with the test, and the program's commands on it.</summary>
internal class DataFolder : IDisposable
{
    /// <summary>A password that is long enough.</summary>
    public const string Password = "correct horse battery";

    public string Path { get; } = Directory.CreateTempSubdirectory("shipslog-e2e-").FullName;

    /// <summary>Runs a command on this folder, whatever comes of it.</summary>
    public Task<CommandRun> TryAsync(string[] args, string input = "") => CommandRun.StartAsync(Repository.Built, [.. args, "--data", Path], input);

    /// <summary>Runs a command that must succeed and say nothing on standard error; returns its output without the last line break.</summary>
    public async Task<string> RunAsync(string[] args, string input = "")
    {
        var run = await TryAsync(args, input);
        Assert.True(run is { Code: 0, Error: "" }, $"{string.Join(' ', args)}: code {run.Code}\n{run.Error}");
        return run.Output.TrimEnd('\n');
    }

    public virtual void Dispose() => Directory.Delete(Path, recursive: true);
}

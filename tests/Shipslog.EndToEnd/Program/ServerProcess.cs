using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Shipslog.EndToEnd.Program;

/// <summary>The program serving a folder on a free port, as a process of its own. Dispose it to end it, by force when need be.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens, as it printed.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Everything that it has printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>The most memory that it ever held at once, in bytes.</summary>
    public long PeakMemoryBytes => StatusBytes("VmHWM");

    /// <summary>The memory that it holds, in bytes.</summary>
    public long MemoryBytes => StatusBytes("VmRSS");

    /// <summary>Starts it and waits until it has printed where it listens.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="args">More arguments of <c>serve</c>.</param>
    /// <param name="program">Which build; null: the one of <c>./dev build</c>.</param>
    /// <param name="port">Where to listen; 0: a free one.</param>
    /// <param name="environment">Variables for it.</param>
    public static async Task<ServerProcess> StartAsync(DataFolder folder, string[]? args = null, string[]? program = null, int port = 0, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = Launch(folder, args, program, port, environment);
        try
        {
            server.Address = await server._address.Task.WaitAsync(Patience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it without waiting for anything.</summary>
    public static ServerProcess Launch(
        DataFolder folder, string[]? args = null, string[]? program = null, int port = 0, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = CommandRun.Describe(program ?? Repository.Built, ["serve", "--data", folder.Path, "--urls", $"http://127.0.0.1:{port}", .. args ?? []]);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Waits until a line that it printed holds a text, or it has ended; returns whether it was printed.</summary>
    public async Task<bool> PrintedAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var ended = _drained.Task.IsCompleted;
            if (Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
                return true;
            if (ended)
                return false;
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>The one-time link of the first start, once it is printed; it is the line after the address.</summary>
    public async Task<string> SetupLinkAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (SetupLink().Match(string.Join('\n', Lines)) is { Success: true } match)
                return match.Value;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Ends it as Ctrl+C does; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        await EndedAsync();
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal, by name.</summary>
    public async Task SignalAsync(string name)
    {
        using var signal = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
    }

    /// <summary>Ends it with SIGKILL: it gets no chance to save anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task EndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        await _drained.Task.WaitAsync(patience.Token);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The server ended early:\n{string.Join('\n', Lines)}"));
            _drained.TrySetResult();
            return;
        }

        Keep(line);
        if (ListensOn().Match(line) is { Success: true } match)
            _address.TrySetResult(match.Groups[1].Value);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }

    private long StatusBytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^Shipslog listens on (http\\S+)$")]
    private static partial Regex ListensOn();

    [GeneratedRegex("http\\S+/-/setup\\?token=\\S+")]
    private static partial Regex SetupLink();
}

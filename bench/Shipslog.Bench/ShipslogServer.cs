using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shipslog.Bench;

/// <summary>The real server as a process of its own, on a data folder with a user and a project. Dispose it to stop it as Ctrl+C does.</summary>
internal sealed class ShipslogServer : IAsyncDisposable
{
    private const string User = "bench";

    private readonly Process _process;

    private ShipslogServer(Process process, string address, string token)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(30) };
        (Address, Token) = (new Uri(address), token);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The token of <see cref="Http"/>.</summary>
    public string Token { get; }

    /// <summary>A signed-in client.</summary>
    public HttpClient Http { get; }

    /// <summary>The path of the project's part of the API.</summary>
    public static string Root => $"/api/v1/projects/{User}/bench";

    /// <summary>The memory that it holds, in bytes.</summary>
    public long MemoryBytes => StatusBytes("VmRSS");

    /// <summary>The most that it ever held.</summary>
    public long PeakMemoryBytes => StatusBytes("VmHWM");

    /// <summary>Starts it and waits until it listens. The first start on a folder makes the user, the project and a token.</summary>
    public static async Task<ShipslogServer> StartAsync(string folder)
    {
        var keeps = Path.Combine(folder, "bench-token");
        if (!File.Exists(keeps))
        {
            await CommandAsync(folder, "user", "add", User);
            await CommandAsync(folder, "project", "create", $"{User}/bench", "--key", "BEN");
            await File.WriteAllTextAsync(keeps, await CommandAsync(folder, "token", "create", "--user", User, "--url", "http://127.0.0.1"));
        }

        var process = Process.Start(Describe(folder, "serve", "--urls", "http://127.0.0.1:0"))!;
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                listens.TrySetException(new InvalidOperationException("The server ended early."));
            else if (line.Data.StartsWith("Shipslog listens on ", StringComparison.Ordinal))
                listens.TrySetResult(line.Data["Shipslog listens on ".Length..]);
        };
        process.BeginOutputReadLine();
        return new ShipslogServer(process, await listens.Task, await File.ReadAllTextAsync(keeps));
    }

    /// <summary>Posts JSON to the project's part of the API; the answer must be a success.</summary>
    public async Task<byte[]> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsync(Root + path, JsonContent.Create(body));
        return await ReadAsync(answer, path);
    }

    /// <summary>Posts bytes to the project's part of the API; the answer must be a success.</summary>
    public async Task<byte[]> PostAsync(string path, byte[] body, string mediaType, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var answer = await Http.PostAsync(Root + path, content);
        return await ReadAsync(answer, path);
    }

    /// <summary>Reads from the project's part of the API; the answer must be a success.</summary>
    public async Task<byte[]> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(Root + path);
        return await ReadAsync(answer, path);
    }

    /// <summary>The same as JSON.</summary>
    public async Task<JsonElement> AskAsync(string path, object body) => JsonDocument.Parse(await PostAsync(path, body)).RootElement;

    /// <summary>Processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Repeats something; the server's processor time of one repetition tells what it costs on a machine that others use too.</summary>
    public async Task<(Latencies Latencies, TimeSpan Processor)> MeasureAsync(int times, Func<Task> what)
    {
        for (var i = 0; i < times / 10; i++)
            await what();
        var before = ProcessorTime;
        var latencies = await Latencies.OfAsync(times, what, warmUp: 0);
        return (latencies, (ProcessorTime - before) / times);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            using var signal = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await signal.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, string path)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? bytes
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(bytes)}");
    }

    private static async Task<string> CommandAsync(string folder, params string[] arguments)
    {
        using var process = Process.Start(Describe(folder, arguments))!;
        var output = await process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {error}");
    }

    private static bool IsAssembly => Repository.Server.EndsWith(".dll", StringComparison.Ordinal);

    private static ProcessStartInfo Describe(string folder, params string[] arguments) =>
        new(IsAssembly ? "dotnet" : Repository.Server, [.. IsAssembly ? [Repository.Server] : Array.Empty<string>(), .. arguments, "--data", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = arguments[0] != "serve",
            WorkingDirectory = Path.GetTempPath(),
        };

    private long StatusBytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

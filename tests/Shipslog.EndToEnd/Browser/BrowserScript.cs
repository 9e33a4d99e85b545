using System.Diagnostics;
using System.Text.Json;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Browser;

/// <summary>
/// Runs a script of this folder in Node: it drives headless Chromium with playwright-core (of <c>ui/node_modules</c>), and asks the test
/// for what clients do, one JSON object a line on its standard output, answered the same way on its standard input.
/// </summary>
internal static class BrowserScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Plays a script to its end; anything but exit code 0 fails with what it printed.</summary>
    public static async Task PlayAsync(string script, ServerProcess server, object given)
    {
        Assert.True(File.Exists("/usr/bin/chromium"), "Chromium is missing; ./dev test installs it.");
        var file = Path.Combine(Repository.Root, "tests", "Shipslog.EndToEnd", "Browser", script);
        var start = CommandRun.Describe(["node"], [file]);
        start.Environment["E2E"] = JsonSerializer.Serialize(
            new { root = Repository.Root, address = server.Address, output = Repository.Output("browser"), given });
        using var node = Process.Start(start)!;
        var told = node.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await AnswerAsync(node, server, patience.Token);
            await node.WaitForExitAsync(patience.Token);
        }
        finally
        {
            node.Kill(entireProcessTree: true); // Nothing, unless something went wrong: then the browser goes too.
        }

        Assert.True(node.ExitCode == 0, $"The server printed:\n{string.Join('\n', server.Lines.TakeLast(40))}\n\n{await told}");
    }

    private static async Task AnswerAsync(Process node, ServerProcess server, CancellationToken cancellation)
    {
        await using var clients = new Conversations(server);
        while (await node.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            using var wish = JsonDocument.Parse(line);
            await node.StandardInput.WriteLineAsync(await AnswerAsync(clients, wish.RootElement));
            await node.StandardInput.FlushAsync(cancellation);
        }
    }

    private static async Task<string> AnswerAsync(Conversations clients, JsonElement wish)
    {
        try
        {
            return JsonSerializer.Serialize(new { result = await clients.DoAsync(wish) });
        }
        catch (Exception failure)
        {
            return JsonSerializer.Serialize(new { error = failure.ToString() }); // The script fails with it, where it asked.
        }
    }
}

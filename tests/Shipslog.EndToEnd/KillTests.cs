using System.Text.Json;
using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd;

/// <summary>SIGKILL in the middle of writes: the process saves nothing on its way out, so what it has acknowledged must have been safe before.</summary>
public sealed class KillTests
{
    private const int Rounds = 3;
    private const int AcknowledgementsARound = 120;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_every_kill()
    {
        using var folder = new DataFolder();
        var server = await ServerProcess.StartAsync(folder);
        try
        {
            var account = await Account.CreateAsync(folder, server);
            var writers = await WritersAsync(account);
            for (var round = 0; round < Rounds; round++)
            {
                await WriteUntilKilledAsync(server, account, writers);
                server = await ServerProcess.StartAsync(folder);
                account = account.At(server);
                foreach (var writer in writers)
                    await writer.VerifyAsync(account);
            }

            Assert.All(writers, writer => Assert.NotEqual(0, writer.Acknowledged));
            Assert.Equal(0, await server.StopAsync());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<Writer>> WritersAsync(Account account)
    {
        using var exchange = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
        exchange.Headers.Add("X-Neptune-Api-Token", account.Token);
        using var answer = await account.Http.SendAsync(exchange);
        using var tokens = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var access = tokens.RootElement.GetProperty("accessToken").GetString()!;
        var project = (await account.GetAsync("")).GetProperty("id").GetString()!;
        var files = (await account.PostAsync("/runs", new { name = "files" })).GetProperty("id").GetString()!;
        var numbers = (await account.PostAsync("/runs", new { name = "numbers" })).GetProperty("id").GetString()!;
        return
        [
            await Neptune0Writer.StartAsync(account, project, access, "first"),
            await Neptune0Writer.StartAsync(account, project, access, "second"),
            new ApiWriter(account, numbers),
            new ArtifactWriter(access, files),
        ];
    }

    private static async Task WriteUntilKilledAsync(ServerProcess server, Account account, IReadOnlyList<Writer> writers)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = writers.ToDictionary(writer => writer, _ => AcknowledgementsARound / writers.Count);
        var remaining = writers.Count;
        var writing = writers.Select(writer => Task.Run(() => writer.WriteAsync(account, () =>
        {
            if (--open[writer] == 0 && Interlocked.Decrement(ref remaining) == 0)
                enough.SetResult();
        }))).ToList();

        await Task.WhenAny([enough.Task, .. writing]); // A writer ends first only when the server refused it.
        await server.KillAsync();
        await Task.WhenAll(writing);
        await enough.Task;
    }
}

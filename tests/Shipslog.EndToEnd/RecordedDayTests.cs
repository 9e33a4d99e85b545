using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;
using Shipslog.Exchanges;

namespace Shipslog.EndToEnd;

/// <summary>Everything that real clients were recorded saying is said to the real program, which is killed afterwards.</summary>
public sealed partial class RecordedDayTests
{
    [Fact]
    public async Task Every_recording_is_answered_as_recorded_and_survives_a_kill()
    {
        var files = Repository.Exchanges();
        Assert.NotEmpty(files);
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder);
        await folder.RunAsync(["user", "add", "colleague"]); // Whom a recorded script adds to its project.
        var played = new List<(Account Account, string Kept)>();
        foreach (var (number, file) in files.Where(file => !IsNeptune3(file)).Index())
        {
            var account = await Account.CreateInTeamAsync(folder, server, $"user-{number}", $"ws-{number}", KeyOf(file));
            await folder.RunAsync(["service-account", "add", account.Workspace, "robot"]);
            await PlayAsync(server, account, file, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            played.Add((account, await EverythingAsync(account)));
            // The session about models ends by deleting what it made.
            Assert.Equal(Path.GetFileName(file).StartsWith("models-", StringComparison.Ordinal), played[^1].Kept.Length == 0);
        }

        // Bodies of 3.x name their project in bytes, and what one session wrote the other reads.
        var scientist = await Account.CreateInTeamAsync(folder, server, "scientist", "e2e", "SCA", "scale");
        foreach (var file in files.Where(IsNeptune3).OrderDescending(StringComparer.Ordinal))
            await PlayAsync(server, scientist, file, 0);
        played.Add((scientist, await EverythingAsync(scientist)));

        await server.KillAsync();
        await using var next = await ServerProcess.StartAsync(folder);

        foreach (var (account, kept) in played)
        {
            Assert.Equal(kept, await EverythingAsync(account.At(next)));
        }
    }

    private static bool IsNeptune3(string file) => file.Contains("neptune3", StringComparison.Ordinal);

    private static async Task PlayAsync(ServerProcess server, Account account, string file, long startUnixMilliseconds)
    {
        await using var player = new ExchangePlayer(
            new Uri(server.Address), account.Workspace, account.Project, account.User, account.Token, startUnixMilliseconds);
        var differences = await player.PlayFileAsync(file);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>The key that the project had when it was recorded: clients put it into the ids that they print and ask for.</summary>
    private static string KeyOf(string file) =>
        RecordedKey().Match(File.ReadAllText(file)) is { Success: true } match ? match.Groups[1].Value : "DIG";

    /// <summary>All runs of a project with every attribute, point and file, as text.</summary>
    private static async Task<string> EverythingAsync(Account account)
    {
        var text = new StringBuilder();
        var runs = await account.PostAsync("/runs/query", new { columns = Array.Empty<object>(), limit = 1000, offset = 0 });
        foreach (var row in runs.GetProperty("rows").EnumerateArray())
        {
            var run = row.GetProperty("shortId").GetString()!;
            var attributes = (await account.GetAsync($"/runs/{run}")).GetProperty("attributes").EnumerateArray().ToList();
            foreach (var attribute in attributes.Where(attribute => !Moves(attribute, attributes)))
                await AppendAsync(text, account, run, attribute);
        }

        return text.ToString();
    }

    /// <summary>What time alone changes: a run that was left running is inactive when no ping came for a while.</summary>
    private static bool Moves(JsonElement attribute, List<JsonElement> all)
    {
        var state = all.Single(item => item.GetProperty("path").GetString() == "sys/state").GetProperty("value").GetString();
        return state is "running" or "inactive"
            && attribute.GetProperty("path").GetString() is "sys/state" or "sys/modification_time" or "sys/running_time" or "sys/monitoring_time";
    }

    private static async Task AppendAsync(StringBuilder text, Account account, string run, JsonElement attribute)
    {
        var path = attribute.GetProperty("path").GetString()!;
        text.AppendLine(attribute.GetRawText());
        var kind = attribute.GetProperty("kind").GetString()!;
        if (kind.EndsWith("Series", StringComparison.Ordinal))
            (await account.PointsAsync(run, path)).ForEach(point => text.AppendLine(point.GetRawText()));
        else if (kind == "file")
            text.AppendLine(Convert.ToBase64String(await account.BytesAsync($"/runs/{run}/file?path={Uri.EscapeDataString(path)}")));
    }

    [GeneratedRegex("projectKey\": \"([A-Z0-9]+)\"")]
    private static partial Regex RecordedKey();
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd;

/// <summary>The commands as people and scripts run them: a process each, on a folder that a server has open or not.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_verb_does_its_work_whether_or_not_a_server_has_the_folder_open(bool served)
    {
        using var folder = new DataFolder();
        await using var server = served ? await ServerProcess.StartAsync(folder) : null;

        Assert.Equal("Added me", await folder.RunAsync(["user", "add", "me", "--password-stdin", "--admin"], DataFolder.Password + "\n"));
        Assert.Equal("Added robot", await folder.RunAsync(["user", "add", "robot"]));
        Assert.Equal("Set the password of me", await folder.RunAsync(["user", "reset-password", "me", "--password-stdin"], "another long password\n"));
        Assert.Equal("Created team", await folder.RunAsync(["workspace", "create", "team"]));
        Assert.Equal("me is now admin of team", await folder.RunAsync(["workspace", "add-member", "team", "me", "--admin"]));
        Assert.Equal("robot is now member of team", await folder.RunAsync(["workspace", "add-member", "team", "robot"]));
        Assert.Equal(
            "Created team/digits with key DD",
            await folder.RunAsync(["project", "create", "team/digits", "--key", "DD", "--visibility", "workspace"]));

        Assert.Equal(["me\tadmin\tenabled", "robot\tuser\tenabled"], Sorted(await folder.RunAsync(["user", "list"])));
        Assert.Equal(["me\tpersonal\t1\t0", "robot\tpersonal\t1\t0", "team\tteam\t2\t1"], Sorted(await folder.RunAsync(["workspace", "list"])));
        Assert.Equal("team/digits\tDD\tworkspace", await folder.RunAsync(["project", "list"]));
        using var projects = JsonDocument.Parse(await folder.RunAsync(["project", "list", "--json"]));
        Assert.Equal("team/digits", Assert.Single(projects.RootElement.EnumerateArray()).GetProperty("name").GetString());
        using var users = JsonDocument.Parse(await folder.RunAsync(["user", "list", "--json"]));
        Assert.Equal(["me", "robot"], users.RootElement.EnumerateArray().Select(user => user.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_opens_the_running_server_until_it_is_revoked()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder);
        await folder.RunAsync(["user", "add", "me"]);
        await folder.RunAsync(["project", "create", "me/digits"]);

        var token = await folder.RunAsync(["token", "create", "--user", "me", "--name", "laptop", "--expires", "30", "--url", server.Address]);

        Assert.DoesNotContain('\n', token);
        using var wire = JsonDocument.Parse(Convert.FromBase64String(token)); // What NEPTUNE_API_TOKEN must hold.
        Assert.Equal(server.Address, wire.RootElement.GetProperty("api_address").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, token));
        using var listed = JsonDocument.Parse(await folder.RunAsync(["token", "list", "--user", "me", "--json"]));
        var row = Assert.Single(listed.RootElement.EnumerateArray());
        Assert.Equal(("laptop", "active"), (row.GetProperty("name").GetString(), row.GetProperty("state").GetString()));
        Assert.Equal(
            TimeSpan.FromDays(30).TotalMilliseconds,
            row.GetProperty("expiresUnixMilliseconds").GetInt64() - row.GetProperty("createdUnixMilliseconds").GetInt64());

        var id = row.GetProperty("id").GetString()!;
        Assert.Equal("Revoked", await folder.RunAsync(["token", "revoke", id]));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, token));
        Assert.Equal($"{id}\tme\trevoked\tlaptop", await folder.RunAsync(["token", "list"]));
    }

    [Fact]
    public async Task A_reset_password_signs_in_at_once_and_the_old_one_no_more()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder);
        await folder.RunAsync(["user", "add", "me", "--password-stdin"], DataFolder.Password + "\n");
        using var http = new HttpClient();

        await folder.RunAsync(["user", "reset-password", "me", "--password-stdin"], "another long password\n");

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(http, server, DataFolder.Password));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(http, server, "another long password"));
    }

    [Fact]
    public async Task What_a_command_cannot_do_is_one_line_with_code_one()
    {
        using var folder = new DataFolder();
        await folder.RunAsync(["user", "add", "me"]);

        AssertFailed("There is no user nobody.", await folder.TryAsync(["token", "create", "--user", "nobody"]));
        AssertFailed("There is no workspace nowhere.", await folder.TryAsync(["project", "create", "nowhere/digits"]));
        AssertFailed("Name the project as WORKSPACE/NAME.", await folder.TryAsync(["project", "create", "digits"]));
        AssertFailed("No password came on standard input.", await folder.TryAsync(["user", "add", "you", "--password-stdin"]));
        AssertFailed("me", await folder.TryAsync(["user", "add", "me"]));
        AssertFailed("password", await folder.TryAsync(["user", "add", "you", "--password-stdin"], "short\n"));
        AssertFailed("token", await folder.TryAsync(["token", "revoke", "00000000-0000-0000-0000-000000000001"]));
        AssertFailed("http", await folder.TryAsync(["token", "create", "--user", "me", "--url", "localhost"]));
        AssertFailed("name", await folder.TryAsync(["project", "create", "me/" + new string('x', 2000)]));
        AssertFailed("name", await folder.TryAsync(["project", "create", "me/../x"]));
        Assert.Equal("me\tuser\tenabled", await folder.RunAsync(["user", "list"]));
        Assert.Equal("", await folder.RunAsync(["project", "list"]));
    }

    [Theory]
    [InlineData("serve", "--dta", "x")]
    [InlineData("user", "add")]
    [InlineData("token", "revoke", "7")]
    [InlineData("project", "create", "me/x", "--visibility", "secret")]
    [InlineData("sail")]
    public async Task A_wrong_command_line_is_code_two_and_points_to_the_manual(params string[] args)
    {
        var run = await CommandRun.StartAsync(Repository.Built, args);

        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Output);
        Assert.Contains("`shipslog help` prints the manual.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manual_names_every_verb()
    {
        var manual = await CommandRun.StartAsync(Repository.Built, ["help"]);

        Assert.Equal((0, ""), (manual.Code, manual.Error));
        foreach (var verb in new[]
        {
            "serve", "user add NAME", "user reset-password NAME", "user list", "token create", "token list", "token revoke ID",
            "workspace create NAME", "workspace add-member NAME USER", "workspace list", "project create WORKSPACE/NAME", "project list",
            "config", "version", "help",
        })
            Assert.Contains($"\nshipslog {verb}\n", manual.Output, StringComparison.Ordinal);
        foreach (var option in new[] { "--password-stdin", "--admin", "--expires DAYS", "--url URL", "--json", "--key K", "--visibility V", "--https", "--data DIR" })
            Assert.Contains(option, manual.Output, StringComparison.Ordinal);
    }

    private static void AssertFailed(string words, CommandRun run)
    {
        Assert.Equal((1, ""), (run.Code, run.Output));
        Assert.Contains(words, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(ServerProcess server, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync($"{server.Address}/api/v1/projects/me/digits");
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SignInAsync(HttpClient http, ServerProcess server, string password)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { name = "me", password }), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"{server.Address}/api/v1/session", body);
        return answer.StatusCode;
    }

    private static IEnumerable<string> Sorted(string listing) => listing.Split('\n').Order(StringComparer.Ordinal);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shipslog.Commands;

namespace Shipslog.Tests.Commands;

public class CommandTests
{
    [Fact]
    public async Task Accounts_tokens_and_projects_are_made_while_the_server_runs()
    {
        await using var server = await TestServer.StartAsync();
        string[] data = ["--data", server.Folder];

        Assert.Equal(0, (await RunAsync(["user", "add", "me", "--password-stdin", "--admin", .. data], TestServer.Password + "\n")).Code);
        Assert.Equal(0, (await RunAsync(["workspace", "create", "team", .. data])).Code);
        Assert.Equal(0, (await RunAsync(["workspace", "add-member", "team", "me", "--admin", .. data])).Code);
        Assert.Equal(0, (await RunAsync(["project", "create", "team/digits", "--key", "DD", "--visibility", "workspace", .. data])).Code);
        var token = (await RunAsync(["token", "create", "--user", "me", "--url", server.Address, .. data])).Output.Trim();
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/projects/team/digits")).StatusCode);
        using var signedIn = await server.SignInAsync("me");
        using var listed = JsonDocument.Parse((await RunAsync(["token", "list", "--json", .. data])).Output);
        var id = listed.RootElement[0].GetProperty("id").GetString()!;
        Assert.Equal(0, (await RunAsync(["token", "revoke", id, .. data])).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/projects/team/digits")).StatusCode);
        Assert.Contains("team/digits\tDD\tworkspace", (await RunAsync(["project", "list", .. data])).Output);
    }

    [Fact]
    public async Task A_failure_is_one_line_and_code_one_and_a_wrong_command_line_is_code_two()
    {
        var folder = Directory.CreateTempSubdirectory("shipslog-test-").FullName;

        var failed = await RunAsync(["token", "create", "--user", "nobody", "--data", folder]);
        var wrong = await RunAsync(["token", "create"]);
        var manual = await RunAsync(["help"]);

        Assert.Equal((1, ""), (failed.Code, failed.Output));
        Assert.Equal("There is no user nobody.", failed.Error.Trim());
        Assert.Equal(2, wrong.Code);
        Assert.Contains("shipslog workspace add-member NAME USER", manual.Output);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_service_account_gets_tokens_but_no_password()
    {
        var folder = Directory.CreateTempSubdirectory("shipslog-test-").FullName;
        string[] data = ["--data", folder];
        await RunAsync(["workspace", "create", "team", .. data]);

        Assert.Equal("Added robot@team", (await RunAsync(["service-account", "add", "team", "robot", .. data])).Output.Trim());
        Assert.Equal("robot@team\tenabled", (await RunAsync(["service-account", "list", "team", .. data])).Output.Trim());
        Assert.NotEmpty((await RunAsync(["token", "create", "--user", "robot@team", .. data])).Output.Trim());
        Assert.Equal(1, (await RunAsync(["service-account", "add", "team", "robot", .. data])).Code);
        Assert.Equal(1, (await RunAsync(["user", "reset-password", "robot@team", "--password-stdin", .. data], TestServer.Password + "\n")).Code);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args, string input = "")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await RootCommands.RunAsync(args, new StringReader(input), output, error);
        return (code, output.ToString(), error.ToString());
    }
}

using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune;
using static Shipslog.Tests.Protocols.Neptune.NeptuneSession;

namespace Shipslog.Tests.Protocols.Neptune.Experiments;

public sealed class ExperimentTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task What_is_not_there_is_404_with_the_type_that_clients_know()
    {
        using var client = await BeginAsync(host);

        var project = await client.SendAsync("GET", $"{Backend}/projects/get?projectIdentifier=nobody%2Fnothing");
        var experiment = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={Guid.NewGuid()}");
        var named = await client.SendAsync("GET", $"{Leaderboard}/experiments?experimentId={Uri.EscapeDataString(client.Project.QualifiedName)}%2FDIG-77");

        Assert.Equal((404, "PROJECT_NOT_FOUND"), (project.Status, project.Body.GetProperty("type").GetString()));
        Assert.Equal((404, 404), (experiment.Status, named.Status));
        Assert.Equal("EXPERIMENT_NOT_FOUND", named.Body.GetProperty("errorType").GetString());
        foreach (var member in new[] { "code", "errorType", "type", "title", "message" })
            Assert.True(project.Body.TryGetProperty(member, out _), member);
    }

    [Theory]
    [InlineData("{", 400, "INVALID")]
    [InlineData("""{"projectId":"no-such"}""", 404, "PROJECT_NOT_FOUND")]
    [InlineData("""{"projectId":"PROJECT","parameters":[{"name":"a","value":"1"},{"name":"a","value":"2"}]}""", 400, "DUPLICATE_PARAMETER")]
    public async Task An_experiment_that_cannot_be_created_is_refused_in_the_protocols_shape(string body, int status, string type)
    {
        using var client = await BeginAsync(host);

        var refused = await client.SendAsync("POST", Backend + "/experiments", body.Replace("PROJECT", client.Project.Id.ToString(), StringComparison.Ordinal));

        Assert.Equal((status, type), (refused.Status, refused.Body.GetProperty("type").GetString()));
        Assert.False(string.IsNullOrEmpty(refused.Body.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_token_that_is_unknown_expired_or_revoked_is_401_with_a_sentence()
    {
        var user = await host.UserAsync("t" + Guid.NewGuid().ToString("N")[..8]);
        var (token, revoked) = await host.TokenAsync(user);
        await host.Catalog.RevokeTokenAsync(token.Id, 1);
        using var http = host.Client();

        foreach (var wire in new[] { "bm90aGluZw==", await host.ExpiredTokenAsync(user), revoked })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Backend + "/authorization/oauth-token");
            request.Headers.TryAddWithoutValidation("X-Neptune-Api-Token", wire);
            using var answer = await http.SendAsync(request);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

            Assert.Equal(401, (int)answer.StatusCode);
            Assert.False(string.IsNullOrEmpty((string?)body["message"]));
        }
    }

    [Fact]
    public async Task A_refresh_with_a_token_that_is_none_is_an_error_that_oauth_clients_recover_from()
    {
        using var http = host.Client();

        using var answer = await http.PostAsync(
            "/auth/realms/neptune/protocol/openid-connect/token",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = "x" }));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("invalid_grant", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_before_it_is_sent()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        var head = $"POST {Backend}/experiments/channels/values?experimentId={id} HTTP/1.1\r\nHost: x\r\nAuthorization: {client.Http.DefaultRequestHeaders.Authorization}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {LenientJson.MaxBytes + 1L}\r\n\r\n";

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(socket.GetStream());
        var status = await reader.ReadLineAsync();
        var answer = await reader.ReadToEndAsync();

        Assert.Equal("HTTP/1.1 413 The request's body is too large.", status);
        Assert.Contains("\"type\":\"TOO_LARGE\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("🚀 👨‍👩‍👧 ☃")]
    [InlineData("../x")]
    [InlineData("/absolute/")]
    [InlineData("a\nb")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("LONG")]
    public async Task Any_name_is_kept_as_it_is_for_experiments_tags_and_values(string name)
    {
        name = name == "LONG" ? new string('L', 2000) : name;
        using var client = await BeginAsync(host);

        var id = await client.ExperimentAsync(new JsonObject
        {
            ["name"] = name,
            ["description"] = name,
            ["parameters"] = new JsonArray(new JsonObject { ["name"] = "p", ["parameterType"] = "string", ["value"] = name }),
            ["properties"] = new JsonArray(new JsonObject { ["key"] = "k", ["value"] = name }),
        });
        var (_, experiment) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");

        Assert.Equal(name, experiment.GetProperty("name").GetString());
        Assert.Equal(name, experiment.GetProperty("parameters")[0].GetProperty("value").GetString());
        Assert.Equal(name, experiment.GetProperty("properties")[0].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("LONG")]
    [InlineData("a\nb")]
    public async Task A_name_that_no_path_can_hold_loses_only_its_own_value(string name)
    {
        name = name == "LONG" ? new string('L', 2000) : name;
        using var client = await BeginAsync(host);

        var id = await client.ExperimentAsync(new JsonObject
        {
            ["parameters"] = new JsonArray(
                new JsonObject { ["name"] = name, ["parameterType"] = "string", ["value"] = "x" },
                new JsonObject { ["name"] = "ok", ["parameterType"] = "double", ["value"] = "1" }),
        });
        var (status, _) = await client.SendAsync("POST", $"{Backend}/experiments/channels?experimentId={id}", new JsonObject { ["name"] = name, ["channelType"] = "numeric" }.ToJsonString());

        Assert.Equal(1.0, ((AttributeValue.Float)(await client.ReadAsync(id))["parameters/ok"]!).Value);
        Assert.InRange(status, 200, 499);
    }

    [Fact]
    public async Task Tags_are_added_and_removed_and_properties_replaced()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync(new JsonObject { ["tags"] = new JsonArray("a", "b") });

        await client.SendAsync("PUT", Backend + "/experiments/tags", $$"""{"experimentIds":["{{id}}"],"groupsIds":[],"tagsToAdd":["c","c"],"tagsToDelete":["a","never"]}""");
        await client.SendAsync("PATCH", $"{Backend}/experiments?experimentId={id}", """{"properties":[{"key":"x","value":"1"},{"key":"num","value":7}]}""");
        await client.SendAsync("PATCH", $"{Backend}/experiments?experimentId={id}", """{"properties":[{"key":"num","value":8}]}""");
        var (_, experiment) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");

        Assert.Equal("""["b","c"]""", experiment.GetProperty("tags").GetRawText());
        Assert.Equal("""[{"key":"num","value":"8"}]""", experiment.GetProperty("properties").GetRawText());
    }

    [Fact]
    public async Task Changing_tags_of_no_experiment_is_400()
    {
        using var client = await BeginAsync(host);

        var (status, body) = await client.SendAsync("PUT", Backend + "/experiments/tags");

        Assert.Equal((400, "INVALID"), (status, body.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task An_experiment_that_has_ended_takes_values_still_but_neither_pings_nor_another_end()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        var completed = $"{Backend}/experiments/completed?experimentId={id}";

        await client.SendAsync("POST", completed, """{"state":"failed","traceback":"ValueError"}""");
        var again = await client.SendAsync("POST", completed, """{"state":"succeeded"}""");
        var ping = await client.SendAsync("POST", $"{Backend}/experiments/ping?experimentId={id}");
        await client.ValuesAsync(id, Of(loss, Number("1", "0.5")));

        Assert.Equal((422, 422), (again.Status, ping.Status));
        Assert.Single(await client.FloatsAsync(id, "logs/loss"));
        var (_, experiment) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");
        Assert.Equal("failed", experiment.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_running_time_goes_with_the_clock_until_the_end()
    {
        var clock = new Core.TestClock();
        await using var server = await TestServer.StartAsync(clock);
        using var client = await BeginAsync(server);
        var id = await client.ExperimentAsync();

        clock.Advance(TimeSpan.FromSeconds(7));
        var (_, running) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");
        await client.SendAsync("POST", $"{Backend}/experiments/completed?experimentId={id}", """{"state":"succeeded"}""");
        clock.Advance(TimeSpan.FromSeconds(60));
        var (_, ended) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");

        Assert.Equal((7000, 7000), (running.GetProperty("runningTime").GetInt64(), ended.GetProperty("runningTime").GetInt64()));
    }

    [Fact]
    public async Task Clients_are_told_the_public_address_when_there_is_one()
    {
        var folder = Directory.CreateTempSubdirectory("shipslog-test-").FullName;
        await using (var app = ShipslogApp.Build(new ShipslogOptions { Data = folder, Urls = "http://127.0.0.1:0", PublicUrl = "https://tracker.example.com/" }))
        {
            await app.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

            var config = JsonNode.Parse(await http.GetStringAsync(Backend + "/clients/config"))!;

            Assert.Equal("https://tracker.example.com", (string?)config["apiUrl"]);
            Assert.Equal("https://tracker.example.com", (string?)config["applicationUrl"]);
            await app.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}

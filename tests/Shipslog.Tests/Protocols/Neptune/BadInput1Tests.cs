using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>What 1.x clients may send wrongly, and the answers from which they make their own messages (contract, section 9).</summary>
public sealed class BadInput1Tests
{
    private const string Leaderboard = "/api/leaderboard/v1";

    /// <summary>A 4xx would end the client's sender for good: what is wrong with one operation is told in the answer, and the others are kept.</summary>
    [Theory]
    [InlineData("""{"path":"n","assignString":{"value":"text"}}""", "n is a int")]
    [InlineData("""{"path":"n/x","assignInt":{"value":1}}""", "because n exists")]
    [InlineData("""{"path":"ns","assignInt":{"value":1}}""", "because ns/…")]
    [InlineData("""{"path":"sys/owner","assignString":{"value":"me"}}""", "kept by the server")]
    [InlineData("""{"path":"labels","insertStrings":{"values":["a"]}}""", "only sys/tags")]
    [InlineData("""{"path":"x","assignInt":{"value":"three"}}""", "not of the type")]
    [InlineData("""{"path":"x","assignInt":{}}""", "not of the type")]
    [InlineData("""{"path":"x","assignDatetime":{"valueMilliseconds":"yesterday"}}""", "not of the type")]
    [InlineData("""{"path":"x","logFloats":{"entries":[{"value":"high"}]}}""", "not of the type")]
    [InlineData("""{"path":"x","logFloats":{"entries":[{"value":1,"step":NaN}]}}""", "not a finite number")]
    [InlineData("""{"path":"x","fly":{"value":1}}""", "fly is not known")]
    [InlineData("""{"path":"x"}""", "no operation for x")]
    [InlineData("""{"path":"","assignInt":{"value":1}}""", "empty")]
    [InlineData("""{"assignInt":{"value":1}}""", "empty")]
    [InlineData("""{"path":"a\u0000b","assignInt":{"value":1}}""", "NUL")]
    [InlineData("""{"path":"n","logFloats":{"entries":[{"value":1}]}}""", "n is a int")]
    [InlineData("""{"path":"n","deleteFiles":{"filePaths":["a"]}}""", "n is a int")]
    [InlineData("17", "empty")]
    public async Task One_bad_operation_is_told_and_the_rest_is_applied(string operation, string text)
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        await api.ExecuteAsync(run, """[{"path":"n","assignInt":{"value":1}},{"path":"ns/x","assignInt":{"value":1}}]""");

        var errors = await api.ExecuteAsync(run, $$$"""[{"path":"before","assignInt":{"value":1}},{{{operation}}},{"path":"after","assignInt":{"value":1}}]""");

        Assert.Contains(text, Assert.Single(errors), StringComparison.Ordinal);
        var attributes = await api.AttributesAsync(run);
        Assert.Contains("before", attributes.Keys);
        Assert.Contains("after", attributes.Keys);
        Assert.DoesNotContain("x", attributes.Keys);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_told()
    {
        await using var api = await AttributesApi.StartAsync();

        var errors = await api.ExecuteAsync(
            await api.CreateAsync(), $$$"""[{"path":"{{{new string('n', 1025)}}}","assignInt":{"value":1}}]""");

        Assert.Contains("longer than 1024 bytes", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1}")]
    [InlineData("\u001f\u0008\u0001\u0002")]
    public async Task A_body_that_is_no_list_of_operations_is_refused(string body)
    {
        await using var api = await AttributesApi.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await api.Client.PostAsync($"{Leaderboard}/attributes/operations?experimentId={await api.CreateAsync()}", content);

        await ExpectAsync(answer, HttpStatusCode.BadRequest, null);
    }

    [Fact]
    public async Task Times_that_no_calendar_has_do_not_hide_a_run()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();

        await api.ExecuteAsync(run, $$$"""[{"path":"late","assignDatetime":{"valueMilliseconds":{{{long.MaxValue}}}}},{"path":"early","assignDatetime":{"valueMilliseconds":{{{long.MinValue}}}}}]""");

        var attributes = await api.AttributesAsync(run);
        Assert.StartsWith("9999-12-31", attributes["late"].GetProperty("datetimeProperties").GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("0001-01-01", attributes["early"].GetProperty("datetimeProperties").GetProperty("value").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_in_the_trash_still_takes_what_its_script_sends_and_a_deleted_one_is_not_found()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        var names = new[] { "alice/demo/DEM-1" };

        await api.PostAsync($"{Leaderboard}/experiments/trash?projectIdentifier=alice/demo", names);
        Assert.Empty(await api.ExecuteAsync(run, """[{"path":"x","assignInt":{"value":1}}]"""));
        Assert.Contains("x", (await api.AttributesAsync(run)).Keys);

        await api.PostAsync($"{Leaderboard}/experiments/trash/delete?projectIdentifier=alice/demo", names);
        foreach (var method in new[] { "attributes/operations", "attributes/ping" })
        {
            using var answer = await api.Client.PostAsJsonAsync($"{Leaderboard}/{method}?experimentId={run}", Array.Empty<object>());
            await ExpectAsync(answer, HttpStatusCode.NotFound, "EXPERIMENT_NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("/api/backend/v1/projects/get?projectIdentifier=alice/nope", HttpStatusCode.NotFound, "PROJECT_NOT_FOUND")]
    [InlineData("/api/backend/v1/projects/get?projectIdentifier=", HttpStatusCode.NotFound, "PROJECT_NOT_FOUND")]
    [InlineData("/api/backend/v1/projects/get", HttpStatusCode.BadRequest, null)]
    [InlineData("/api/leaderboard/v1/experiments?experimentId=alice/demo/DEM-77", HttpStatusCode.NotFound, "EXPERIMENT_NOT_FOUND")]
    [InlineData("/api/leaderboard/v1/experiments?experimentId=nonsense", HttpStatusCode.NotFound, "EXPERIMENT_NOT_FOUND")]
    [InlineData("/api/leaderboard/v1/attributes?experimentId=00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, null)]
    [InlineData("/api/backend/v1/projects?organizationIdentifier=nowhere", HttpStatusCode.NotFound, null)]
    [InlineData("/api/leaderboard/v1/download/downloadRequest?id=forged", HttpStatusCode.OK, null)]
    [InlineData("/api/backend/v1/download/files/forged.ticket", HttpStatusCode.Unauthorized, null)]
    public async Task What_is_not_there_is_told_in_the_form_that_clients_read(string address, HttpStatusCode status, string? type)
    {
        await using var api = await AttributesApi.StartAsync();

        using var answer = await api.Client.GetAsync(address);

        await ExpectAsync(answer, status, type);
    }

    [Fact]
    public async Task A_wrong_token_and_a_stranger_are_refused()
    {
        await using var api = await AttributesApi.StartAsync();
        using var nobody = api.Server.Anonymous();
        using var stranger = await api.Server.ClientAsync(await api.Server.AddUserAsync("eve"));
        nobody.DefaultRequestHeaders.Add("X-Neptune-Api-Token", "bm90aGluZw==");

        using var exchange = await nobody.GetAsync("/api/backend/v1/authorization/oauth-token");
        using var hidden = await stranger.GetAsync("/api/backend/v1/projects/get?projectIdentifier=alice/demo");
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", "a.b.c")]);
        using var refresh = await nobody.PostAsync("/auth/realms/neptune/protocol/openid-connect/token", form);

        await ExpectAsync(exchange, HttpStatusCode.Unauthorized, null);
        await ExpectAsync(hidden, HttpStatusCode.NotFound, "PROJECT_NOT_FOUND");
        Assert.Equal(HttpStatusCode.BadRequest, refresh.StatusCode);
        Assert.Equal("invalid_grant", (await refresh.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    /// <summary>A part that never came would be zeros in the file.</summary>
    [Fact]
    public async Task An_upload_with_a_part_missing_is_refused_and_leaves_no_attribute()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        var upload = $"{Leaderboard}/attributes/storage/file/upload";
        var query = $"experimentIdentifier={run}&attribute=model";
        var id = (await api.PostAsync($"{upload}/start?{query}&ext=bin&totalLength=20", new { })).GetProperty("uploadId").GetString();

        using var part = new ByteArrayContent(new byte[10]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{upload}/part?{query}&uploadId={id}&uploadPartIdx=1") { Content = part };
        request.Headers.Add("X-Range", "bytes=10-19/20");
        using var taken = await api.Client.SendAsync(request);
        using var finished = await api.Client.PostAsync($"{upload}/finish?{query}&uploadId={id}", null);

        await ExpectAsync(finished, HttpStatusCode.BadRequest, null);
        Assert.DoesNotContain("model", (await api.AttributesAsync(run)).Keys);
    }

    [Theory]
    [InlineData("storage/fileset/upload", "experimentIdentifier", "subPath=../../etc/passwd")]
    [InlineData("storage/fileset/upload", "experimentIdentifier", "subPath=/etc/passwd")]
    [InlineData("storage/fileset/upload", "experimentIdentifier", "subPath=")]
    public async Task A_file_that_leads_out_of_its_set_is_an_error_in_the_answer(string route, string who, string more)
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        using var content = new ByteArrayContent([1, 2, 3]);

        using var answer = await api.Client.PostAsync($"{Leaderboard}/attributes/{route}?{who}={run}&attribute=files&{more}", content);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray());
        Assert.DoesNotContain("files", (await api.AttributesAsync(run)).Keys);
    }

    [Fact]
    public async Task A_body_that_is_no_archive_is_refused_and_leaves_no_attribute()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("PK\u0003\u0004 this is a zip, they said"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using var answer = await api.Client.PostAsync($"{Leaderboard}/attributes/uploadFileSetTar?experimentId={run}&attribute=files&reset=True", content);

        await ExpectAsync(answer, HttpStatusCode.BadRequest, null);
        Assert.DoesNotContain("files", (await api.AttributesAsync(run)).Keys);
    }

    private static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode status, string? type)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        if (status == HttpStatusCode.OK)
            return;
        var body = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, body.GetProperty("code").GetInt32());
        Assert.NotEmpty(body.GetProperty("message").GetString()!);
        Assert.NotEmpty(body.GetProperty("title").GetString()!);
        if (type is not null)
            Assert.Equal((type, type), (body.GetProperty("errorType").GetString(), body.GetProperty("type").GetString()));
    }
}

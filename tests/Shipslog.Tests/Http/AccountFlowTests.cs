using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Tests.Http;

public class AccountFlowTests
{
    [Fact]
    public async Task The_setup_link_makes_the_first_account_once()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.Services.GetRequiredService<Accounts>().NewSetupTokenAsync();
        using var client = server.Anonymous();

        Assert.True((await SessionAsync(client)).GetProperty("needsFirstUser").GetBoolean());
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, "/api/v1/first-user", new { setupToken = "wrong", name = "me", password = TestServer.Password }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, "/api/v1/first-user", new { setupToken = token, name = "me", password = TestServer.Password }));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(client, "/api/v1/first-user", new { setupToken = token, name = "you", password = TestServer.Password }));
        var session = await SessionAsync(client);
        Assert.Equal("me", session.GetProperty("user").GetProperty("name").GetString());
        Assert.True(session.GetProperty("user").GetProperty("isAdmin").GetBoolean());
        Assert.NotNull(await server.Catalog.FindWorkspaceAsync("me"));
    }

    [Fact]
    public async Task A_write_by_cookie_needs_the_csrf_header()
    {
        await using var server = await TestServer.StartAsync();
        await server.AddUserAsync("me", password: TestServer.Password);
        using var client = await server.SignInAsync("me");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, "/api/v1/workspaces", new { name = "team" }));
        client.DefaultRequestHeaders.Remove("X-CSRF-Token");
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, "/api/v1/workspaces", new { name = "other" }));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/workspaces")).StatusCode);
    }

    [Fact]
    public async Task Guessing_a_password_is_slowed_and_ends_with_time()
    {
        var time = new Core.Access.SettableTime();
        await using var server = await TestServer.StartAsync(time);
        await server.AddUserAsync("me", password: TestServer.Password);
        using var client = server.Anonymous();

        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, "/api/v1/session", new { name = "me", password = "wrong" }));

        using var answer = await client.PostAsJsonAsync("/api/v1/session", new { name = "me", password = TestServer.Password });
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(15), answer.Headers.RetryAfter!.Delta);
        time.Now += TimeSpan.FromMinutes(16);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, "/api/v1/session", new { name = "me", password = TestServer.Password }));
    }

    [Fact]
    public async Task A_session_slides_thirty_days_and_then_ends()
    {
        var time = new Core.Access.SettableTime();
        await using var server = await TestServer.StartAsync(time);
        var user = await server.AddUserAsync("me");
        var sessions = server.Services.GetRequiredService<Sessions>();
        var id = await sessions.BeginAsync(user);

        time.Now += TimeSpan.FromDays(29);
        Assert.True((await sessions.FindAsync(id))!.Value.Extended);
        time.Now += TimeSpan.FromDays(29);
        Assert.NotNull(await sessions.FindAsync(id));
        time.Now += TimeSpan.FromDays(31);
        Assert.Null(await sessions.FindAsync(id));
    }

    [Fact]
    public async Task A_token_works_in_every_form_until_it_is_revoked_and_its_bearers_end_with_it()
    {
        await using var server = await TestServer.StartAsync();
        var user = await server.AddUserAsync("me");
        var tokens = server.Services.GetRequiredService<ApiTokens>();
        var (token, wire) = await tokens.IssueAsync(user, "laptop", null, server.Address);
        using var json = JsonDocument.Parse(Convert.FromBase64String(wire));
        var bare = json.RootElement.GetProperty("api_key").GetString()!;
        var bearers = server.Services.GetRequiredService<BearerTokens>();
        var pair = await bearers.ExchangeAsync(wire, server.Address);
        pair = await bearers.RefreshAsync(pair.RefreshToken, server.Address);

        Assert.Equal(server.Address, json.RootElement.GetProperty("api_address").GetString());
        foreach (var presented in new[] { wire, bare, pair.AccessToken })
            Assert.Equal(HttpStatusCode.OK, await GetAsync(server, presented));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(server, pair.RefreshToken));
        await tokens.RevokeAsync(token.Id);
        foreach (var presented in new[] { wire, bare, pair.AccessToken })
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(server, presented));
        var refused = await Assert.ThrowsAsync<ShipslogException>(() => bearers.RefreshAsync(pair.RefreshToken, server.Address));
        Assert.Equal("token-revoked", refused.Code);
    }

    [Fact]
    public async Task Expired_and_unknown_tokens_are_told_apart()
    {
        var time = new Core.Access.SettableTime();
        await using var server = await TestServer.StartAsync(time);
        var user = await server.AddUserAsync("me");
        var tokens = server.Services.GetRequiredService<ApiTokens>();
        var (_, wire) = await tokens.IssueAsync(user, "short", 1, server.Address);

        time.Now += TimeSpan.FromDays(1);

        Assert.Equal("token-expired", (await Assert.ThrowsAsync<ShipslogException>(() => tokens.VerifyAsync(wire))).Code);
        Assert.Equal("token-unknown", (await Assert.ThrowsAsync<ShipslogException>(() => tokens.VerifyAsync("ANONYMOUS"))).Code);
    }

    [Fact]
    public async Task A_bearer_is_refused_when_old_and_a_forged_one_always()
    {
        var time = new Core.Access.SettableTime();
        await using var server = await TestServer.StartAsync(time);
        var bearers = server.Services.GetRequiredService<BearerTokens>();
        var pair = await bearers.ExchangeAsync(await server.TokenAsync(await server.AddUserAsync("me")), server.Address);
        var parts = pair.AccessToken.Split('.');

        await Assert.ThrowsAsync<ShipslogException>(() => bearers.VerifyAccessAsync($"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}"));
        await bearers.VerifyAccessAsync(pair.AccessToken);
        time.Now += TimeSpan.FromHours(1);
        await Assert.ThrowsAsync<ShipslogException>(() => bearers.VerifyAccessAsync(pair.AccessToken));
        Assert.NotNull(await bearers.RefreshAsync(pair.RefreshToken, server.Address));
    }

    [Fact]
    public async Task An_invitation_brings_a_colleague_in_once()
    {
        await using var server = await TestServer.StartAsync();
        using var owner = await server.ClientAsync(await server.AddUserAsync("me"));
        await server.AddProjectAsync("me", "digits", ProjectVisibility.Workspace);
        using var made = await owner.PostAsJsonAsync("/api/v1/workspaces/me/invitations", new { role = "member" });
        var code = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
        using var guest = server.Anonymous();

        var preview = await guest.GetFromJsonAsync<JsonElement>($"/api/v1/invitations/{code}");
        var accepted = await PostAsync(guest, $"/api/v1/invitations/{code}/accept", new { name = "dana", password = TestServer.Password });
        var again = await PostAsync(guest, $"/api/v1/invitations/{code}/accept", new { name = "eve", password = TestServer.Password });

        Assert.Equal("me", preview.GetProperty("workspace").GetString());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (accepted, again));
        Assert.Equal("contributor", (await guest.GetFromJsonAsync<JsonElement>("/api/v1/projects/me/digits")).GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.GetAsync("/api/v1/workspaces/me/invitations")).StatusCode);
    }

    [Fact]
    public async Task A_stranger_finds_no_project_and_a_viewer_may_not_manage_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.AddUserAsync("me");
        var project = await server.AddProjectAsync("me", "digits");
        var viewer = await server.AddUserAsync("vera");
        await server.Catalog.SetProjectMemberAsync(project.Id, viewer.Id, ProjectRole.Viewer);
        using var anonymous = server.Anonymous();
        using var stranger = await server.ClientAsync(await server.AddUserAsync("stan"));
        using var reader = await server.ClientAsync(viewer);

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/api/v1/projects/me/digits")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/api/v1/projects/me/digits")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(server.Address + "//api//v1/projects/me/digits")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.DeleteAsync("/api/v1/projects/me/digits")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/api/v1/admin/users")).StatusCode);
    }

    [Fact]
    public async Task A_project_is_made_renamed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ClientAsync(await server.AddUserAsync("me"));

        Assert.Equal("DIG", (await client.GetFromJsonAsync<JsonElement>("/api/v1/projects/key-proposal?workspace=me&name=digits")).GetProperty("key").GetString());
        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, "/api/v1/projects", new { workspace = "me", name = "digits", visibility = "private" }));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(client, "/api/v1/projects", new { workspace = "me", name = "DIGITS", visibility = "private" }));
        using var renamed = await client.PatchAsJsonAsync("/api/v1/projects/me/digits", new { name = "ספרות" });
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        Assert.Equal("DIG", (await client.GetFromJsonAsync<JsonElement>("/api/v1/projects/me/ספרות")).GetProperty("key").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/projects/me/ספרות")).StatusCode);
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/api/v1/projects")).EnumerateArray());
    }

    [Fact]
    public async Task The_last_administrator_and_the_last_workspace_admin_stay()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ClientAsync(await server.AddUserAsync("me", isAdmin: true));

        using var demoted = await client.PatchAsJsonAsync("/api/v1/admin/users/me", new { isAdmin = false });

        Assert.Equal(HttpStatusCode.Conflict, demoted.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await client.DeleteAsync("/api/v1/workspaces/me/members/me")).StatusCode);
    }

    [Fact]
    public async Task A_second_server_on_the_folder_is_refused()
    {
        await using var server = await TestServer.StartAsync();

        var refused = await Assert.ThrowsAsync<ShipslogException>(() => TestServer.StartAsync(folder: server.Folder));

        Assert.Equal(Failure.Conflict, refused.Failure);
    }

    private static async Task<JsonElement> SessionAsync(HttpClient client) =>
        await client.GetFromJsonAsync<JsonElement>("/api/v1/session");

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> GetAsync(TestServer server, string bearer)
    {
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await client.GetAsync("/api/v1/workspaces");
        return answer.StatusCode;
    }
}

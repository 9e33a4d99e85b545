using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Protocols.Neptune;

public class ManagementTests
{
    private const string Backend = "/api/backend/v1";

    [Fact]
    public async Task A_project_is_made_found_and_deleted()
    {
        await using var api = await AttributesApi.StartAsync();
        var workspace = (await api.Client.GetFromJsonAsync<JsonElement>(Backend + "/myOrganizations"))[0].GetProperty("id").GetString();

        var made = await api.PostAsync(Backend + "/projects", new { name = "new one", projectKey = "NEW", organizationId = workspace, visibility = "priv" });

        Assert.Equal("manager", made.GetProperty("userRoleInProject").GetString());
        Assert.Equal("NEW", made.GetProperty("projectKey").GetString());
        using var deleted = await api.Client.DeleteAsync(Backend + "/projects?projectIdentifier=alice%2Fnew%20one");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        using var gone = await api.Client.GetAsync(Backend + "/projects/get?projectIdentifier=alice%2Fnew%20one");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    /// <summary>Scripts that start together make their projects together.</summary>
    [Fact]
    public async Task Projects_that_are_made_at_the_same_moment_get_keys_of_their_own()
    {
        await using var api = await AttributesApi.StartAsync();
        var workspace = (await api.Client.GetFromJsonAsync<JsonElement>(Backend + "/myOrganizations"))[0].GetProperty("id").GetString();

        var made = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            api.PostAsync(Backend + "/projects", new { name = "e2e-" + i, organizationId = workspace, visibility = "priv" })));

        Assert.Equal(12, made.Select(project => project.GetProperty("projectKey").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"name":"demo","visibility":"priv"}""", "ERR_NOT_UNIQUE")]
    [InlineData("""{"name":"a/b","visibility":"priv"}""", "ERR_INVALID")]
    [InlineData("""{"name":"x","projectKey":"DEM","visibility":"priv"}""", "PROJECT_KEY_COLLISION")]
    [InlineData("""{"name":"x","projectKey":"no key","visibility":"priv"}""", "PROJECT_KEY_INVALID")]
    [InlineData("""{"name":"x","visibility":"pub"}""", "VISIBILITY_RESTRICTED")]
    public async Task A_project_that_cannot_be_made_is_refused_in_the_clients_words(string body, string word)
    {
        await using var api = await AttributesApi.StartAsync();
        var workspace = (await api.Client.GetFromJsonAsync<JsonElement>(Backend + "/myOrganizations"))[0].GetProperty("id").GetString()!;
        var content = JsonSerializer.Deserialize<Dictionary<string, string>>(body)!;
        content["organizationId"] = workspace;

        var answer = await api.PostAsync(Backend + "/projects", content);

        Assert.Contains($"\"{word}\"", answer.GetRawText(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task People_and_programs_are_listed_apart_added_once_and_removed_once()
    {
        await using var api = await AttributesApi.StartAsync();
        await api.Server.AddUserAsync("bob");
        var workspace = (await api.Server.Catalog.FindWorkspaceAsync("alice"))!;
        var robot = await api.Server.Services.GetRequiredService<Accounts>().AddServiceAsync(workspace, "robot");
        const string Project = "?projectIdentifier=alice%2Fdemo";

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client.PostAsJsonAsync($"{Backend}/projects/members{Project}", new { userId = "bob", role = "viewer" })));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(api.Client.PostAsJsonAsync($"{Backend}/projects/members{Project}", new { userId = "bob", role = "viewer" })));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(api.Client.PostAsJsonAsync($"{Backend}/projects/members{Project}", new { userId = "nobody", role = "viewer" })));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client.PostAsJsonAsync($"{Backend}/projects/service_accounts{Project}", new { serviceAccountId = robot.Id, role = "member" })));

        Assert.Equal(["alice manager", "bob viewer"], await MembersAsync(api, $"{Backend}/projects/membersOf{Project}", "registeredMemberInfo", "username"));
        Assert.Equal(["robot@alice member"], await MembersAsync(api, $"{Backend}/projects/service_accounts{Project}", "serviceAccountInfo", "displayName"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client.DeleteAsync($"{Backend}/projects/members/bob{Project}")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(api.Client.DeleteAsync($"{Backend}/projects/members/bob{Project}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client.DeleteAsync($"{Backend}/projects/service_accounts/{robot.Id}{Project}")));
    }

    /// <summary>As the clients' own tests ask: they know such members as the project's managers, whom nobody can remove from it.</summary>
    [Fact]
    public async Task Members_of_the_workspace_are_listed_as_managers_of_a_project_that_is_open_to_it()
    {
        await using var api = await AttributesApi.StartAsync();
        var bob = await api.Server.AddUserAsync("bob");
        await api.Server.AddProjectAsync("alice", "open", ProjectVisibility.Workspace);
        await api.Server.Catalog.SetWorkspaceMemberAsync((await api.Server.Catalog.FindWorkspaceAsync("alice"))!.Id, bob.Id, WorkspaceRole.Member);

        var members = await MembersAsync(api, $"{Backend}/projects/membersOf?projectIdentifier=alice%2Fopen", "registeredMemberInfo", "username");

        Assert.Equal(["alice manager", "bob manager"], members);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity, await StatusAsync(api.Client.DeleteAsync($"{Backend}/projects/members/bob?projectIdentifier=alice%2Fopen")));
    }

    [Fact]
    public async Task A_program_works_in_the_projects_it_was_added_to_and_sees_nothing_else()
    {
        await using var api = await AttributesApi.StartAsync();
        var workspace = (await api.Server.Catalog.FindWorkspaceAsync("alice"))!;
        var robot = await api.Server.Services.GetRequiredService<Accounts>().AddServiceAsync(workspace, "robot");
        using var client = await api.Server.ClientAsync(robot);
        const string Project = $"{Backend}/projects/get?projectIdentifier=alice%2Fdemo";

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client.GetAsync(Project)));
        await api.PostAsync($"{Backend}/projects/service_accounts?projectIdentifier=alice%2Fdemo", new { serviceAccountId = robot.Id, role = "member" });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client.GetAsync(Project)));
        Assert.Equal(0, (await client.GetFromJsonAsync<JsonElement>(Backend + "/myOrganizations")).GetArrayLength());
    }

    [Fact]
    public async Task Who_is_invited_becomes_a_member_once()
    {
        await using var api = await AttributesApi.StartAsync();
        await api.Server.AddUserAsync("bob");

        Assert.Equal(HttpStatusCode.OK, await InviteAsync(api, "alice", "bob"));
        Assert.Equal(HttpStatusCode.Conflict, await InviteAsync(api, "alice", "bob"));
        Assert.Equal(HttpStatusCode.NotFound, await InviteAsync(api, "alice", "nobody"));
        Assert.Equal(HttpStatusCode.NotFound, await InviteAsync(api, "nowhere", "bob"));

        Assert.Equal(
            ["alice owner", "bob member"],
            await MembersAsync(api, Backend + "/organizations2/alice/members", "registeredMemberInfo", "username"));
        var status = await api.Client.GetFromJsonAsync<JsonElement>(Backend + "/payments/alice/status");
        Assert.Equal(2, status.GetProperty("membersCount").GetInt32());
        Assert.InRange(status.GetProperty("storageBytesAvailable").GetInt64(), 0, status.GetProperty("storageBytesLimit").GetInt64());
    }

    [Fact]
    public async Task A_model_goes_to_the_trash_and_out_of_it_with_its_versions()
    {
        await using var api = await AttributesApi.StartAsync();
        var model = await api.CreateAsync("model", key: "MOD");
        await api.CreateAsync("modelVersion", parent: model);
        await api.CreateAsync();
        const string Trash = "/api/leaderboard/v1/experiments/trash";
        const string Project = "?projectIdentifier=alice%2Fdemo";

        var answer = await api.PostAsync(Trash + Project, new[] { "alice/demo/DEM-MOD", "alice/demo/DEM-9", "other/demo/DEM-1" });
        Assert.Equal("alice/demo/DEM-MOD", answer.GetProperty("updatedExperimentIdentifiers")[0].GetString());
        Assert.Equal(2, answer.GetProperty("errors").GetArrayLength());
        Assert.Equal((1, 1, 1), await CountAsync(api, "(`sys/trashed`:bool = true)", model: 1, version: 1, run: 0));

        await api.PostAsync(Trash + "/restore" + Project, new[] { "alice/demo/DEM-MOD" });
        Assert.Equal((1, 1, 1), await CountAsync(api, "(`sys/trashed`:bool = false)", model: 1, version: 1, run: 1));

        var kept = await api.PostAsync(Trash + "/delete" + Project, new[] { "alice/demo/DEM-1" });
        Assert.Equal(1, kept.GetProperty("errors").GetArrayLength());
        await api.PostAsync(Trash + Project, new[] { "alice/demo/DEM-MOD", "alice/demo/DEM-1" });
        await api.PostAsync(Trash + "/deleteAll" + Project, new { });
        Assert.Equal((1, 1, 1), await CountAsync(api, "", model: 0, version: 0, run: 0));
    }

    /// <summary>1 where as many of a kind match as expected.</summary>
    private static async Task<(int Models, int Versions, int Runs)> CountAsync(AttributesApi api, string nql, int model, int version, int run)
    {
        var counts = new List<int>();
        foreach (var (type, expected) in new[] { ("model", model), ("modelVersion", version), ("run", run) })
        {
            var page = await api.SearchAsync(new { query = new { query = nql } }, type);
            counts.Add(page.GetProperty("matchingItemCount").GetInt32() == expected ? 1 : -1);
        }

        return (counts[0], counts[1], counts[2]);
    }

    private static Task<HttpStatusCode> InviteAsync(AttributesApi api, string workspace, string user) => StatusAsync(api.Client.PostAsJsonAsync(
        Backend + "/invitations/organization",
        new
        {
            organizationIdentifier = workspace,
            invitationsEntries = new[] { new { invitee = user, invitationType = "user", roleGrant = "member", addToAllProjects = false } },
        }));

    private static async Task<IReadOnlyList<string>> MembersAsync(AttributesApi api, string address, string who, string name)
    {
        var members = await api.Client.GetFromJsonAsync<JsonElement>(address);
        return [.. members.EnumerateArray().Select(member => $"{member.GetProperty(who).GetProperty(name)} {member.GetProperty("role")}")];
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return answer.StatusCode;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Protocols.Api;

public sealed class WorkspaceApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly string _id = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task A_member_leaves_and_sees_its_projects_no_more()
    {
        var admin = await host.UserAsync("admin" + _id);
        var member = await host.UserAsync("member" + _id);
        var project = await host.ProjectAsync("team" + _id, "digits", "DIG", admin);
        await host.Catalog.SetWorkspaceMemberAsync(project.WorkspaceId, member.Id, WorkspaceRole.Member);
        await host.Catalog.SetProjectMemberAsync(project.Id, member.Id, ProjectRole.Contributor);
        using var client = host.Client((await host.TokenAsync(member)).Wire);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(ProjectUrl(project))).StatusCode);

        var left = await client.DeleteAsync($"/api/v1/workspaces/{project.WorkspaceName}/membership");

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(ProjectUrl(project))).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound, (await client.DeleteAsync($"/api/v1/workspaces/{project.WorkspaceName}/membership")).StatusCode);
    }

    [Fact]
    public async Task The_last_admin_stays_and_so_does_who_a_personal_workspace_belongs_to()
    {
        var admin = await host.UserAsync("last" + _id);
        var project = await host.ProjectAsync("crew" + _id, "digits", "DIG", admin);
        using var client = host.Client((await host.TokenAsync(admin)).Wire);

        var last = await client.DeleteAsync($"/api/v1/workspaces/{project.WorkspaceName}/membership");
        var own = await client.DeleteAsync($"/api/v1/workspaces/{admin.Name}/membership");

        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        Assert.Equal("last-workspace-admin", await CodeAsync(last));
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Equal("own-workspace", await CodeAsync(own));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(ProjectUrl(project))).StatusCode);
    }

    private static string ProjectUrl(Project project) => $"/api/v1/projects/{project.WorkspaceName}/{project.Name}";

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"];
}

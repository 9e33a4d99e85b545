using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Projects and their members.</summary>
internal static class ProjectRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects", ListAsync).Requires(Permission.SignedIn);
        api.MapPost("/projects", AddAsync).Requires(Permission.ViewWorkspace);
        api.MapGet("/projects/key-proposal", ProposeKeyAsync).Requires(Permission.ViewWorkspace);
        var one = api.MapGroup("/projects/{ws}/{project}");
        one.MapGet("", ReadAsync).Requires(Permission.ViewProject);
        one.MapPatch("", ChangeAsync).Requires(Permission.ManageProject);
        one.MapDelete("", DeleteAsync).Requires(Permission.ManageProject);
        one.MapGet("/members", ListMembersAsync).Requires(Permission.ViewProject);
        one.MapPut("/members/{user}", SetMemberAsync).Requires(Permission.ManageProject);
        one.MapDelete("/members/{user}", RemoveMemberAsync).Requires(Permission.ManageProject);
    }

    private static async Task<Ok<ProjectMessage[]>> ListAsync(
        RequestAccess access, Tracker tracker, CancellationToken cancellation)
    {
        var messages = new List<ProjectMessage>();
        foreach (var project in await access.VisibleProjectsAsync(cancellation))
            messages.Add(await ToWireAsync(project, tracker, cancellation));
        return TypedResults.Ok(messages.ToArray());
    }

    private static async Task<Ok<ProjectMessage>> AddAsync(
        NewProjectMessage message, RequestAccess access, Workspaces workspaces, Tracker tracker, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(message.Workspace, cancellation);
        var project = await workspaces.AddProjectAsync(
            workspace, message.Name, message.Key, message.Visibility, message.Description, access.Principal.UserId, cancellation);
        return TypedResults.Ok(await ToWireAsync(new VisibleProject(project, ProjectRole.Owner), tracker, cancellation));
    }

    private static async Task<Ok<KeyProposalMessage>> ProposeKeyAsync(
        string workspace, string? name, RequestAccess access, Workspaces workspaces, CancellationToken cancellation)
    {
        var (found, _) = await access.WorkspaceAsync(workspace, cancellation);
        return TypedResults.Ok(new KeyProposalMessage(await workspaces.ProposeKeyAsync(found, name, cancellation)));
    }

    private static async Task<Ok<ProjectMessage>> ReadAsync(
        string ws, string project, RequestAccess access, Tracker tracker, CancellationToken cancellation) =>
        TypedResults.Ok(await ToWireAsync(
            await access.VisibleProjectAsync($"{ws}/{project}", cancellation), tracker, cancellation));

    private static async Task<Ok<ProjectMessage>> ChangeAsync(
        string ws,
        string project,
        ProjectChangesMessage message,
        RequestAccess access,
        Workspaces workspaces,
        Tracker tracker,
        CancellationToken cancellation)
    {
        var found = await access.VisibleProjectAsync($"{ws}/{project}", cancellation);
        var changed = await workspaces.UpdateProjectAsync(
            found.Project with
            {
                Name = message.Name ?? found.Project.Name,
                Visibility = message.Visibility ?? found.Project.Visibility,
                Description = message.Description ?? found.Project.Description,
            },
            cancellation);
        return TypedResults.Ok(await ToWireAsync(found with { Project = changed }, tracker, cancellation));
    }

    private static async Task<NoContent> DeleteAsync(
        string ws, string project, RequestAccess access, ProjectDeletion deletion, CancellationToken cancellation)
    {
        var found = await access.VisibleProjectAsync($"{ws}/{project}", cancellation);
        await deletion.DeleteAsync(found.Project);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ProjectMemberMessage[]>> ListMembersAsync(
        string ws, string project, RequestAccess access, Workspaces workspaces, CancellationToken cancellation)
    {
        var found = await access.VisibleProjectAsync($"{ws}/{project}", cancellation);
        var members = await workspaces.MembersAsync(found.Project, cancellation);
        return TypedResults.Ok(members.Select(ToWire).ToArray());
    }

    private static async Task<Ok<ProjectMemberMessage>> SetMemberAsync(
        string ws,
        string project,
        string user,
        ProjectRoleMessage message,
        RequestAccess access,
        Accounts accounts,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        var found = await access.VisibleProjectAsync($"{ws}/{project}", cancellation);
        var member = await accounts.RequireAsync(user, cancellation);
        await catalog.SetProjectMemberAsync(found.Project.Id, member.Id, message.Role, cancellation);
        return TypedResults.Ok(ToWire(new ProjectMember(member.Id, member.Name, message.Role, ViaWorkspace: false)));
    }

    private static async Task<NoContent> RemoveMemberAsync(
        string ws, string project, string user, RequestAccess access, Accounts accounts, ICatalog catalog, CancellationToken cancellation)
    {
        var found = await access.VisibleProjectAsync($"{ws}/{project}", cancellation);
        var member = await accounts.RequireAsync(user, cancellation);
        await catalog.RemoveProjectMemberAsync(found.Project.Id, member.Id, cancellation);
        return TypedResults.NoContent();
    }

    private static ProjectMemberMessage ToWire(ProjectMember member) =>
        new(member.Username, member.Role, member.ViaWorkspace ? "workspace" : "project");

    private static async Task<ProjectMessage> ToWireAsync(VisibleProject visible, Tracker tracker, CancellationToken cancellation)
    {
        var project = visible.Project;
        var modified = new AttributeRef(SystemPaths.ModificationTime);
        var engine = await tracker.OpenAsync(project, cancellation);
        var all = await engine.QueryAsync(
            new RunQuery(RunFilter.Everything, [new RunSort(modified, Descending: true)], [modified], 0, 1), cancellation);
        var running = await engine.QueryAsync(
            new RunQuery(new RunFilter.Text(new AttributeRef(SystemPaths.State), Comparison.Equal, "running"), [], [], 0, 0), cancellation);
        var last = all.Rows is [{ Values: [AttributeValue.Datetime { UnixMilliseconds: var time }] }] ? ApiTranslation.Iso(time) : null;
        return new ProjectMessage(
            project.Id, project.WorkspaceName, project.Name, project.Key, project.Visibility, project.Description,
            ApiTranslation.Iso(project.CreatedUnixMilliseconds), visible.Role, all.Total, running.Total, last);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Management;

/// <summary>Who may use a project: people and the accounts of programs, which clients list apart (contract, section 8).</summary>
internal static class MemberRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/projects/membersOf", PeopleAsync).Requires(Permission.ViewProject);
        app.MapPost("/projects/members", AddPersonAsync).Requires(Permission.ManageProject);
        app.MapDelete("/projects/members/{user}", RemovePersonAsync).Requires(Permission.ManageProject);
        app.MapGet("/projects/service_accounts", ServicesAsync).Requires(Permission.ViewProject);
        app.MapPost("/projects/service_accounts", AddServiceAsync).Requires(Permission.ManageProject);
        app.MapDelete("/projects/service_accounts/{serviceAccountId}", RemoveServiceAsync).Requires(Permission.ManageProject);
    }

    /// <summary>Who is there by the workspace alone is listed as a manager, which is how clients know a project that is open to its workspace (contract, section 8).</summary>
    private static async Task<IResult> PeopleAsync(
        string projectIdentifier, RequestAccess access, Workspaces workspaces, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var members = await workspaces.MembersAsync(project, cancellation);
        return Results.Json(members.Where(member => !member.IsService).Select(member => Person(member.Username, member.ViaWorkspace ? ProjectRole.Owner : member.Role, !member.ViaWorkspace)));
    }

    private static async Task<IResult> ServicesAsync(
        string projectIdentifier, RequestAccess access, Workspaces workspaces, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var members = await workspaces.MembersAsync(project, cancellation);
        return Results.Json(members.Where(member => member.IsService).Select(member => Service(member.UserId, member.Username, member.Role)));
    }

    private static async Task<IResult> AddPersonAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var role = RoleOf(body.Text("role"));
        var user = await catalog.FindUserAsync(body.Text("userId") ?? "", cancellation);
        if (user is null or { ServiceOf: not null })
            throw new ShipslogException(Failure.NotFound, "There is no such user.", "user-not-found");
        await AddAsync(project, user, role, catalog, cancellation);
        return Results.Json(Person(user.Name, role, isEditable: true));
    }

    private static async Task<IResult> AddServiceAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var role = RoleOf(body.Text("role"));
        var user = Guid.TryParse(body.Text("serviceAccountId"), out var id) ? await catalog.FindUserAsync(id, cancellation) : null;
        if (user is null || user.ServiceOf != project.WorkspaceId)
            throw new ShipslogException(Failure.NotFound, "The workspace has no such service account.", "user-not-found");
        await AddAsync(project, user, role, catalog, cancellation);
        return Results.Json(Service(user.Id, user.Name, role));
    }

    private static async Task<IResult> RemovePersonAsync(
        string projectIdentifier, string user, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        return await RemoveAsync(project, await catalog.FindUserAsync(user, cancellation), catalog, cancellation);
    }

    private static async Task<IResult> RemoveServiceAsync(
        string projectIdentifier, string serviceAccountId, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var user = Guid.TryParse(serviceAccountId, out var id) ? await catalog.FindUserAsync(id, cancellation) : null;
        return await RemoveAsync(project, user, catalog, cancellation);
    }

    private static async Task AddAsync(Project project, User user, ProjectRole role, ICatalog catalog, CancellationToken cancellation)
    {
        var listed = await catalog.ListProjectMembersAsync(project.Id, cancellation);
        if (listed.Any(member => member.UserId == user.Id))
            throw new ShipslogException(Failure.Conflict, $"{user.Name} is a member already.", "member-exists");
        await catalog.SetProjectMemberAsync(project.Id, user.Id, role, cancellation);
    }

    /// <summary>Who is there by the workspace alone cannot be removed; clients expect the same answer as for strangers.</summary>
    private static async Task<IResult> RemoveAsync(Project project, User? user, ICatalog catalog, CancellationToken cancellation)
    {
        var listed = await catalog.ListProjectMembersAsync(project.Id, cancellation);
        if (user is null || listed.All(member => member.UserId != user.Id))
            throw new ShipslogException(Failure.Invalid, "There is no such member on the project's own list.", "member-unknown");
        await catalog.RemoveProjectMemberAsync(project.Id, user.Id, cancellation);
        return Results.Json(new { });
    }

    private static object Person(string name, ProjectRole role, bool isEditable) => new
    {
        role = ProjectRoutes.RoleName(role),
        registeredMemberInfo = new { username = name },
        editableRole = isEditable,
    };

    private static object Service(Guid id, string name, ProjectRole role) => new
    {
        role = ProjectRoutes.RoleName(role),
        serviceAccountInfo = new { id, name, displayName = name },
    };

    private static ProjectRole RoleOf(string? role) => role switch
    {
        "viewer" => ProjectRole.Viewer,
        "member" => ProjectRole.Contributor,
        "manager" => ProjectRole.Owner,
        _ => throw new ShipslogException(Failure.Invalid, "A role is viewer, member or manager.", "invalid-role"),
    };
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Management;

/// <summary>Members, invitations, accounts of programs and the status of a workspace (contract, section 8).</summary>
internal static class WorkspaceRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/organizations2/{organizationIdentifier}/members", MembersAsync).Requires(Permission.ViewWorkspace);
        app.MapGet("/serviceAccounts", ServiceAccountsAsync).Requires(Permission.ViewWorkspace);
        app.MapGet("/payments/{organizationIdentifier}/status", StatusAsync).Requires(Permission.ViewWorkspace);
        app.MapPost("/invitations/organization", InviteAsync).Requires(Permission.ManageWorkspace);
    }

    private static async Task<IResult> MembersAsync(
        string organizationIdentifier, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(organizationIdentifier, cancellation);
        var members = await catalog.ListWorkspaceMembersAsync(workspace.Id, cancellation);
        return Results.Json(members.Select(member => new
        {
            role = member.Role == WorkspaceRole.Admin ? "owner" : "member",
            registeredMemberInfo = new { username = member.Username },
        }));
    }

    private static async Task<IResult> ServiceAccountsAsync(
        string organizationIdentifier, bool? deactivated, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(organizationIdentifier, cancellation);
        var accounts = await catalog.ListServiceAccountsAsync(workspace.Id, cancellation);
        return Results.Json(accounts.Where(account => deactivated is null || account.Disabled == deactivated)
            .Select(account => new { id = account.Id, name = account.Name, displayName = account.Name }));
    }

    /// <summary>Space is the disk's, which all workspaces share; there is no other limit.</summary>
    private static async Task<IResult> StatusAsync(
        string organizationIdentifier, RequestAccess access, ICatalog catalog, IFileStore files, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(organizationIdentifier, cancellation);
        var membership = (await catalog.ListWorkspacesAsync(access.Principal.UserId, cancellation)).First(one => one.Workspace.Id == workspace.Id);
        var (total, free) = files.Space() ?? (long.MaxValue, long.MaxValue);
        return Results.Json(new
        {
            storageBytesAvailable = free,
            storageBytesLimit = total,
            activeProjectsUsage = membership.Projects,
            activeProjectsLimit = int.MaxValue,
            membersCount = membership.Members,
            mode = "writable",
        });
    }

    /// <summary>Who has an account here becomes a member at once, because there is no mail to accept in; for an address a link is made, which admins see in the settings.</summary>
    private static async Task<IResult> InviteAsync(
        HttpRequest request, RequestAccess access, Workspaces workspaces, ICatalog catalog, CancellationToken cancellation)
    {
        var body = await LenientJson.ReadAsync(request);
        var (workspace, _) = await access.WorkspaceAsync(body.Text("organizationIdentifier") ?? "", cancellation);
        var members = await catalog.ListWorkspaceMembersAsync(workspace.Id, cancellation);
        var entries = body.Items("invitationsEntries").ToList();
        var users = new List<(User? User, WorkspaceRole Role)>();
        foreach (var entry in entries)
            users.Add((await InviteeAsync(entry, members, catalog, cancellation), entry.Text("roleGrant") == "owner" ? WorkspaceRole.Admin : WorkspaceRole.Member));
        foreach (var (user, role) in users)
        {
            if (user is not null)
                await catalog.SetWorkspaceMemberAsync(workspace.Id, user.Id, role, cancellation);
            else
                await workspaces.InviteAsync(workspace, role, access.Principal, cancellation);
        }

        return Results.Json(new { });
    }

    private static async Task<User?> InviteeAsync(
        JsonElement entry, IReadOnlyList<WorkspaceMember> members, ICatalog catalog, CancellationToken cancellation)
    {
        if (entry.Text("invitationType") == "emailRecipient")
            return null;
        var name = entry.Text("invitee") ?? "";
        if (await catalog.FindUserAsync(name, cancellation) is not { ServiceOf: null } user)
            throw new ShipslogException(Failure.NotFound, $"There is no user {name}.", "user-not-found");
        return members.All(member => member.UserId != user.Id)
            ? user
            : throw new ShipslogException(Failure.Conflict, $"{name} is a member already.", "member-exists");
    }
}

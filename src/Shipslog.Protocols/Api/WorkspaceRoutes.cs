using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Workspaces, their members and invitations.</summary>
internal static class WorkspaceRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/workspaces", ListAsync).Requires(Permission.SignedIn);
        api.MapPost("/workspaces", AddAsync).Requires(Permission.SignedIn);
        var one = api.MapGroup("/workspaces/{ws}");
        one.MapGet("/members", ListMembersAsync).Requires(Permission.ViewWorkspace);
        one.MapPut("/members/{user}", SetMemberAsync).Requires(Permission.ManageWorkspace);
        one.MapDelete("/members/{user}", RemoveMemberAsync).Requires(Permission.ManageWorkspace);
        one.MapDelete("/membership", LeaveAsync).Requires(Permission.ViewWorkspace);
        one.MapGet("/invitations", ListInvitationsAsync).Requires(Permission.ManageWorkspace);
        one.MapPost("/invitations", InviteAsync).Requires(Permission.ManageWorkspace);
        one.MapDelete("/invitations/{code}", WithdrawAsync).Requires(Permission.ManageWorkspace);
    }

    private static async Task<Ok<WorkspaceMessage[]>> ListAsync(
        RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var all = await catalog.ListWorkspacesAsync(access.Principal.UserId, cancellation);
        return TypedResults.Ok(all
            .Select(one => new WorkspaceMessage(one.Workspace.Name, one.Workspace.Kind, one.Role, one.Members, one.Projects))
            .ToArray());
    }

    private static async Task<Ok<WorkspaceMessage>> AddAsync(
        NewWorkspaceMessage message, RequestAccess access, Workspaces workspaces, CancellationToken cancellation)
    {
        var workspace = await workspaces.AddAsync(message.Name, access.Principal.UserId, cancellation);
        return TypedResults.Ok(new WorkspaceMessage(workspace.Name, workspace.Kind, WorkspaceRole.Admin, 1, 0));
    }

    private static async Task<Ok<WorkspaceMemberMessage[]>> ListMembersAsync(
        string ws, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        var members = await catalog.ListWorkspaceMembersAsync(workspace.Id, cancellation);
        return TypedResults.Ok(members.Select(member => new WorkspaceMemberMessage(member.Username, member.Role)).ToArray());
    }

    private static async Task<Ok<WorkspaceMemberMessage>> SetMemberAsync(
        string ws,
        string user,
        WorkspaceRoleMessage message,
        RequestAccess access,
        Accounts accounts,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        var member = await accounts.RequireAsync(user, cancellation);
        await catalog.SetWorkspaceMemberAsync(workspace.Id, member.Id, message.Role, cancellation);
        return TypedResults.Ok(new WorkspaceMemberMessage(member.Name, message.Role));
    }

    private static async Task<NoContent> RemoveMemberAsync(
        string ws, string user, RequestAccess access, Accounts accounts, ICatalog catalog, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        var member = await accounts.RequireAsync(user, cancellation);
        await catalog.RemoveWorkspaceMemberAsync(workspace.Id, member.Id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> LeaveAsync(
        string ws, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        if (workspace.Kind == WorkspaceKind.Personal && workspace.Name == access.Principal.Username)
            throw new ShipslogException(Failure.Conflict, "This is your own workspace.", "own-workspace");
        await catalog.RemoveWorkspaceMemberAsync(workspace.Id, access.Principal.UserId, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<InvitationMessage[]>> ListInvitationsAsync(
        string ws, HttpContext context, RequestAccess access, ICatalog catalog, PublicAddress address, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        var all = await catalog.ListInvitationsAsync(workspace.Id, cancellation);
        return TypedResults.Ok(all.Select(invitation => ToWire(invitation, address.Of(context.Request))).ToArray());
    }

    private static async Task<Ok<InvitationMessage>> InviteAsync(
        string ws,
        WorkspaceRoleMessage message,
        HttpContext context,
        RequestAccess access,
        Workspaces workspaces,
        PublicAddress address,
        CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        var invitation = await workspaces.InviteAsync(workspace, message.Role, access.Principal, cancellation);
        return TypedResults.Ok(ToWire(invitation, address.Of(context.Request)));
    }

    private static async Task<NoContent> WithdrawAsync(
        string ws, string code, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (workspace, _) = await access.WorkspaceAsync(ws, cancellation);
        var invitation = await catalog.FindInvitationAsync(code, cancellation);
        if (invitation?.WorkspaceId != workspace.Id || !await catalog.DeleteInvitationAsync(code, cancellation))
            throw new ShipslogException(Failure.NotFound, "The workspace has no such invitation.", "invitation-not-found");
        return TypedResults.NoContent();
    }

    private static InvitationMessage ToWire(Invitation invitation, string address) => new(
        invitation.Code,
        $"{address}/-/invite/{invitation.Code}",
        invitation.Role,
        ApiTranslation.Iso(invitation.CreatedUnixMilliseconds),
        ApiTranslation.Iso(invitation.ExpiresUnixMilliseconds),
        invitation.InvitedBy);
}

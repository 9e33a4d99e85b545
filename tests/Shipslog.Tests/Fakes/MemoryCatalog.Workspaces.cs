using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Fakes;

public sealed partial class MemoryCatalog
{
    private readonly List<Workspace> _workspaces = [];
    private readonly Dictionary<(Guid Workspace, Guid User), WorkspaceRole> _workspaceRoles = [];
    private readonly List<Invitation> _invitations = [];

    public Task AddWorkspaceAsync(Workspace workspace, Guid? adminId, CancellationToken cancellation = default) => Write(() =>
    {
        Refuse(_workspaces.Exists(one => Same(one.Name, workspace.Name)), "workspace-name-taken");
        Require(adminId is null || _users.Exists(user => user.Id == adminId));
        _workspaces.Add(workspace);
        if (adminId is { } admin)
            _workspaceRoles[(workspace.Id, admin)] = WorkspaceRole.Admin;
    });

    public Task<Workspace?> FindWorkspaceAsync(string name, CancellationToken cancellation = default) =>
        Read(() => _workspaces.Find(one => Same(one.Name, name)));

    public Task<Workspace?> FindWorkspaceAsync(Guid id, CancellationToken cancellation = default) => Read(() => _workspaces.Find(one => one.Id == id));

    public Task<IReadOnlyList<WorkspaceMembership>> ListWorkspacesAsync(Guid? userId, CancellationToken cancellation = default) => List(() =>
        from workspace in _workspaces.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
        let role = userId is { } user ? RoleOf(workspace.Id, user) : WorkspaceRole.Admin
        where role is not null
        select new WorkspaceMembership(
            workspace, role.Value, _workspaceRoles.Keys.Count(key => key.Workspace == workspace.Id),
            _projects.Count(project => project.WorkspaceId == workspace.Id)));

    public Task<WorkspaceRole?> FindWorkspaceRoleAsync(Guid workspaceId, Guid userId, CancellationToken cancellation = default) =>
        Read(() => RoleOf(workspaceId, userId));

    public Task<IReadOnlyList<WorkspaceMember>> ListWorkspaceMembersAsync(Guid workspaceId, CancellationToken cancellation = default) => List(() =>
        from item in _workspaceRoles
        where item.Key.Workspace == workspaceId
        let user = _users.Single(user => user.Id == item.Key.User)
        orderby user.Name.ToUpperInvariant()
        select new WorkspaceMember(user.Id, user.Name, item.Value));

    public Task SetWorkspaceMemberAsync(Guid workspaceId, Guid userId, WorkspaceRole role, CancellationToken cancellation = default) => Write(() =>
    {
        Require(_workspaces.Exists(one => one.Id == workspaceId) && _users.Exists(user => user.Id == userId));
        if (role != WorkspaceRole.Admin)
            KeepAnAdmin(workspaceId, userId);
        _workspaceRoles[(workspaceId, userId)] = role;
    });

    public Task RemoveWorkspaceMemberAsync(Guid workspaceId, Guid userId, CancellationToken cancellation = default) => Write(() =>
    {
        Require(RoleOf(workspaceId, userId) is not null);
        KeepAnAdmin(workspaceId, userId);
        _workspaceRoles.Remove((workspaceId, userId));
        foreach (var project in _projects.Where(project => project.WorkspaceId == workspaceId))
            _projectRoles.Remove((project.Id, userId));
    });

    public Task AddInvitationAsync(Invitation invitation, Guid invitedById, CancellationToken cancellation = default) => Write(() =>
    {
        Refuse(_invitations.Exists(one => one.Code == invitation.Code), "conflict");
        Require(_workspaces.Exists(one => one.Id == invitation.WorkspaceId) && _users.Exists(user => user.Id == invitedById));
        _invitations.Add(invitation);
    });

    public Task<Invitation?> FindInvitationAsync(string code, CancellationToken cancellation = default) =>
        Read(() => _invitations.Find(one => one.Code == code));

    public Task<IReadOnlyList<Invitation>> ListInvitationsAsync(Guid workspaceId, CancellationToken cancellation = default) =>
        List(() => _invitations.Where(one => one.WorkspaceId == workspaceId).OrderByDescending(one => one.CreatedUnixMilliseconds));

    public Task<bool> DeleteInvitationAsync(string code, CancellationToken cancellation = default) =>
        Read(() => _invitations.RemoveAll(one => one.Code == code) > 0);

    public Task AcceptInvitationAsync(string code, Guid userId, CancellationToken cancellation = default) => Write(() =>
    {
        var invitation = _invitations.Find(one => one.Code == code)
            ?? throw new ShipslogException(Failure.NotFound, "This invitation was used.", "invitation-not-found");
        Require(_users.Exists(user => user.Id == userId));
        _invitations.Remove(invitation);
        if (RoleOf(invitation.WorkspaceId, userId) is not { } role || role < invitation.Role)
            _workspaceRoles[(invitation.WorkspaceId, userId)] = invitation.Role;
    });

    private WorkspaceRole? RoleOf(Guid workspace, Guid user) => _workspaceRoles.TryGetValue((workspace, user), out var role) ? role : null;

    private void KeepAnAdmin(Guid workspaceId, Guid leaving) => Refuse(
        RoleOf(workspaceId, leaving) == WorkspaceRole.Admin && !_workspaceRoles.Any(
            item => item.Key.Workspace == workspaceId && item.Key.User != leaving && item.Value == WorkspaceRole.Admin),
        "last-workspace-admin");
}

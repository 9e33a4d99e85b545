using Microsoft.Data.Sqlite;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

public sealed partial class Catalog
{
    private const string WorkspaceColumns = "w.id, w.name, w.kind, w.created_ms";

    private const string InvitationsWithNames = """
        SELECT code, workspace_id, w.name, role, users.name, i.created_ms, expires_ms
        FROM invitations i JOIN workspaces w ON w.id = workspace_id JOIN users ON users.id = invited_by
        """;

    /// <inheritdoc/>
    public Task AddWorkspaceAsync(Workspace workspace, Guid? adminId, CancellationToken cancellation = default)
    {
        _database.Write(connection => InsertWorkspace(connection, workspace, adminId));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Workspace?> FindWorkspaceAsync(string name, CancellationToken cancellation = default) => Task.FromResult(
        _database.First($"SELECT {WorkspaceColumns} FROM workspaces w WHERE name_key = $1", WorkspaceOf, KeyOf(name)));

    /// <inheritdoc/>
    public Task<Workspace?> FindWorkspaceAsync(Guid id, CancellationToken cancellation = default) => Task.FromResult(
        _database.First($"SELECT {WorkspaceColumns} FROM workspaces w WHERE id = $1", WorkspaceOf, id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkspaceMembership>> ListWorkspacesAsync(Guid? userId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read(
            $"""
            SELECT {WorkspaceColumns}, coalesce(m.role, 2), (SELECT count(*) FROM workspace_members c WHERE c.workspace_id = w.id),
                (SELECT count(*) FROM projects p WHERE p.workspace_id = w.id)
            FROM workspaces w LEFT JOIN workspace_members m ON m.workspace_id = w.id AND m.user_id = $1
            WHERE $1 IS NULL OR m.role IS NOT NULL ORDER BY w.name_key
            """,
            row => new WorkspaceMembership(WorkspaceOf(row), (WorkspaceRole)row.GetInt32(4), row.GetInt32(5), row.GetInt32(6)),
            userId));

    /// <inheritdoc/>
    public Task<WorkspaceRole?> FindWorkspaceRoleAsync(Guid workspaceId, Guid userId, CancellationToken cancellation = default)
    {
        var roles = _database.Read(
            "SELECT role FROM workspace_members WHERE workspace_id = $1 AND user_id = $2", row => (WorkspaceRole)row.GetInt32(0), workspaceId, userId);
        return Task.FromResult(roles.Count == 0 ? (WorkspaceRole?)null : roles[0]);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WorkspaceMember>> ListWorkspaceMembersAsync(Guid workspaceId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read(
            "SELECT users.id, users.name, role FROM workspace_members JOIN users ON users.id = user_id WHERE workspace_id = $1 ORDER BY users.name_key",
            row => new WorkspaceMember(Id(row, 0), row.GetString(1), (WorkspaceRole)row.GetInt32(2)),
            workspaceId));

    /// <inheritdoc/>
    public Task SetWorkspaceMemberAsync(Guid workspaceId, Guid userId, WorkspaceRole role, CancellationToken cancellation = default)
    {
        _database.Write(connection => KeepingAnAdmin(connection, workspaceId, () => CatalogDatabase.Run(
            connection,
            "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = excluded.role",
            workspaceId, userId, role)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveWorkspaceMemberAsync(Guid workspaceId, Guid userId, CancellationToken cancellation = default)
    {
        _database.Write(connection => KeepingAnAdmin(connection, workspaceId, () =>
        {
            if (CatalogDatabase.Run(connection, "DELETE FROM workspace_members WHERE workspace_id = $1 AND user_id = $2", workspaceId, userId) == 0)
                throw new ShipslogException(Failure.NotFound, "There is no such member.");
            CatalogDatabase.Run(
                connection,
                "DELETE FROM project_members WHERE user_id = $2 AND project_id IN (SELECT id FROM projects WHERE workspace_id = $1)",
                workspaceId, userId);
        }));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AddInvitationAsync(Invitation invitation, Guid invitedById, CancellationToken cancellation = default) => Write(
        "INSERT INTO invitations (code, workspace_id, role, invited_by, created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6)",
        invitation.Code, invitation.WorkspaceId, invitation.Role, invitedById, invitation.CreatedUnixMilliseconds, invitation.ExpiresUnixMilliseconds);

    /// <inheritdoc/>
    public Task<Invitation?> FindInvitationAsync(string code, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First($"{InvitationsWithNames} WHERE code = $1", InvitationOf, code));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Invitation>> ListInvitationsAsync(Guid workspaceId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read($"{InvitationsWithNames} WHERE workspace_id = $1 ORDER BY i.created_ms DESC", InvitationOf, workspaceId));

    /// <inheritdoc/>
    public Task<bool> DeleteInvitationAsync(string code, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Write(connection => CatalogDatabase.Run(connection, "DELETE FROM invitations WHERE code = $1", code) > 0));

    /// <inheritdoc/>
    public Task AcceptInvitationAsync(string code, Guid userId, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            CatalogDatabase.Run(
                connection,
                """
                INSERT INTO workspace_members (workspace_id, user_id, role) SELECT workspace_id, $2, role FROM invitations WHERE code = $1
                ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = max(role, excluded.role)
                """,
                code, userId);
            if (CatalogDatabase.Run(connection, "DELETE FROM invitations WHERE code = $1", code) == 0)
                throw new ShipslogException(Failure.NotFound, "This invitation was used, withdrawn or never existed.", "invitation-not-found");
        });
        return Task.CompletedTask;
    }

    private static void InsertWorkspace(SqliteConnection connection, Workspace workspace, Guid? adminId)
    {
        CatalogDatabase.Run(
            connection,
            "INSERT INTO workspaces (id, name, name_key, kind, created_ms) VALUES ($1, $2, $3, $4, $5)",
            workspace.Id, workspace.Name, KeyOf(workspace.Name), workspace.Kind, workspace.CreatedUnixMilliseconds);
        if (adminId is { } admin)
        {
            CatalogDatabase.Run(
                connection,
                "INSERT INTO workspace_members (workspace_id, user_id, role) VALUES ($1, $2, $3)",
                workspace.Id, admin, WorkspaceRole.Admin);
        }
    }

    // A workspace that the command line made without members has no admin to lose.
    private static void KeepingAnAdmin(SqliteConnection connection, Guid workspaceId, Action change)
    {
        const string Admins = "SELECT count(*) FROM workspace_members WHERE workspace_id = $1 AND role = 2";
        var before = CatalogDatabase.Number(connection, Admins, workspaceId);
        change();
        if (before > 0 && CatalogDatabase.Number(connection, Admins, workspaceId) == 0)
            throw new ShipslogException(Failure.Conflict, "The workspace would be left without an admin.", "last-workspace-admin");
    }

    private static Workspace WorkspaceOf(SqliteDataReader row) =>
        new(Id(row, 0), row.GetString(1), (WorkspaceKind)row.GetInt32(2), row.GetInt64(3));

    private static Invitation InvitationOf(SqliteDataReader row) => new(
        row.GetString(0), Id(row, 1), row.GetString(2), (WorkspaceRole)row.GetInt32(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6));
}

using Microsoft.Data.Sqlite;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

public sealed partial class Catalog
{
    // $1 is always the user (or NULL), so that one statement answers both "which project" and "what is the user to it".
    private const string ProjectsWithRoles = """
        SELECT p.id, p.number, p.workspace_id, w.name, p.name, p.key, p.visibility, p.description, p.created_ms, wm.role, pm.role
        FROM projects p JOIN workspaces w ON w.id = p.workspace_id
        LEFT JOIN workspace_members wm ON wm.workspace_id = p.workspace_id AND wm.user_id = $1
        LEFT JOIN project_members pm ON pm.project_id = p.id AND pm.user_id = $1
        """;

    /// <inheritdoc/>
    public Task<Project> AddProjectAsync(Project project, Guid? ownerId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Write(connection =>
        {
            CatalogDatabase.Run(
                connection,
                "INSERT INTO projects (id, workspace_id, name, name_key, key, visibility, description, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                project.Id, project.WorkspaceId, project.Name, KeyOf(project.Name), project.Key, project.Visibility, project.Description, project.CreatedUnixMilliseconds);
            var number = (int)CatalogDatabase.Number(connection, "SELECT last_insert_rowid()");
            if (ownerId is { } owner)
                UpsertProjectMember(connection, project.Id, owner, ProjectRole.Owner);
            return project with { Number = number };
        }));

    /// <inheritdoc/>
    public Task<ProjectRelation?> FindProjectAsync(Guid id, Guid? userId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First($"{ProjectsWithRoles} WHERE p.id = $2", RelationOf, userId, id));

    /// <inheritdoc/>
    public Task<ProjectRelation?> FindProjectAsync(int number, Guid? userId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First($"{ProjectsWithRoles} WHERE p.number = $2", RelationOf, userId, number));

    /// <inheritdoc/>
    public Task<ProjectRelation?> FindProjectAsync(
        string workspace, string project, Guid? userId, CancellationToken cancellation = default) => Task.FromResult(
        _database.First($"{ProjectsWithRoles} WHERE w.name_key = $2 AND p.name_key = $3", RelationOf, userId, KeyOf(workspace), KeyOf(project)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProjectRelation>> ListProjectsAsync(Guid? userId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read($"{ProjectsWithRoles} ORDER BY w.name_key, p.name_key", RelationOf, userId));

    /// <inheritdoc/>
    public Task UpdateProjectAsync(Project project, CancellationToken cancellation = default) => WriteExisting(
        "project",
        "UPDATE projects SET name = $2, name_key = $3, visibility = $4, description = $5 WHERE id = $1",
        project.Id, project.Name, KeyOf(project.Name), project.Visibility, project.Description);

    /// <inheritdoc/>
    public Task DeleteProjectAsync(Guid id, CancellationToken cancellation = default) =>
        WriteExisting("project", "DELETE FROM projects WHERE id = $1", id);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProjectMember>> ListProjectMembersAsync(Guid projectId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read(
            "SELECT users.id, users.name, role, service_of IS NOT NULL FROM project_members JOIN users ON users.id = user_id WHERE project_id = $1 ORDER BY users.name_key",
            row => new ProjectMember(Id(row, 0), row.GetString(1), (ProjectRole)row.GetInt32(2), ViaWorkspace: false, IsService: row.GetBoolean(3)),
            projectId));

    /// <inheritdoc/>
    public Task SetProjectMemberAsync(Guid projectId, Guid userId, ProjectRole role, CancellationToken cancellation = default)
    {
        _database.Write(connection => UpsertProjectMember(connection, projectId, userId, role));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RemoveProjectMemberAsync(Guid projectId, Guid userId, CancellationToken cancellation = default) =>
        WriteExisting("member", "DELETE FROM project_members WHERE project_id = $1 AND user_id = $2", projectId, userId);

    private static void UpsertProjectMember(SqliteConnection connection, Guid projectId, Guid userId, ProjectRole role) =>
        CatalogDatabase.Run(
            connection,
            "INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role",
            projectId, userId, role);

    private static ProjectRelation RelationOf(SqliteDataReader row) => new(
        new Project(
            Id(row, 0), row.GetInt32(1), Id(row, 2), row.GetString(3), row.GetString(4), row.GetString(5),
            (ProjectVisibility)row.GetInt32(6), Text(row, 7), row.GetInt64(8)),
        (WorkspaceRole?)Long(row, 9),
        (ProjectRole?)Long(row, 10));
}

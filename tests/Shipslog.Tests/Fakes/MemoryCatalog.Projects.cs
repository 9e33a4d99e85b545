using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Fakes;

public sealed partial class MemoryCatalog
{
    private readonly List<Project> _projects = [];
    private readonly Dictionary<(Guid Project, Guid User), ProjectRole> _projectRoles = [];
    private int _lastNumber;

    public Task<Project> AddProjectAsync(Project project, Guid? ownerId, CancellationToken cancellation = default) => Read(() =>
    {
        Require(_workspaces.Exists(one => one.Id == project.WorkspaceId) && (ownerId is null || _users.Exists(user => user.Id == ownerId)));
        RefuseName(project);
        Refuse(_projects.Exists(one => one.WorkspaceId == project.WorkspaceId && one.Key == project.Key), "project-key-taken");
        var added = project with { Number = ++_lastNumber };
        _projects.Add(added);
        if (ownerId is { } owner)
            _projectRoles[(project.Id, owner)] = ProjectRole.Owner;
        return added;
    });

    public Task<ProjectRelation?> FindProjectAsync(Guid id, Guid? userId, CancellationToken cancellation = default) =>
        FindProject(project => project.Id == id, userId);

    public Task<ProjectRelation?> FindProjectAsync(int number, Guid? userId, CancellationToken cancellation = default) =>
        FindProject(project => project.Number == number, userId);

    public Task<ProjectRelation?> FindProjectAsync(string workspace, string project, Guid? userId, CancellationToken cancellation = default) =>
        FindProject(one => Same(one.WorkspaceName, workspace) && Same(one.Name, project), userId);

    public Task<IReadOnlyList<ProjectRelation>> ListProjectsAsync(Guid? userId, CancellationToken cancellation = default) => List(() => _projects
        .OrderBy(one => one.WorkspaceName, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Name, StringComparer.OrdinalIgnoreCase)
        .Select(one => RelationOf(one, userId)));

    public Task UpdateProjectAsync(Project project, CancellationToken cancellation = default) =>
        Change(_projects, one => one.Id == project.Id, one =>
        {
            RefuseName(project);
            return one with { Name = project.Name, Visibility = project.Visibility, Description = project.Description };
        });

    public Task DeleteProjectAsync(Guid id, CancellationToken cancellation = default) => Write(() =>
    {
        Require(_projects.RemoveAll(one => one.Id == id) > 0);
        foreach (var key in _projectRoles.Keys.Where(key => key.Project == id).ToList())
            _projectRoles.Remove(key);
        _comments.RemoveAll(one => one.ProjectId == id);
        _views.RemoveAll(one => one.ProjectId == id);
        _checkpoints.RemoveAll(one => _notebooks.Exists(notebook => notebook.Id == one.NotebookId && notebook.ProjectId == id));
        _notebooks.RemoveAll(one => one.ProjectId == id);
    });

    public Task<IReadOnlyList<ProjectMember>> ListProjectMembersAsync(Guid projectId, CancellationToken cancellation = default) => List(() =>
        from item in _projectRoles
        where item.Key.Project == projectId
        let user = _users.Single(user => user.Id == item.Key.User)
        orderby user.Name.ToUpperInvariant()
        select new ProjectMember(user.Id, user.Name, item.Value, ViaWorkspace: false));

    public Task SetProjectMemberAsync(Guid projectId, Guid userId, ProjectRole role, CancellationToken cancellation = default) => Write(() =>
    {
        Require(_projects.Exists(one => one.Id == projectId) && _users.Exists(user => user.Id == userId));
        _projectRoles[(projectId, userId)] = role;
    });

    public Task RemoveProjectMemberAsync(Guid projectId, Guid userId, CancellationToken cancellation = default) =>
        Write(() => Require(_projectRoles.Remove((projectId, userId))));

    private Task<ProjectRelation?> FindProject(Predicate<Project> which, Guid? userId) =>
        Read(() => _projects.Find(which) is { } project ? RelationOf(project, userId) : null);

    private ProjectRelation RelationOf(Project project, Guid? userId) => new(
        project,
        userId is { } user ? RoleOf(project.WorkspaceId, user) : null,
        userId is { } member && _projectRoles.TryGetValue((project.Id, member), out var role) ? role : null);

    private void RefuseName(Project project) => Refuse(
        _projects.Exists(one => one.Id != project.Id && one.WorkspaceId == project.WorkspaceId && Same(one.Name, project.Name)),
        "project-name-taken");
}

using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Access;

/// <summary>
/// The one place that decides who may do what. Who may not see a thing is told that it doesn't exist. Reads the catalog each time, so that
/// a change made by another process counts from the next request on. Thread safe.
/// </summary>
/// <remarks>Administrators of the server have no part in the projects of others: they manage accounts, and can join by the command line.</remarks>
public sealed class AccessControl(ICatalog catalog)
{
    /// <summary>The project, if the principal has the permission on it.</summary>
    /// <param name="principal">Who asks; null: nobody is signed in.</param>
    /// <param name="identifier"><c>workspace/project</c> or the project's UUID.</param>
    /// <param name="permission">ViewProject, WriteProject or ManageProject.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Unauthenticated; NotFound (code <c>project-not-found</c>) also when the principal may not know of the project; Forbidden when it may see it but not do this.</exception>
    public async Task<Project> RequireProjectAsync(
        Principal? principal, string identifier, Permission permission, CancellationToken cancellation = default) =>
        (await RequireProjectRoleAsync(principal, identifier, permission, cancellation)).Project;

    /// <summary>The same by <see cref="Project.Number"/>, for runs named by their UUID alone.</summary>
    public async Task<Project> RequireProjectAsync(
        Principal? principal, int projectNumber, Permission permission, CancellationToken cancellation = default) =>
        Decide(await catalog.FindProjectAsync(projectNumber, SignedIn(principal), cancellation), permission, "of this run").Project;

    /// <summary>The same, with the principal's role there.</summary>
    public async Task<VisibleProject> RequireProjectRoleAsync(
        Principal? principal, string identifier, Permission permission, CancellationToken cancellation = default)
    {
        var user = SignedIn(principal);
        if (Guid.TryParse(identifier, out var id))
            return Decide(await catalog.FindProjectAsync(id, user, cancellation), permission, identifier);
        var slash = identifier.IndexOf('/', StringComparison.Ordinal);
        var relation = slash <= 0
            ? null
            : await catalog.FindProjectAsync(identifier[..slash], identifier[(slash + 1)..], user, cancellation);
        return Decide(relation, permission, identifier);
    }

    /// <summary>The projects a principal may see, by workspace and name.</summary>
    public async Task<IReadOnlyList<VisibleProject>> VisibleProjectsAsync(
        Principal? principal, CancellationToken cancellation = default)
    {
        var relations = await catalog.ListProjectsAsync(SignedIn(principal), cancellation);
        return [.. from relation in relations
                   let role = RoleOf(relation)
                   where role is not null
                   select new VisibleProject(relation.Project, role.Value)];
    }

    /// <summary>A workspace, if the principal has the permission on it, with its role there.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="name">The workspace's name or UUID.</param>
    /// <param name="permission">ViewWorkspace or ManageWorkspace.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Unauthenticated; NotFound (code <c>workspace-not-found</c>) for strangers; Forbidden for members who are not admin.</exception>
    public async Task<(Workspace Workspace, WorkspaceRole Role)> RequireWorkspaceAsync(
        Principal? principal, string name, Permission permission, CancellationToken cancellation = default)
    {
        var user = SignedIn(principal);
        var workspace = Guid.TryParse(name, out var id)
            ? await catalog.FindWorkspaceAsync(id, cancellation)
            : await catalog.FindWorkspaceAsync(name, cancellation);
        if (workspace is null || await catalog.FindWorkspaceRoleAsync(workspace.Id, user, cancellation) is not { } role)
            throw new ShipslogException(Failure.NotFound, $"There is no workspace {name}, or you are not a member.", "workspace-not-found");
        return permission switch
        {
            Permission.ViewWorkspace => (workspace, role),
            Permission.ManageWorkspace when role == WorkspaceRole.Admin => (workspace, role),
            Permission.ManageWorkspace => throw new ShipslogException(Failure.Forbidden, "Only admins of the workspace may do this."),
            _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "Not about workspaces."),
        };
    }

    /// <summary>Checks a permission that is about nothing in particular: Anonymous, SignedIn or AdministerServer.</summary>
    /// <exception cref="ShipslogException">Unauthenticated; Forbidden.</exception>
    public static void RequireGeneral(Principal? principal, Permission permission)
    {
        if (permission == Permission.Anonymous)
            return;
        SignedIn(principal);
        if (permission == Permission.AdministerServer && !principal!.IsAdmin)
            throw new ShipslogException(Failure.Forbidden, "Only administrators of the server may do this.");
    }

    /// <summary>The role that follows from what a user has to do with a project; null: none, the user may not know of it.</summary>
    public static ProjectRole? RoleOf(ProjectRelation relation)
    {
        ProjectRole? inherited = (relation.WorkspaceRole, relation.Project.Visibility) switch
        {
            (WorkspaceRole.Admin, _) => ProjectRole.Owner,
            (WorkspaceRole.Member, ProjectVisibility.Workspace or ProjectVisibility.Public) => ProjectRole.Contributor,
            (_, ProjectVisibility.Public) => ProjectRole.Viewer,
            _ => null,
        };
        return inherited is null || relation.ProjectRole > inherited ? relation.ProjectRole ?? inherited : inherited;
    }

    private static VisibleProject Decide(ProjectRelation? relation, Permission permission, string named)
    {
        if (relation is null || RoleOf(relation) is not { } role)
            throw new ShipslogException(Failure.NotFound, $"There is no project {named}, or you may not see it.", "project-not-found");
        var needed = permission switch
        {
            Permission.ViewProject => ProjectRole.Viewer,
            Permission.WriteProject => ProjectRole.Contributor,
            Permission.ManageProject => ProjectRole.Owner,
            _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "Not about projects."),
        };
        return role >= needed
            ? new VisibleProject(relation.Project, role)
            : throw new ShipslogException(
                Failure.Forbidden, $"This needs the role {needed.ToString().ToLowerInvariant()} in {relation.Project.QualifiedName}; you are {role.ToString().ToLowerInvariant()}.");
    }

    private static Guid SignedIn(Principal? principal) =>
        principal?.UserId ?? throw new ShipslogException(Failure.Unauthenticated, "Sign in, or send an API token.");
}

using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage;

public partial interface ICatalog
{
    /// <summary>Adds a workspace with its first admin (none when null).</summary>
    Task AddWorkspaceAsync(Workspace workspace, Guid? adminId, CancellationToken cancellation = default);

    /// <summary>A workspace by name, or null.</summary>
    Task<Workspace?> FindWorkspaceAsync(string name, CancellationToken cancellation = default);

    /// <summary>A workspace by UUID, or null.</summary>
    Task<Workspace?> FindWorkspaceAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Workspaces that a user is a member of, by name; for null all workspaces, with the role admin.</summary>
    Task<IReadOnlyList<WorkspaceMembership>> ListWorkspacesAsync(Guid? userId, CancellationToken cancellation = default);

    /// <summary>A user's role in a workspace, or null.</summary>
    Task<WorkspaceRole?> FindWorkspaceRoleAsync(Guid workspaceId, Guid userId, CancellationToken cancellation = default);

    /// <summary>Members of a workspace, by name.</summary>
    Task<IReadOnlyList<WorkspaceMember>> ListWorkspaceMembersAsync(Guid workspaceId, CancellationToken cancellation = default);

    /// <summary>Adds a member or changes their role. Conflict when no admin would be left.</summary>
    Task SetWorkspaceMemberAsync(Guid workspaceId, Guid userId, WorkspaceRole role, CancellationToken cancellation = default);

    /// <summary>Removes a member from a workspace and from its projects. NotFound when not a member; Conflict when no admin would be left.</summary>
    Task RemoveWorkspaceMemberAsync(Guid workspaceId, Guid userId, CancellationToken cancellation = default);

    /// <summary>Adds an invitation.</summary>
    Task AddInvitationAsync(Invitation invitation, Guid invitedById, CancellationToken cancellation = default);

    /// <summary>An invitation by its code, or null. Expired ones are found.</summary>
    Task<Invitation?> FindInvitationAsync(string code, CancellationToken cancellation = default);

    /// <summary>A workspace's invitations, newest first.</summary>
    Task<IReadOnlyList<Invitation>> ListInvitationsAsync(Guid workspaceId, CancellationToken cancellation = default);

    /// <summary>Removes an invitation and returns whether it was there.</summary>
    Task<bool> DeleteInvitationAsync(string code, CancellationToken cancellation = default);

    /// <summary>Uses an invitation up: removes it and makes the user a member (who keeps a higher role). NotFound when it is gone.</summary>
    Task AcceptInvitationAsync(string code, Guid userId, CancellationToken cancellation = default);

    /// <summary>Adds a project with its first owner (none when null); returns it with its number. Conflict with code <c>project-name-taken</c> or <c>project-key-taken</c>.</summary>
    Task<Project> AddProjectAsync(Project project, Guid? ownerId, CancellationToken cancellation = default);

    /// <summary>A project by its UUID and what a user has to do with it; null when there is none.</summary>
    Task<ProjectRelation?> FindProjectAsync(Guid id, Guid? userId, CancellationToken cancellation = default);

    /// <summary>The same by <see cref="Project.Number"/>.</summary>
    Task<ProjectRelation?> FindProjectAsync(int number, Guid? userId, CancellationToken cancellation = default);

    /// <summary>The same by names.</summary>
    Task<ProjectRelation?> FindProjectAsync(string workspace, string project, Guid? userId, CancellationToken cancellation = default);

    /// <summary>All projects with what a user has to do with each, by workspace and name.</summary>
    Task<IReadOnlyList<ProjectRelation>> ListProjectsAsync(Guid? userId, CancellationToken cancellation = default);

    /// <summary>Changes a project's name, visibility and description. Conflict with code <c>project-name-taken</c>.</summary>
    Task UpdateProjectAsync(Project project, CancellationToken cancellation = default);

    /// <summary>Removes a project with its members, comments, views and notebooks; its number is never given again.</summary>
    Task DeleteProjectAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>A project's own list of members, by name.</summary>
    Task<IReadOnlyList<ProjectMember>> ListProjectMembersAsync(Guid projectId, CancellationToken cancellation = default);

    /// <summary>Puts a user on a project's list, or changes their role there.</summary>
    Task SetProjectMemberAsync(Guid projectId, Guid userId, ProjectRole role, CancellationToken cancellation = default);

    /// <summary>Takes a user off a project's list. NotFound when not on it.</summary>
    Task RemoveProjectMemberAsync(Guid projectId, Guid userId, CancellationToken cancellation = default);
}

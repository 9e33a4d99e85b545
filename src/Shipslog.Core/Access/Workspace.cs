using Shipslog.Core.Model;

namespace Shipslog.Core.Access;

/// <summary>What a workspace is for. The numbers are stored on disk.</summary>
public enum WorkspaceKind : byte
{
    /// <summary>Made with a user, and named like them.</summary>
    Personal = 1,

    /// <summary>Made by a user for several.</summary>
    Team = 2,
}

/// <summary>A named place for projects, with members.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="Name">Unique on the server, ignoring case; no <c>/</c>.</param>
/// <param name="Kind">Personal or team.</param>
/// <param name="CreatedUnixMilliseconds">When it was created.</param>
public sealed record Workspace(Guid Id, string Name, WorkspaceKind Kind, long CreatedUnixMilliseconds);

/// <summary>A workspace as one of its members sees it.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Role">The member's role.</param>
/// <param name="Members">How many members it has.</param>
/// <param name="Projects">How many projects it has, also those the member may not see.</param>
public sealed record WorkspaceMembership(Workspace Workspace, WorkspaceRole Role, int Members, int Projects);

/// <summary>A member of a workspace.</summary>
public sealed record WorkspaceMember(Guid UserId, string Username, WorkspaceRole Role);

/// <summary>Somebody with a role in a project.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Username">Their name.</param>
/// <param name="Role">The role.</param>
/// <param name="ViaWorkspace">Whether it comes from membership of the workspace, not from the project's own list.</param>
/// <param name="IsService">Whether it is the account of a program.</param>
public sealed record ProjectMember(Guid UserId, string Username, ProjectRole Role, bool ViaWorkspace, bool IsService = false);

/// <summary>A project as somebody may see it.</summary>
/// <param name="Project">The project.</param>
/// <param name="Role">What they may do there.</param>
public sealed record VisibleProject(Project Project, ProjectRole Role);

/// <summary>What a user has to do with a project, from which <see cref="AccessControl"/> derives their role.</summary>
/// <param name="Project">The project.</param>
/// <param name="WorkspaceRole">Role in its workspace, or null.</param>
/// <param name="ProjectRole">Role in the project's own list, or null.</param>
public sealed record ProjectRelation(Project Project, WorkspaceRole? WorkspaceRole, ProjectRole? ProjectRole);

/// <summary>A link that makes whoever opens it a member of a workspace, once.</summary>
/// <param name="Code">The secret part of the link. Kept readable, because admins of the workspace may copy the link again.</param>
/// <param name="WorkspaceId">Which workspace.</param>
/// <param name="WorkspaceName">Its name.</param>
/// <param name="Role">The role it gives.</param>
/// <param name="InvitedBy">Username of who made it.</param>
/// <param name="CreatedUnixMilliseconds">When it was made.</param>
/// <param name="ExpiresUnixMilliseconds">From when on it is refused.</param>
public sealed record Invitation(
    string Code,
    Guid WorkspaceId,
    string WorkspaceName,
    WorkspaceRole Role,
    string InvitedBy,
    long CreatedUnixMilliseconds,
    long ExpiresUnixMilliseconds);

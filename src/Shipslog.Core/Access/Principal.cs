namespace Shipslog.Core.Access;

/// <summary>Who makes a request.</summary>
/// <param name="UserId">The user's UUID.</param>
/// <param name="Username">The user's name.</param>
/// <param name="IsAdmin">Whether an administrator of the server.</param>
public sealed record Principal(Guid UserId, string Username, bool IsAdmin);

/// <summary>What a request needs. Every route declares exactly one.</summary>
public enum Permission : byte
{
    /// <summary>Nothing: sign-in, health, client bootstrap.</summary>
    Anonymous,

    /// <summary>Any signed-in user.</summary>
    SignedIn,

    /// <summary>Membership of the workspace.</summary>
    ViewWorkspace,

    /// <summary>Admin of the workspace.</summary>
    ManageWorkspace,

    /// <summary>Viewer of the project or more.</summary>
    ViewProject,

    /// <summary>Contributor of the project or more: writes runs.</summary>
    WriteProject,

    /// <summary>Owner of the project: members, settings, deletion.</summary>
    ManageProject,

    /// <summary>Administrator of the server.</summary>
    AdministerServer,
}

/// <summary>A member's role in a project.</summary>
public enum ProjectRole : byte
{
    /// <summary>Reads.</summary>
    Viewer = 1,

    /// <summary>Reads and writes runs.</summary>
    Contributor = 2,

    /// <summary>Also settings, members and deletion.</summary>
    Owner = 3,
}

/// <summary>A member's role in a workspace.</summary>
public enum WorkspaceRole : byte
{
    /// <summary>Sees workspace-visible projects and may create projects.</summary>
    Member = 1,

    /// <summary>Also members, invitations and every project of the workspace.</summary>
    Admin = 2,
}

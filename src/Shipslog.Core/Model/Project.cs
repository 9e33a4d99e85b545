namespace Shipslog.Core.Model;

/// <summary>Who may see a project besides its members.</summary>
public enum ProjectVisibility : byte
{
    /// <summary>Its members and the workspace's admins only.</summary>
    Private = 1,

    /// <summary>Every member of the workspace contributes.</summary>
    Workspace = 2,

    /// <summary>Everybody signed in to this server may view; the workspace's members contribute.</summary>
    Public = 3,
}

/// <summary>A project: a named collection of runs in a workspace.</summary>
/// <param name="Id">Its UUID; also the id of the project as attribute holder.</param>
/// <param name="Number">Dense number within the data folder, from 1, never reused.</param>
/// <param name="WorkspaceId">UUID of the workspace.</param>
/// <param name="WorkspaceName">Name of the workspace.</param>
/// <param name="Name">Name within the workspace; no <c>/</c>.</param>
/// <param name="Key">Upper-case letters and digits, unique in the workspace, prefix of short ids.</param>
/// <param name="Visibility">Who may see it.</param>
/// <param name="Description">Free text, or null.</param>
/// <param name="CreatedUnixMilliseconds">When it was created.</param>
public sealed record Project(
    Guid Id,
    int Number,
    Guid WorkspaceId,
    string WorkspaceName,
    string Name,
    string Key,
    ProjectVisibility Visibility,
    string? Description,
    long CreatedUnixMilliseconds)
{
    /// <summary><c>workspace/project</c>.</summary>
    public string QualifiedName => $"{WorkspaceName}/{Name}";
}

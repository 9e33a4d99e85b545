using System.Text.Json.Serialization;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>A workspace as one of its members sees it.</summary>
internal sealed record WorkspaceMessage(
    string Name,
    [property: JsonConverter(typeof(CamelCase<WorkspaceKind>))] WorkspaceKind Kind,
    [property: JsonConverter(typeof(CamelCase<WorkspaceRole>))] WorkspaceRole Role,
    int Members,
    int Projects);

/// <summary>A workspace to make.</summary>
internal sealed record NewWorkspaceMessage(string Name);

/// <summary>A member of a workspace.</summary>
internal sealed record WorkspaceMemberMessage(
    string Name, [property: JsonConverter(typeof(CamelCase<WorkspaceRole>))] WorkspaceRole Role);

/// <summary>A role in a workspace to give.</summary>
internal sealed record WorkspaceRoleMessage([property: JsonConverter(typeof(CamelCase<WorkspaceRole>))] WorkspaceRole Role);

/// <summary>A role in a project to give.</summary>
internal sealed record ProjectRoleMessage([property: JsonConverter(typeof(CamelCase<ProjectRole>))] ProjectRole Role);

/// <summary>Somebody with a role in a project.</summary>
internal sealed record ProjectMemberMessage(
    string Name, [property: JsonConverter(typeof(CamelCase<ProjectRole>))] ProjectRole Role, string Via);

/// <summary>A project as the caller may see it.</summary>
internal sealed record ProjectMessage(
    Guid Id,
    string Workspace,
    string Name,
    string Key,
    [property: JsonConverter(typeof(CamelCase<ProjectVisibility>))] ProjectVisibility Visibility,
    string? Description,
    string CreatedAt,
    [property: JsonConverter(typeof(CamelCase<ProjectRole>))] ProjectRole Role,
    int Runs,
    int RunningRuns,
    string? LastActivityAt);

/// <summary>A project to make.</summary>
internal sealed record NewProjectMessage(
    string Workspace,
    string Name,
    string? Key = null,
    [property: JsonConverter(typeof(CamelCase<ProjectVisibility>))] ProjectVisibility Visibility = ProjectVisibility.Private,
    string? Description = null);

/// <summary>Changes of a project; absent members stay.</summary>
internal sealed record ProjectChangesMessage(
    string? Name = null,
    [property: JsonConverter(typeof(CamelCase<ProjectVisibility>))] ProjectVisibility? Visibility = null,
    string? Description = null);

/// <summary>A free key.</summary>
internal sealed record KeyProposalMessage(string Key);

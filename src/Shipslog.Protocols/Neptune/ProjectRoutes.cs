using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune;

/// <summary>Projects and workspaces as clients read them.</summary>
internal static partial class ProjectRoutes
{
    private static readonly Version FirstWithAttributes = new(0, 5, 3);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/backend/v1/projects/get", GetAsync).Requires(Permission.ViewProject);
        app.MapGet("/api/backend/v1/projects", ListAsync).Requires(Permission.SignedIn);
        app.MapGet("/api/backend/v1/myOrganizations", WorkspacesAsync).Requires(Permission.SignedIn);
    }

    /// <summary>0.x before 0.5.3 refuses projects above version 1, everything later needs 2 (contract, 4.2): the same project tells each what it wants to hear.</summary>
    public static int VersionFor(string? userAgent)
    {
        var match = ClientVersion().Match(userAgent ?? "");
        return match.Success && Version.TryParse(match.Groups[1].Value, out var version) && version < FirstWithAttributes ? 1 : 2;
    }

    private static async Task<IResult> GetAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var found = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        return Results.Json(ToWire(found, request));
    }

    private static async Task<IResult> ListAsync(
        string? organizationIdentifier, string? searchTerm, int? offset, int? limit,
        HttpRequest request, RequestAccess access, AccessControl control, CancellationToken cancellation)
    {
        if (organizationIdentifier is not null)
            await control.RequireWorkspaceAsync(access.Principal, organizationIdentifier, Permission.ViewWorkspace, cancellation);
        var all = (await control.VisibleProjectsAsync(access.Principal, cancellation))
            .Where(visible => organizationIdentifier is null
                || visible.Project.WorkspaceName == organizationIdentifier || visible.Project.WorkspaceId.ToString() == organizationIdentifier)
            .Where(visible => searchTerm is null || visible.Project.Name.Contains(searchTerm, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var page = all.Skip(offset ?? 0).Take(limit ?? int.MaxValue).Select(visible => ToWire(visible, request)).ToList();
        return Results.Json(new { entries = page, matchingItemCount = all.Count, totalItemCount = all.Count });
    }

    private static async Task<IResult> WorkspacesAsync(RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var memberships = await catalog.ListWorkspacesAsync(access.Principal.UserId, cancellation);
        return Results.Json(memberships.Select(membership => new
        {
            id = membership.Workspace.Id,
            name = membership.Workspace.Name,
            organizationType = membership.Workspace.Kind == WorkspaceKind.Team ? "team" : "individual",
            userRole = membership.Role == WorkspaceRole.Admin ? "owner" : "member",
        }));
    }

    /// <summary>A project as clients read it.</summary>
    public static object ToWire(VisibleProject visible, HttpRequest request) => new
    {
        id = visible.Project.Id,
        name = visible.Project.Name,
        organizationName = visible.Project.WorkspaceName,
        organizationId = visible.Project.WorkspaceId,
        projectKey = visible.Project.Key,
        version = VersionFor(request.Headers.UserAgent),
        visibility = visible.Project.Visibility switch
        {
            ProjectVisibility.Public => "pub",
            ProjectVisibility.Workspace => "workspace",
            _ => "priv",
        },
        description = visible.Project.Description,
        userRoleInProject = RoleName(visible.Role),
        timeOfCreation = WireTime.Of(visible.Project.CreatedUnixMilliseconds),
        archived = false,
    };

    /// <summary>The clients' word for a role.</summary>
    public static string RoleName(ProjectRole role) => role switch
    {
        ProjectRole.Owner => "manager",
        ProjectRole.Contributor => "member",
        _ => "viewer",
    };

    [GeneratedRegex(@"neptune-client/(\d+\.\d+\.\d+)")]
    private static partial Regex ClientVersion();
}

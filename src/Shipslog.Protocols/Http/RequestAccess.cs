using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Http;

/// <summary>
/// Resolves what a request names, and checks the permission that its route declares on the way: a handler can reach a project only
/// through here. Scoped to the request.
/// </summary>
public sealed class RequestAccess(IHttpContextAccessor http, AccessControl access, Tracker tracker)
{
    /// <summary>Who asks; Unauthenticated when nobody is signed in.</summary>
    public Principal Principal =>
        TryPrincipal ?? throw new ShipslogException(Failure.Unauthenticated, "Sign in, or send an API token.");

    /// <summary>Who asks, or null.</summary>
    public Principal? TryPrincipal => Context.Features.Get<Principal>();

    /// <summary>Whether the request's permission was checked here.</summary>
    internal bool Checked { get; private set; }

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("Outside a request.");

    private Permission Declared =>
        Context.GetEndpoint()?.Metadata.GetMetadata<RoutePermission>()?.Permission
        ?? throw new InvalidOperationException("The route declares no permission.");

    /// <summary>Whether the credentials of a long request are still good: a token may be revoked, and an account disabled, while it lasts.</summary>
    public async ValueTask<bool> IsStillIdentifiedAsync()
    {
        try
        {
            var services = Context.RequestServices;
            var user = await Authentication.IdentifyAsync(
                Context,
                services.GetRequiredService<ApiTokens>(),
                services.GetRequiredService<BearerTokens>(),
                services.GetRequiredService<Sessions>());
            return user?.Id == TryPrincipal?.UserId;
        }
        catch (ShipslogException)
        {
            return false;
        }
    }

    /// <summary>A project by <c>workspace/project</c> or UUID.</summary>
    public async Task<ProjectScope> ProjectAsync(string identifier, CancellationToken cancellation = default) =>
        await OpenAsync((await VisibleProjectAsync(identifier, cancellation)).Project, cancellation);

    /// <summary>The same without opening its runs, with the caller's role.</summary>
    public async Task<VisibleProject> VisibleProjectAsync(string identifier, CancellationToken cancellation = default)
    {
        var found = await access.RequireProjectRoleAsync(TryPrincipal, identifier, Declared, cancellation);
        Checked = true;
        return found;
    }

    /// <summary>The projects that the caller may see.</summary>
    public async Task<IReadOnlyList<VisibleProject>> VisibleProjectsAsync(CancellationToken cancellation = default) =>
        await access.VisibleProjectsAsync(TryPrincipal, cancellation);

    /// <summary>A workspace by name or UUID, with the caller's role.</summary>
    public async Task<(Workspace Workspace, WorkspaceRole Role)> WorkspaceAsync(string name, CancellationToken cancellation = default)
    {
        var found = await access.RequireWorkspaceAsync(TryPrincipal, name, Declared, cancellation);
        Checked = true;
        return found;
    }

    /// <summary>A run (model, version, project) by UUID or <c>workspace/project/SHORT-ID</c>.</summary>
    /// <exception cref="ShipslogException">NotFound with code <c>run-not-found</c>.</exception>
    public async Task<RunScope> RunAsync(string identifier, CancellationToken cancellation = default)
    {
        if (Guid.TryParse(identifier, out var id))
        {
            var scope = RunIds.ProjectNumber(id) is { } number
                ? await ProjectAsync(number, cancellation)
                : await ProjectAsync(identifier, cancellation);
            return new RunScope(scope.Project, scope.Engine, scope.Engine.Find(id) ?? throw NotFound(identifier));
        }

        var slash = identifier.LastIndexOf('/');
        if (slash <= 0)
            throw NotFound(identifier);
        var (project, engine) = await ProjectAsync(identifier[..slash], cancellation);
        return new RunScope(project, engine, engine.Find(identifier[(slash + 1)..]) ?? throw NotFound(identifier));
    }

    /// <summary>A project by its number, as ids of its parts carry it.</summary>
    public async Task<ProjectScope> ProjectAsync(int number, CancellationToken cancellation)
    {
        var project = await access.RequireProjectAsync(TryPrincipal, number, Declared, cancellation);
        Checked = true;
        return await OpenAsync(project, cancellation);
    }

    private async Task<ProjectScope> OpenAsync(Project project, CancellationToken cancellation) =>
        new(project, await tracker.OpenAsync(project, cancellation));

    private static ShipslogException NotFound(string identifier) =>
        new(Failure.NotFound, $"There is no run {identifier}.", "run-not-found");
}

/// <summary>A project the caller may use as the route declares.</summary>
public sealed record ProjectScope(Project Project, ProjectEngine Engine);

/// <summary>A run of such a project.</summary>
public sealed record RunScope(Project Project, ProjectEngine Engine, Run Run);

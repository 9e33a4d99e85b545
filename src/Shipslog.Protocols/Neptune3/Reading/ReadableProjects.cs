using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>
/// What a request may read: one request names runs of many projects, or of none, so each project is checked as it is named, once. Of one request.
/// </summary>
internal sealed class ReadableProjects(RequestAccess access, AccessControl control, Tracker tracker)
{
    private readonly Dictionary<string, ProjectScope> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ProjectScope> _byNumber = [];

    /// <summary>A project by <c>workspace/project</c> or UUID.</summary>
    /// <exception cref="ShipslogException">Unauthenticated; NotFound, also when the caller may not see it.</exception>
    public async ValueTask<ProjectScope> ProjectAsync(string identifier, CancellationToken cancellation)
    {
        if (_known.TryGetValue(identifier, out var known))
            return known;
        var project = await control.RequireProjectAsync(access.Principal, identifier, Permission.ViewProject, cancellation);
        return _known[identifier] = new ProjectScope(project, await tracker.OpenAsync(project, cancellation));
    }

    /// <summary>Every project that the caller sees.</summary>
    public async Task<IReadOnlyList<ProjectScope>> AllAsync(CancellationToken cancellation)
    {
        _ = access.Principal;
        var scopes = new List<ProjectScope>();
        foreach (var visible in await access.VisibleProjectsAsync(cancellation))
            scopes.Add(new ProjectScope(visible.Project, await tracker.OpenAsync(visible.Project, cancellation)));
        return scopes;
    }

    /// <summary>A run by <c>workspace/project/SHORT-ID</c>, <c>CUSTOM/workspace/project/its own id</c> or UUID; no run: there is none of that name in the project.</summary>
    /// <exception cref="ShipslogException">As <see cref="ProjectAsync"/>; NotFound for what names no project.</exception>
    public async ValueTask<(ProjectScope Scope, Run? Run)> RunAsync(string identifier, CancellationToken cancellation)
    {
        if (Guid.TryParse(identifier, out var id))
        {
            var scope = await ProjectOfAsync(id, cancellation);
            return (scope, Readable(scope.Engine.Find(id)));
        }

        const string custom = "CUSTOM/";
        var isCustom = identifier.StartsWith(custom, StringComparison.Ordinal);
        var path = isCustom ? identifier[custom.Length..] : identifier;
        var slash = path.LastIndexOf('/');
        var found = await ProjectAsync(slash < 0 ? path : path[..slash], cancellation);
        var name = path[(slash + 1)..];
        return (found, Readable(isCustom ? found.Engine.FindCustom(name) : found.Engine.Find(name)));
    }

    private async ValueTask<ProjectScope> ProjectOfAsync(Guid runId, CancellationToken cancellation)
    {
        if (RunIds.ProjectNumber(runId) is not { } number)
            return await ProjectAsync(runId.ToString(), cancellation);
        if (_byNumber.TryGetValue(number, out var known))
            return known;
        var project = await control.RequireProjectAsync(access.Principal, number, Permission.ViewProject, cancellation);
        return _byNumber[number] = new ProjectScope(project, await tracker.OpenAsync(project, cancellation));
    }

    /// <summary>Readers of this generation know runs alone.</summary>
    private static Run? Readable(Run? run) => run?.Kind == HolderKind.Run ? run : null;
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Management;

/// <summary>The trash of a project: runs, models and versions by <c>workspace/project/SHORT-ID</c> (contract, section 8).</summary>
internal static class TrashRoutes
{
    /// <summary>Contributors may delete for ever: the clients' own tests do, and they may empty a run of everything it holds anyway.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("", (string projectIdentifier, HttpRequest request, RequestAccess access, CancellationToken cancellation) =>
            SetTrashedAsync(projectIdentifier, true, request, access, cancellation)).Requires(Permission.WriteProject);
        app.MapPost("/restore", (string projectIdentifier, HttpRequest request, RequestAccess access, CancellationToken cancellation) =>
            SetTrashedAsync(projectIdentifier, false, request, access, cancellation)).Requires(Permission.WriteProject);
        app.MapPost("/delete", DeleteAsync).Requires(Permission.WriteProject);
        app.MapPost("/deleteAll", DeleteAllAsync).Requires(Permission.WriteProject);
        app.MapPost("/restoreAll", RestoreAllAsync).Requires(Permission.WriteProject);
    }

    private static async Task<IResult> SetTrashedAsync(
        string projectIdentifier, bool trashed, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var (found, unknown) = await SelectAsync(scope, request);
        await scope.Engine.SetTrashedAsync([.. found.Select(run => run.Id)], trashed, cancellation);
        return Answer(scope, found, unknown);
    }

    private static async Task<IResult> DeleteAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var (named, unknown) = await SelectAsync(scope, request);
        var found = new List<Run>();
        foreach (var run in named)
        {
            if ((await scope.Engine.ReadAsync(run.Id, cancellation))[SystemPaths.Trashed] is AttributeValue.Bool { Value: true })
                found.Add(run);
            else
                unknown.Add(run.ShortId);
        }

        await scope.Engine.PurgeAsync([.. found.Select(run => run.Id)], cancellation);
        return Answer(scope, found, unknown);
    }

    private static async Task<IResult> DeleteAllAsync(string projectIdentifier, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var found = await TrashedAsync(scope, cancellation);
        await scope.Engine.PurgeAsync([.. found.Select(run => run.Id)], cancellation);
        return Answer(scope, found, []);
    }

    private static async Task<IResult> RestoreAllAsync(string projectIdentifier, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var found = await TrashedAsync(scope, cancellation);
        await scope.Engine.SetTrashedAsync([.. found.Select(run => run.Id)], trashed: false, cancellation);
        return Answer(scope, found, []);
    }

    private static async Task<IReadOnlyList<Run>> TrashedAsync(ProjectScope scope, CancellationToken cancellation)
    {
        var found = new List<Run>();
        foreach (var kind in new[] { HolderKind.Run, HolderKind.Model, HolderKind.ModelVersion })
        {
            var page = await scope.Engine.QueryAsync(
                new RunQuery(RunFilter.Everything, [], [], 0, int.MaxValue, kind, Trashed: true), cancellation);
            found.AddRange(page.Rows.Select(row => row.Run));
        }

        return found;
    }

    /// <summary>Those of the body that are in this project: an id of another project is as unknown as one that never was.</summary>
    private static async Task<(IReadOnlyList<Run> Found, List<string> Unknown)> SelectAsync(ProjectScope scope, HttpRequest request)
    {
        var body = await LenientJson.ReadAsync(request);
        var (found, unknown) = (new List<Run>(), new List<string>());
        foreach (var item in body.RequireArray())
        {
            var identifier = item.ToString();
            var prefix = scope.Project.QualifiedName + "/";
            var id = identifier.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? identifier[prefix.Length..] : identifier;
            if (scope.Engine.Find(id) is { } run && run.Kind != HolderKind.Project)
                found.Add(run);
            else
                unknown.Add(identifier);
        }

        return (found, unknown);
    }

    private static IResult Answer(ProjectScope scope, IReadOnlyList<Run> done, IReadOnlyList<string> unknown) => Results.Json(new
    {
        updatedExperimentIdentifiers = done.Select(run => $"{scope.Project.QualifiedName}/{run.ShortId}"),
        errors = unknown.Select(id => new { experimentIdentifier = id, reason = "notFound", message = $"{id} is not there, or not in the trash." }),
    });
}

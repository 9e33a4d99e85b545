using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Server-sent events: what changed, so that a page re-reads what it shows. A stream costs no thread, and ends with its client.</summary>
internal static class EventRoutes
{
    /// <summary>The shortest time between two events of a stream.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static void Map(RouteGroupBuilder api, RouteGroupBuilder project)
    {
        api.MapGet("/events", AllProjectsAsync).Requires(Permission.SignedIn);
        project.MapGet("/events", OneProjectAsync).Requires(Permission.ViewProject);
    }

    private static async Task<ServerSentEventsResult<RunsEvent?>> OneProjectAsync(
        string ws,
        string project,
        HttpContext http,
        RequestAccess access,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        string? runs = null)
    {
        var scope = await access.ProjectAsync(ws, project, http.RequestAborted);
        var wanted = runs?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.Ordinal);
        Unbuffered(http);
        return TypedResults.ServerSentEvents(EventStream.RunAsync(
            cancellation => RunsAsync(scope, wanted, cancellation),
            cancellation => StillAllowedAsync(access, () => access.ProjectAsync(ws, project, cancellation)),
            time,
            [http.RequestAborted, lifetime.ApplicationStopping]));
    }

    private static ServerSentEventsResult<ProjectsEvent?> AllProjectsAsync(
        HttpContext http,
        RequestAccess access,
        ProjectWatch watch,
        TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        var principal = access.Principal;
        Unbuffered(http);
        return TypedResults.ServerSentEvents(EventStream.RunAsync(
            cancellation => ProjectsAsync(watch, principal, cancellation),
            _ => access.IsStillIdentifiedAsync(),
            time,
            [http.RequestAborted, lifetime.ApplicationStopping]));
    }

    private static async IAsyncEnumerable<SseItem<RunsEvent?>> RunsAsync(
        ProjectScope scope, HashSet<string>? wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var changes in scope.Engine.WatchAsync(Interval, cancellation))
        {
            var changed = wanted is null ? changes.Changed : [.. changes.Changed.Where(wanted.Contains)];
            var created = wanted is null ? changes.Created : [.. changes.Created.Where(wanted.Contains)];
            if (changed.Count > 0 || created.Count > 0)
                yield return new SseItem<RunsEvent?>(new RunsEvent(changed, created), "runs");
        }
    }

    private static async IAsyncEnumerable<SseItem<ProjectsEvent?>> ProjectsAsync(
        ProjectWatch watch, Principal principal, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var changed in watch.WatchAsync(principal, Interval, cancellation))
            yield return new SseItem<ProjectsEvent?>(new ProjectsEvent(changed), "projects");
    }

    /// <summary>Membership may end, and a token be revoked, while a stream is open.</summary>
    private static async ValueTask<bool> StillAllowedAsync(RequestAccess access, Func<Task> require)
    {
        if (!await access.IsStillIdentifiedAsync())
            return false;
        try
        {
            await require();
            return true;
        }
        catch (ShipslogException)
        {
            return false;
        }
    }

    /// <summary>Proxies (nginx) must pass events on as they come.</summary>
    private static void Unbuffered(HttpContext http) => http.Response.Headers["X-Accel-Buffering"] = "no";
}

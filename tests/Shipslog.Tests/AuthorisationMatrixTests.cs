using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Protocols.Http;
using Shipslog.Tests.Protocols;
using Xunit.Abstractions;

namespace Shipslog.Tests;

/// <summary>
/// Every route of the running server × every kind of caller, from the route table: a caller whom the declared permission forbids gets 401,
/// 403 or 404, and one whom it allows gets anything else than 401 or 403. The requests are made for real. A route that can't be
/// addressed fails, so none is forgotten.
/// </summary>
public sealed class AuthorisationMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_route_admits_whom_it_declares_and_nobody_else()
    {
        var host = new ApiHost();
        await host.InitializeAsync();
        var cast = await MatrixCast.MakeAsync(host);
        var faults = new List<string>();
        var requests = 0;
        foreach (var route in host.Routes)
        {
            foreach (var method in Methods(route))
            {
                foreach (var caller in cast.Callers)
                {
                    requests++;
                    if (await FaultAsync(host, cast, route, method, caller) is { } fault)
                        faults.Add(fault);
                }
            }
        }

        await host.DisposeAsync();
        output.WriteLine($"{host.RouteCount} routes, {requests} requests");

        Assert.True(host.RouteCount >= 20, "The route table is too short to be whole.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<string?> FaultAsync(
        ApiHost host, MatrixCast cast, RouteEndpoint route, string method, MatrixCaller caller)
    {
        var name = $"{method} {route.RoutePattern.RawText} as {caller.Name}";
        if (route.Metadata.GetMetadata<RoutePermission>()?.Permission is not { } permission)
            return $"{name}: declares no permission";
        // An allowed write may delete all of its scene, so it gets one of its own; the others share theirs.
        var changes = method != "GET" && caller.Allowed.Contains(permission);
        var scene = changes ? await cast.SceneAsync(caller) : await cast.SharedSceneAsync();
        if (!MatrixRequest.TryMake(route, method, scene, out var request, out var obstacle))
            return $"{name}: the matrix can't address it ({obstacle})";
        using var client = host.Client(caller.Token);
        using (request)
        using (var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            var isRefused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
            var isHidden = answer.StatusCode is HttpStatusCode.NotFound;
            if (caller.Allowed.Contains(permission))
                return isRefused && !Exempt(route, permission) ? $"{name}: {permission} allows it, but the answer is {(int)answer.StatusCode}" : null;
            return isRefused || isHidden ? null : $"{name}: {permission} forbids it, but the answer is {(int)answer.StatusCode}";
        }
    }

    /// <summary>Anonymous routes that check credentials of their own in the request: refusing wrong ones is their job.</summary>
    private static bool Exempt(RouteEndpoint route, Permission permission) =>
        permission == Permission.Anonymous
        && (route.Metadata.GetMetadata<IAcceptsMetadata>() is not null || route.RoutePattern.RawText!.EndsWith("/oauth-token", StringComparison.Ordinal)
            || route.RoutePattern.GetParameter("ticket") is not null);

    private static IEnumerable<string> Methods(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];
}

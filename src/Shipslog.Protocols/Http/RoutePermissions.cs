using Microsoft.AspNetCore.Builder;
using Shipslog.Core.Access;

namespace Shipslog.Protocols.Http;

/// <summary>Endpoint metadata: what a route needs. Every route has exactly one; a test walks the route table.</summary>
/// <param name="Permission">The permission.</param>
public sealed record RoutePermission(Permission Permission);

/// <summary>Declares what a route needs.</summary>
public static class RoutePermissions
{
    /// <summary>Declares the permission that <see cref="RequestAccess"/> checks for this route.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder
    {
        route.Add(endpoint =>
        {
            foreach (var earlier in endpoint.Metadata.OfType<RoutePermission>().ToList())
                endpoint.Metadata.Remove(earlier);
            endpoint.Metadata.Add(new RoutePermission(permission));
        });
        return route;
    }
}

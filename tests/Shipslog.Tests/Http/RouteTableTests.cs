using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Access;
using Shipslog.Protocols.Http;

namespace Shipslog.Tests.Http;

/// <summary>Walks the route table of the whole program, so that no route is forgotten.</summary>
public partial class RouteTableTests
{
    [Fact]
    public async Task Nobody_gets_past_a_route_that_needs_somebody()
    {
        await using var server = await TestServer.StartAsync();
        using var anonymous = server.Anonymous();

        var asked = 0;
        foreach (var (permission, method, path, type) in Routes(server).Where(route => route.Permission != Permission.Anonymous))
        {
            using var request = Request(method, path, type);
            using var answer = await anonymous.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} ({permission}) answered {(int)answer.StatusCode}.");
            asked++;
        }

        Assert.True(asked > 40, "The route table is not whole.");
    }

    [Fact]
    public async Task A_stranger_gets_nothing_of_a_project_or_workspace_from_any_route()
    {
        await using var server = await TestServer.StartAsync();
        await server.AddUserAsync("me");
        await server.AddProjectAsync("me", "digits");
        using var stranger = await server.ClientAsync(await server.AddUserAsync("stan"));

        foreach (var (permission, method, path, type) in Routes(server).Where(route => route.Permission is not (Permission.Anonymous or Permission.SignedIn)))
        {
            using var request = Request(method, path, type);
            using var answer = await stranger.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.True((int)answer.StatusCode >= 400, $"{method} {path} ({permission}) answered {(int)answer.StatusCode}.");
        }
    }

    private static IEnumerable<(Permission Permission, HttpMethod Method, string Path, string Type)> Routes(TestServer server) =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let permission = endpoint.Metadata.GetMetadata<RoutePermission>()!.Permission
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let type = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json"
        select (permission, new HttpMethod(method), "/" + Filled(endpoint.RoutePattern.RawText!.TrimStart('/')), type);

    private static HttpRequestMessage Request(HttpMethod method, string path, string type) => new(method, path)
    {
        Content = method == HttpMethod.Get ? null : new StringContent("{}", new MediaTypeHeaderValue(type)),
    };

    // The project exists, the rest of a path is any UUID.
    private static string Filled(string pattern) => Parameter().Replace(pattern, match => match.Groups[1].Value switch
    {
        "ws" => "me",
        "project" => "digits",
        _ => "0f8fad5b-d9cb-469f-a165-70867728950e",
    });

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}

using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Shipslog.Protocols.Http;
using Shipslog.Tests.Protocols;

namespace Shipslog.Tests.Http;

/// <summary>Every route of the program that takes a body, with bodies that nobody expects.</summary>
public sealed class BadBodyTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly (string Name, byte[]? Bytes, string Type)[] Bodies =
    [
        ("none", null, ""),
        ("empty", [], "application/json"),
        ("cut off", "{"u8.ToArray(), "application/json"),
        ("null", "null"u8.ToArray(), "application/json"),
        ("a text", "\"x\""u8.ToArray(), "application/json"),
        ("an empty object", "{}"u8.ToArray(), "application/json"),
        ("an array of nothing known", "[null,1,[2],{}]"u8.ToArray(), "application/json"),
        ("wrong types", """
            {"experimentIds":[1,null],"name":{},"values":"x","tags":{},"properties":[null,1],"parameters":[null,{"name":[]}],"channelType":[],"series":{},
             "path":[],"operations":[null],"runs":[null],"projectId":[],"projectIdentifier":{},"filePaths":1,"type":3,"customId":[],"gitInfo":[],"state":[]}
            """u8.ToArray(), "application/json"),
        ("no UTF-8", [.. "{\"name\":\""u8, 0xFF, 0xC0, .. "\",\"projectId\":\""u8, 0xFE, .. "\"}"u8], "application/json"),
        ("too deep", Encoding.ASCII.GetBytes(new string('[', 10_000)), "application/json"),
        ("another type", "x"u8.ToArray(), "text/plain"),
    ];

    [Fact]
    public async Task No_route_fails_on_a_body_that_it_does_not_expect()
    {
        var cast = await MatrixCast.MakeAsync(host);
        var failures = new List<string>();
        var asked = 0;
        foreach (var route in host.Routes)
        {
            var permission = route.Metadata.GetMetadata<RoutePermission>()!.Permission;
            var caller = cast.Callers.First(item => item.Token is not null && item.Allowed.Contains(permission));
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Where(method => method is not ("GET" or "HEAD")) ?? [])
            {
                var scene = await cast.SceneAsync(caller);
                foreach (var (name, bytes, type) in Bodies)
                {
                    if (!MatrixRequest.TryMake(route, method, scene, out var request, out _))
                        continue;
                    using var client = host.Client(caller.Token);
                    request.Content = bytes is null ? null : new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
                    using var answer = await client.SendAsync(request);
                    asked++;
                    if ((int)answer.StatusCode >= 500)
                        failures.Add($"{method} {route.RoutePattern.RawText}, body {name}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(asked > 600, $"Only {asked} requests were made.");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task A_body_of_a_type_that_a_route_does_not_take_is_415_and_not_404()
    {
        using var client = host.Client();

        using var typed = await client.PostAsync("/api/v1/session", new StringContent("x", new MediaTypeHeaderValue("text/plain")));
        using var nowhere = await client.PostAsync("/api/v1/nowhere", new StringContent("x", new MediaTypeHeaderValue("text/plain")));

        Assert.Equal(415, (int)typed.StatusCode);
        Assert.Equal("application/problem+json", typed.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, (int)nowhere.StatusCode);
        Assert.Equal("application/problem+json", nowhere.Content.Headers.ContentType?.MediaType);
    }
}

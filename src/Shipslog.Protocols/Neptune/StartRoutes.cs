using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune.Swagger;

namespace Shipslog.Protocols.Neptune;

/// <summary>What every client asks before it knows anything: the Swagger documents, its configuration, and tokens.</summary>
internal static class StartRoutes
{
    private const string Realm = "/auth/realms/neptune";
    private const string Discovery = "/.well-known/openid-configuration";

    public static void Map(IEndpointRouteBuilder app)
    {
        Document(app, "backend", SwaggerDocument.Build(BackendContract.Operations, BackendContract.Definitions));
        Document(app, "leaderboard", SwaggerDocument.Build(LeaderboardContract.Operations, LeaderboardContract.Definitions));
        Document(app, "artifacts", SwaggerDocument.Build(ArtifactsContract.Operations, ArtifactsContract.Definitions));
        app.MapGet("/api/backend/v1/clients/config", Config).Requires(Permission.Anonymous);
        app.MapGet("/api/backend/v1/authorization/oauth-token", ExchangeAsync).Requires(Permission.Anonymous);
        app.MapGet(Realm + Discovery, Discover).Requires(Permission.Anonymous);
        app.MapPost(Realm + "/protocol/openid-connect/token", RefreshAsync).Requires(Permission.Anonymous).DisableAntiforgery();
    }

    private static IResult Discover(HttpRequest request)
    {
        var realm = AddressOf(request) + Realm;
        return Results.Json(new
        {
            issuer = realm,
            authorization_endpoint = realm + "/protocol/openid-connect/auth",
            token_endpoint = realm + "/protocol/openid-connect/token",
        });
    }

    /// <summary>The address that clients must be told to use from now on.</summary>
    public static string AddressOf(HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<PublicAddress>().Of(request);

    private static void Document(IEndpointRouteBuilder app, string name, byte[] json) =>
        app.MapGet($"/api/{name}/swagger.json", () => Results.Bytes(json, "application/json")).Requires(Permission.Anonymous);

    private static IResult Config(HttpRequest request) => Results.Json(new
    {
        apiUrl = AddressOf(request),
        applicationUrl = AddressOf(request),
        security = new { clientId = BearerTokens.ClientId, openIdDiscovery = AddressOf(request) + Realm + Discovery }, // 3.x refreshes by what it finds there.
        pyLibVersions = new { },
        artifacts = new { enabled = true, apiVersion = 2 },
        multiPartUpload = new
        {
            enabled = true,
            minChunkSize = 5_242_880,
            maxChunkSize = 1_073_741_824,
            maxChunkCount = 1000,
            maxSinglePartSize = 5_242_880,
        },
        sysNameSetByBackend = true,
    });

    private static async Task<IResult> ExchangeAsync(HttpRequest request, BearerTokens bearers, CancellationToken cancellation)
    {
        var token = request.Headers[Authentication.ApiTokenHeader].ToString();
        var pair = await bearers.ExchangeAsync(token, AddressOf(request) + Realm, cancellation);
        return Results.Json(new { accessToken = pair.AccessToken, refreshToken = pair.RefreshToken, username = pair.User.Name });
    }

    /// <summary>Refresh tokens may be used again: three threads of a client refresh at about the same time (contract, 2.4).</summary>
    private static async Task<IResult> RefreshAsync(HttpRequest request, BearerTokens bearers, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
            throw new ShipslogException(Failure.Invalid, "The body must be a form.", "invalid");
        var form = await request.ReadFormAsync(cancellation);
        try
        {
            var pair = await bearers.RefreshAsync(form["refresh_token"].ToString(), AddressOf(request) + Realm, cancellation);
            return Results.Json(new
            {
                access_token = pair.AccessToken,
                refresh_token = pair.RefreshToken,
                expires_in = pair.ExpiresInSeconds,
                refresh_expires_in = 0,
                token_type = "Bearer",
                scope = "offline_access",
            });
        }
        catch (ShipslogException error) when (error.Failure is Failure.Unauthenticated)
        {
            // The form that OAuth clients understand: they exchange their API token anew and go on.
            return Results.Json(new { error = "invalid_grant", error_description = error.Message }, statusCode: 400);
        }
    }
}

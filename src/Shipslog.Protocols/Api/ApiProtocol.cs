using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shipslog.Core.Access;
using Shipslog.Core.Upkeep;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Shipslog's own HTTP API, which the browser UI and our own clients speak. Described in <c>protocols/api/contract.md</c>.</summary>
public static class ApiProtocol
{
    /// <summary>The path below which everything of this protocol lies.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>The largest JSON body, in bytes; uploads of files have their own bound.</summary>
    private const long MaxJsonBytes = 64L << 20;

    /// <summary>Adds what the routes of <see cref="MapApi"/> need.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Thumbnails>();
        services.AddSingleton<ProjectWatch>();
        services.AddSingleton<DiskMeasurement>();
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.AddResponseCompression(options =>
        {
            // Answers hold secrets only for the user who asks, and the session cookie is SameSite=Lax, so no other site can make a
            // browser ask repeatedly with guesses (BREACH).
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", "application/problem+json"];
        });
        return services;
    }

    /// <summary>Compresses JSON answers of this protocol; file contents go as they are, because ranges count their bytes.</summary>
    public static IApplicationBuilder UseApiCompression(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal)
            && context.Request.Path.Value?.EndsWith("/file", StringComparison.Ordinal) != true,
        branch => branch.UseResponseCompression());

    /// <summary>Maps the routes.</summary>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Prefix).WithMetadata(new BodyLimit(MaxJsonBytes));
        SessionRoutes.Map(api);
        AccountRoutes.Map(api);
        DiskRoutes.Map(api);
        WorkspaceRoutes.Map(api);
        ProjectRoutes.Map(api);
        RunRoutes.Map(api.MapGroup(ProjectPrefix));
        GroupRoutes.Map(api.MapGroup(ProjectPrefix));
        RunTableExport.Map(api.MapGroup(ProjectPrefix));
        RunActionRoutes.Map(api.MapGroup(ProjectPrefix));
        HistoryRoutes.Map(api.MapGroup(ProjectPrefix));
        FamilyRoutes.Map(api.MapGroup(ProjectPrefix));
        SeriesStreamRoutes.Map(api.MapGroup(ProjectPrefix));
        CommentRoutes.Map(api.MapGroup(ProjectPrefix));
        SeriesRoutes.Map(api.MapGroup(ProjectPrefix));
        IngestRoutes.Map(api.MapGroup(ProjectPrefix));
        FileRoutes.Map(api.MapGroup(ProjectPrefix));
        DatasetRoutes.Map(api.MapGroup(ProjectPrefix));
        NotebookRoutes.Map(api.MapGroup(ProjectPrefix));
        EventRoutes.Map(api, api.MapGroup(ProjectPrefix));
        ViewRoutes.Map(api);
        NamedViewRoutes.Map(api.MapGroup(ProjectPrefix));
        app.MapOpenApi(Prefix + "/openapi.json").Requires(Permission.Anonymous);
        return app;
    }

    /// <summary>The path of a project below <see cref="Prefix"/>.</summary>
    private const string ProjectPrefix = "/projects/{ws}/{project}";
}

/// <summary>Endpoint metadata: the largest body that a route reads.</summary>
/// <param name="Bytes">In bytes, inclusive.</param>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    /// <inheritdoc/>
    public long? MaxRequestBodySize => Bytes;
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Protocols.Neptune3.Files;
using Shipslog.Protocols.Neptune3.Ingest;
using Shipslog.Protocols.Neptune3.Reading;

namespace Shipslog.Protocols.Neptune3;

/// <summary>
/// What clients of Neptune 3.x speak: protobuf over HTTP. What they need before it (configuration, tokens, projects) is at the addresses
/// of the generations before, and is answered there.
/// </summary>
public static class Neptune3Protocol
{
    /// <summary>Adds what the routes of <see cref="MapNeptune3"/> need.</summary>
    public static IServiceCollection AddNeptune3(this IServiceCollection services)
    {
        services.AddSingleton<SignedAddresses>();
        services.AddSingleton<SpentUploads>();
        services.AddSingleton<KeptFiles>();
        services.AddScoped<ReadableProjects>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<LastPoints>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static IEndpointRouteBuilder MapNeptune3(this IEndpointRouteBuilder app)
    {
        var neptune = app.MapGroup("").WithMetadata(new Neptune3Errors());
        IngestRoutes.Map(neptune.MapGroup("/api/client/v1"));
        SigningRoutes.Map(neptune.MapGroup("/api/storagebridge/v1"));
        BlobRoutes.Map(neptune);
        var leaderboard = neptune.MapGroup("/api/leaderboard/v1");
        AttributeRoutes.Map(leaderboard);
        SearchRoutes.Map(leaderboard.MapGroup("/proto/leaderboard/entries"));
        var series = leaderboard.MapGroup("/proto/attributes");
        FloatRoutes.Map(series);
        SeriesRoutes.Map(series);
        BucketRoutes.Map(series);
        return app;
    }
}

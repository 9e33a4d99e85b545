using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Protocols.Neptune.Artifacts;
using Shipslog.Protocols.Neptune.Attributes;
using Shipslog.Protocols.Neptune.Experiments;
using Shipslog.Protocols.Neptune.Management;
using Shipslog.Protocols.Neptune.Tables;

namespace Shipslog.Protocols.Neptune;

/// <summary>
/// What clients of Neptune 0.x and 1.x speak. One folder for both, because one set of Swagger documents, one token exchange and one
/// attributes API serve them all; what only 0.x speaks is in <c>Experiments</c>.
/// </summary>
public static class NeptuneProtocol
{
    /// <summary>Adds what the routes of <see cref="MapNeptune"/> need.</summary>
    public static IServiceCollection AddNeptune(this IServiceCollection services)
    {
        services.AddSingleton<DownloadTickets>();
        services.AddSingleton<RangedUploads>();
        return services;
    }

    /// <summary>Maps the routes. WebSockets must be in use.</summary>
    public static IEndpointRouteBuilder MapNeptune(this IEndpointRouteBuilder app)
    {
        var neptune = app.MapGroup("").WithMetadata(new NeptuneErrors());
        StartRoutes.Map(neptune);
        ProjectRoutes.Map(neptune);
        NotebookRoutes.Map(neptune);
        SignalRoutes.Map(neptune);
        ExperimentRoutes.Map(neptune.MapGroup("/api/backend/v1"));
        ChannelRoutes.Map(neptune.MapGroup("/api/backend/v1"));
        GaugeRoutes.Map(neptune.MapGroup("/api/backend/v1/experiments/system/metrics"));
        StorageRoutes.Map(neptune.MapGroup("/api/backend/v1"));
        AttributeRoutes.Map(neptune.MapGroup("/api/leaderboard/v1"));
        SeriesRoutes.Map(neptune.MapGroup("/api/leaderboard/v1/attributes"));
        AttributeFileRoutes.Map(neptune.MapGroup("/api/leaderboard/v1"));
        RangedFileRoutes.Map(neptune.MapGroup("/api/leaderboard/v1"));
        ProjectManagementRoutes.Map(neptune.MapGroup("/api/backend/v1"));
        MemberRoutes.Map(neptune.MapGroup("/api/backend/v1"));
        WorkspaceRoutes.Map(neptune.MapGroup("/api/backend/v1"));
        TrashRoutes.Map(neptune.MapGroup("/api/leaderboard/v1/experiments/trash"));
        ArtifactRoutes.Map(neptune.MapGroup("/api/artifacts/v1/artifact"));
        TableRoutes.Map(neptune.MapGroup("/api/leaderboard/v1/leaderboard"));
        LeaderboardRoutes.Map(neptune.MapGroup("/api/leaderboard/v1"));
        return app;
    }
}

using Shipslog.Core;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>A series of a run as a request means it, with its lineage (contract, 8.8).</summary>
/// <param name="Scope">Whose.</param>
/// <param name="Series">Which.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="LoggedBy">Whose points count; null: those of all ancestors.</param>
internal sealed record AskedPoints(ProjectScope Scope, SeriesRef Series, AttributeKind Kind, IReadOnlySet<Guid>? LoggedBy)
{
    /// <summary>Finds a series; null when there is none.</summary>
    public static async ValueTask<AskedPoints?> FindAsync(
        ReadableProjects projects, string? run, string? attribute, bool isFull, bool isOfExperiment, CancellationToken cancellation)
    {
        if (run is null || !AttributePath.TryCreate(attribute, out var path))
            return null;
        var (scope, found) = await FindRunAsync(projects, run, cancellation);
        if (found is null || scope!.Engine.Value(found.Id, path.Value) is not { } value || !value.Kind.IsSeries())
            return null;
        var loggedBy = isFull || found.Fork is null ? null : isOfExperiment ? Attempts(scope.Engine, found) : new HashSet<Guid> { found.Id };
        return new AskedPoints(scope, new SeriesRef(found.Id, path), value.Kind, loggedBy);
    }

    /// <summary>The project's engine.</summary>
    public ProjectEngine Engine => Scope.Engine;

    /// <summary>Previews of a float series, with its lineage as points.</summary>
    public IReadOnlyList<PreviewPoint> Previews() => Engine.Previews(Series, LoggedBy);

    private static async ValueTask<(ProjectScope? Scope, Run? Run)> FindRunAsync(ReadableProjects projects, string run, CancellationToken cancellation)
    {
        try
        {
            return await projects.RunAsync(run, cancellation);
        }
        catch (ShipslogException fault) when (fault.Failure is Failure.NotFound && Guid.TryParse(run, out _))
        {
            return default; // A run that was deleted since the client learned of it.
        }
    }

    /// <summary>The run and its ancestors, as long as they are of the same experiment.</summary>
    private static HashSet<Guid> Attempts(ProjectEngine engine, Run run)
    {
        var runs = new HashSet<Guid> { run.Id };
        var experiment = Experiment(engine, run.Id);
        for (var fork = run.Fork; fork is not null && experiment is not null && Experiment(engine, fork.ParentId) == experiment; fork = engine.Find(fork.ParentId)?.Fork)
            runs.Add(fork.ParentId);
        return runs;
    }

    private static string? Experiment(ProjectEngine engine, Guid run) => (engine.Value(run, SystemPaths.LineName) as AttributeValue.String)?.Value;
}

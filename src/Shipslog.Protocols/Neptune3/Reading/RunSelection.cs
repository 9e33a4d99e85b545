using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>The runs that a request lists; those that are not there, or not to be seen, are passed over.</summary>
internal sealed class RunSelection
{
    private readonly Dictionary<Guid, Dictionary<Guid, Run>> _byProject = [];

    /// <summary>Finds the runs.</summary>
    public static async Task<RunSelection> ReadAsync(IReadOnlyList<string?> identifiers, ReadableProjects projects, CancellationToken cancellation)
    {
        var selection = new RunSelection();
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var identifier in identifiers.OfType<string>())
        {
            // Thousands of runs of one project that isn't there ask for it once.
            var project = identifier[..Math.Max(0, identifier.LastIndexOf('/'))];
            if (project.Length > 0 && unknown.Contains(project))
                continue;
            try
            {
                var (scope, run) = await projects.RunAsync(identifier, cancellation);
                if (run is not null)
                    selection.Add(scope, run);
            }
            catch (ShipslogException fault) when (fault.Failure is Failure.NotFound or Failure.Forbidden)
            {
                unknown.Add(project);
            }
        }

        return selection;
    }

    /// <summary>The UUIDs of those of a project.</summary>
    public IReadOnlyCollection<Guid> Of(ProjectScope scope) => _byProject.TryGetValue(scope.Project.Id, out var runs) ? runs.Keys : [];

    /// <summary>Those of a project.</summary>
    public IEnumerable<Run> RunsOf(ProjectScope scope) => _byProject.TryGetValue(scope.Project.Id, out var runs) ? runs.Values : [];

    private void Add(ProjectScope scope, Run run)
    {
        if (!_byProject.TryGetValue(scope.Project.Id, out var runs))
            _byProject.Add(scope.Project.Id, runs = []);
        runs[run.Id] = run;
    }
}

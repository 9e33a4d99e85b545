using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>What this API's addresses name, found through <see cref="RequestAccess"/>.</summary>
internal static class ApiAccess
{
    public static Task<ProjectScope> ProjectAsync(
        this RequestAccess access, string workspace, string project, CancellationToken cancellation) =>
        access.ProjectAsync($"{workspace}/{project}", cancellation);

    public static async Task<RunScope> RunAsync(
        this RequestAccess access, string workspace, string project, string run, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(workspace, project, cancellation);
        return new RunScope(scope.Project, scope.Engine, scope.Find(run));
    }

    /// <summary>A run of the project by short id, UUID or custom id; NotFound with code <c>run-not-found</c>.</summary>
    public static Run Find(this ProjectScope scope, string run) =>
        scope.Engine.Find(run)
        ?? throw new ShipslogException(
            Failure.NotFound, $"There is no run {run} in {scope.Project.QualifiedName}.", "run-not-found");
}

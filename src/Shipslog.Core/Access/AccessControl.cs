using Shipslog.Core.Model;

namespace Shipslog.Core.Access;

/// <summary>The one place that decides who may do what.</summary>
public sealed class AccessControl
{
    /// <summary>The project, if the principal has the permission on it.</summary>
    /// <param name="principal">Who asks; null: nobody is signed in.</param>
    /// <param name="identifier"><c>workspace/project</c> or the project's UUID.</param>
    /// <param name="permission">ViewProject, WriteProject or ManageProject.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Unauthenticated; NotFound also when the principal may not know of the project; Forbidden when it may see it but not do this.</exception>
    public Task<Project> RequireProjectAsync(
        Principal? principal, string identifier, Permission permission, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>The same by <see cref="Project.Number"/>, for runs named by their UUID alone.</summary>
    public Task<Project> RequireProjectAsync(
        Principal? principal, int projectNumber, Permission permission, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}

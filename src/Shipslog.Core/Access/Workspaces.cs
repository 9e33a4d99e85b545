using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Access;

/// <summary>Makes workspaces, projects and invitations by the rules of names. Who may is decided before, by <see cref="AccessControl"/>. Thread safe.</summary>
public sealed class Workspaces(ICatalog catalog, TimeProvider time)
{
    private const int MaxKeyAttempts = 100;
    private static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(14);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes a team workspace.</summary>
    /// <exception cref="ShipslogException">Invalid; Conflict.</exception>
    public async Task<Workspace> AddAsync(string? name, Guid? adminId, CancellationToken cancellation = default)
    {
        var workspace = new Workspace(Guid.NewGuid(), Names.RequireAccount(name), WorkspaceKind.Team, Now);
        await catalog.AddWorkspaceAsync(workspace, adminId, cancellation);
        return workspace;
    }

    /// <summary>Makes a project.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="name">See <see cref="Names.RequireProject"/>.</param>
    /// <param name="key">See <see cref="Names.RequireKey"/>; null or empty: one is proposed.</param>
    /// <param name="visibility">Who may see it.</param>
    /// <param name="description">At most 100,000 characters, or null.</param>
    /// <param name="ownerId">Its first owner, or null: only the workspace's admins.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">Invalid; Conflict.</exception>
    public async Task<Project> AddProjectAsync(
        Workspace workspace,
        string? name,
        string? key,
        ProjectVisibility visibility,
        string? description,
        Guid? ownerId,
        CancellationToken cancellation = default)
    {
        Names.RequireProject(name);
        RequireDescription(description);
        var project = new Project(Guid.NewGuid(), 0, workspace.Id, workspace.Name, name!, "", visibility, description, Now);
        if (!string.IsNullOrEmpty(key))
            return await catalog.AddProjectAsync(project with { Key = Names.RequireKey(key) }, ownerId, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await catalog.AddProjectAsync(
                    project with { Key = await ProposeKeyAsync(workspace, name, cancellation) }, ownerId, cancellation);
            }
            catch (ShipslogException taken) when (taken.Code == "project-key-taken" && attempt < MaxKeyAttempts)
            {
                // Somebody made a project at the same moment, and got the key that was free.
            }
        }
    }

    /// <summary>Renames a project, or changes its visibility or description.</summary>
    /// <exception cref="ShipslogException">Invalid; Conflict.</exception>
    public async Task<Project> UpdateProjectAsync(Project changed, CancellationToken cancellation = default)
    {
        Names.RequireProject(changed.Name);
        RequireDescription(changed.Description);
        await catalog.UpdateProjectAsync(changed, cancellation);
        return changed;
    }

    /// <summary>A free key for a project of this name.</summary>
    public async Task<string> ProposeKeyAsync(Workspace workspace, string? name, CancellationToken cancellation = default)
    {
        var projects = await catalog.ListProjectsAsync(null, cancellation);
        return Names.ProposeKey(
            name, projects.Where(one => one.Project.WorkspaceId == workspace.Id).Select(one => one.Project.Key).ToHashSet());
    }

    /// <summary>Everybody with a role in a project: workspace members who have one by it, and the project's own list; the higher role counts.</summary>
    public async Task<IReadOnlyList<ProjectMember>> MembersAsync(Project project, CancellationToken cancellation = default)
    {
        var all = new Dictionary<Guid, ProjectMember>();
        foreach (var member in await catalog.ListWorkspaceMembersAsync(project.WorkspaceId, cancellation))
        {
            if (AccessControl.RoleOf(new ProjectRelation(project, member.Role, null)) is { } role)
                all[member.UserId] = new ProjectMember(member.UserId, member.Username, role, ViaWorkspace: true);
        }

        foreach (var member in await catalog.ListProjectMembersAsync(project.Id, cancellation))
        {
            if (!all.TryGetValue(member.UserId, out var inherited) || inherited.Role <= member.Role)
                all[member.UserId] = member;
        }

        return [.. all.Values.OrderBy(member => member.Username, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Makes an invitation, good once and for 14 days.</summary>
    public async Task<Invitation> InviteAsync(
        Workspace workspace, WorkspaceRole role, Principal by, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var invitation = new Invitation(
            Secrets.New(), workspace.Id, workspace.Name, role, by.Username,
            now.ToUnixTimeMilliseconds(), now.Add(InvitationLifetime).ToUnixTimeMilliseconds());
        await catalog.AddInvitationAsync(invitation, by.UserId, cancellation);
        return invitation;
    }

    /// <summary>An invitation that can be accepted.</summary>
    /// <exception cref="ShipslogException">NotFound with code <c>invitation-not-found</c>.</exception>
    public async Task<Invitation> RequireInvitationAsync(string code, CancellationToken cancellation = default) =>
        await catalog.FindInvitationAsync(code, cancellation) is { } found && found.ExpiresUnixMilliseconds > Now
            ? found
            : throw new ShipslogException(
                Failure.NotFound, "This invitation was used, withdrawn, has expired or never existed.", "invitation-not-found", "Ask for a new link.");

    private static void RequireDescription(string? description)
    {
        if (description?.Length > 100_000)
            throw new ShipslogException(Failure.TooLarge, "A description has at most 100,000 characters.");
    }
}

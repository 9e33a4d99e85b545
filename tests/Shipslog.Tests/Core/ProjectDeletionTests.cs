using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Tests.Fakes;

namespace Shipslog.Tests.Core;

public sealed class ProjectDeletionTests : IAsyncDisposable
{
    private readonly MemoryCatalog _catalog = new();
    private readonly MemoryProjectStores _stores = new();
    private readonly Tracker _tracker;
    private readonly ProjectDeletion _deletion;

    public ProjectDeletionTests()
    {
        var clock = new TestClock();
        _tracker = new Tracker(_stores, new MemoryFileStore(clock), clock, NullLoggerFactory.Instance);
        _deletion = new ProjectDeletion(_catalog, _tracker);
    }

    public async ValueTask DisposeAsync()
    {
        _deletion.Dispose();
        await _tracker.DisposeAsync();
    }

    [Fact]
    public async Task A_deleted_project_is_gone_with_its_data_and_others_stay()
    {
        var workspace = await WorkspaceAsync();
        var (project, other) = (await ProjectAsync(workspace, "digits"), await ProjectAsync(workspace, "letters"));

        await _deletion.DeleteAsync(project);

        Assert.Equal([other.Id], await _stores.ListAsync(default));
        Assert.Null(await _catalog.FindProjectAsync(project.Id, null));
    }

    [Fact]
    public async Task A_deletion_that_a_kill_cut_short_is_finished_at_the_next_start_and_nothing_else_is_deleted()
    {
        var workspace = await WorkspaceAsync();
        var (cut, kept, unknown) = (await ProjectAsync(workspace, "a"), await ProjectAsync(workspace, "b"), await ProjectAsync(workspace, "c"));
        await _catalog.SetSettingAsync("projects-being-deleted", $"{cut.Id},{kept.Id}");
        await _catalog.DeleteProjectAsync(cut.Id);
        await _catalog.DeleteProjectAsync(unknown.Id);

        await _deletion.FinishAsync();

        Assert.Equal(new[] { kept.Id, unknown.Id }.Order(), (await _stores.ListAsync(default)).Order());
        Assert.Equal("", await _catalog.FindSettingAsync("projects-being-deleted"));
    }

    private async Task<Workspace> WorkspaceAsync()
    {
        var workspace = new Workspace(Guid.NewGuid(), "team", WorkspaceKind.Team, 0);
        await _catalog.AddWorkspaceAsync(workspace, null);
        return workspace;
    }

    private async Task<Project> ProjectAsync(Workspace workspace, string name)
    {
        var project = await _catalog.AddProjectAsync(
            new Project(Guid.NewGuid(), 0, workspace.Id, workspace.Name, name, name.ToUpperInvariant(), ProjectVisibility.Private, null, 0), null);
        await (await _tracker.OpenAsync(project)).CreateAsync(new NewRun(HolderKind.Run, "mia"));
        return project;
    }
}

using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Storage;

public abstract partial class CatalogContract
{
    [Fact]
    public async Task A_project_is_found_by_id_number_and_names_in_any_case()
    {
        var team = await WorkspaceAsync("Team");
        var project = await ProjectAsync(team, "Digits", "DIG");

        var relation = new ProjectRelation(project, null, null);

        Assert.True(project.Number > 0);
        Assert.Equal(relation, await Catalog.FindProjectAsync(project.Id, null));
        Assert.Equal(relation, await Catalog.FindProjectAsync(project.Number, Nobody));
        Assert.Equal(relation, await Catalog.FindProjectAsync("TEAM", "dIGITS", null));
        Assert.Null(await Catalog.FindProjectAsync("digits", "team", null));
        Assert.Null(await Catalog.FindProjectAsync(Nobody, null));
        Assert.Null(await Catalog.FindProjectAsync(project.Number + 1, null));
    }

    [Fact]
    public async Task A_relation_tells_what_a_user_is_to_the_workspace_and_to_the_project()
    {
        var (admin, owner, other) = (await UserAsync("admin"), await UserAsync("owner"), await UserAsync("other"));
        var team = await WorkspaceAsync("team", admin.Id);
        var project = await ProjectAsync(team, "digits", "DIG", owner.Id);

        Assert.Equal(new ProjectRelation(project, WorkspaceRole.Admin, null), await Catalog.FindProjectAsync(project.Id, admin.Id));
        Assert.Equal(new ProjectRelation(project, null, ProjectRole.Owner), await Catalog.FindProjectAsync(project.Number, owner.Id));
        Assert.Equal(new ProjectRelation(project, null, null), await Catalog.FindProjectAsync("team", "digits", other.Id));
        Assert.Equal(
            [new ProjectRelation(project, WorkspaceRole.Admin, null)], await Catalog.ListProjectsAsync(admin.Id));
    }

    [Fact]
    public async Task Names_and_keys_are_unique_within_a_workspace_and_ignore_case()
    {
        var (team, other) = (await WorkspaceAsync("team"), await WorkspaceAsync("other"));
        var first = await ProjectAsync(team, "digits", "DIG");
        await ProjectAsync(other, "digits", "DIG");

        Assert.Equal("project-name-taken", await RefusalOf(() => ProjectAsync(team, "DIGITS", "X")));
        Assert.Equal("project-key-taken", await RefusalOf(() => ProjectAsync(team, "letters", "DIG")));
        Assert.Equal("not-found", await RefusalOf(() => ProjectAsync(Named("gone", WorkspaceKind.Team), "a", "A")));
        Assert.Equal("not-found", await RefusalOf(() => ProjectAsync(team, "orphan", "OR", Nobody)));
        Assert.Equal(["other/digits", "team/digits"], (await Catalog.ListProjectsAsync(null)).Select(item => item.Project.QualifiedName));
        Assert.Equal(first, (await Catalog.FindProjectAsync("team", "digits", null))!.Project);
    }

    [Fact]
    public async Task A_project_can_be_renamed_described_and_shown()
    {
        var team = await WorkspaceAsync("team");
        var project = await ProjectAsync(team, "digits", "DIG");
        await ProjectAsync(team, "letters", "LET");

        var changed = project with { Name = "Digits 2", Visibility = ProjectVisibility.Public, Description = null };
        await Catalog.UpdateProjectAsync(changed);

        Assert.Equal(changed, (await Catalog.FindProjectAsync("team", "digits 2", null))!.Project);
        Assert.Equal("project-name-taken", await RefusalOf(() => Catalog.UpdateProjectAsync(changed with { Name = "LETTERS" })));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.UpdateProjectAsync(changed with { Id = Nobody })));
    }

    [Fact]
    public async Task The_number_of_a_deleted_project_is_never_given_again()
    {
        var team = await WorkspaceAsync("team");
        var project = await ProjectAsync(team, "digits", "DIG");

        await Catalog.DeleteProjectAsync(project.Id);
        var next = await ProjectAsync(team, "digits", "DIG");

        Assert.True(next.Number > project.Number);
        Assert.Equal("not-found", await RefusalOf(() => Catalog.DeleteProjectAsync(project.Id)));
    }

    [Fact]
    public async Task A_deleted_project_takes_its_members_notes_and_notebooks_along()
    {
        var user = await UserAsync("mia");
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG", user.Id);
        var comment = new RunComment(Guid.NewGuid(), project.Id, Nobody, user.Id, "mia", "text", 1, null);
        await Catalog.AddCommentAsync(comment);
        await Catalog.AddViewAsync(new SavedView("v", project.Id, "{}", user.Id, 1));
        var notebook = new Notebook(Guid.NewGuid(), project.Id, "mia", 1, 1);
        await Catalog.AddNotebookAsync(notebook);
        var checkpoint = new NotebookCheckpoint(Guid.NewGuid(), notebook.Id, null, null, "a.ipynb", "mia", null, 0, 2);
        await Catalog.AddCheckpointAsync(checkpoint);

        await Catalog.DeleteProjectAsync(project.Id);

        Assert.Null(await Catalog.FindCommentAsync(comment.Id));
        Assert.Null(await Catalog.FindViewAsync("v"));
        Assert.Null(await Catalog.FindNotebookAsync(notebook.Id));
        Assert.Null(await Catalog.FindCheckpointAsync(checkpoint.Id));
        Assert.Empty(await Catalog.ListProjectMembersAsync(project.Id));
    }

    [Fact]
    public async Task Members_of_a_project_are_listed_by_name_with_their_last_role()
    {
        var (mia, al) = (await UserAsync("mia"), await UserAsync("Al"));
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG", mia.Id);

        await Catalog.SetProjectMemberAsync(project.Id, al.Id, ProjectRole.Contributor);
        await Catalog.SetProjectMemberAsync(project.Id, al.Id, ProjectRole.Viewer);

        Assert.Equal(
            [new(al.Id, "Al", ProjectRole.Viewer, false), new ProjectMember(mia.Id, "mia", ProjectRole.Owner, false)],
            await Catalog.ListProjectMembersAsync(project.Id));
        await Catalog.RemoveProjectMemberAsync(project.Id, al.Id);
        Assert.Single(await Catalog.ListProjectMembersAsync(project.Id));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.RemoveProjectMemberAsync(project.Id, al.Id)));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.SetProjectMemberAsync(project.Id, Nobody, ProjectRole.Viewer)));
    }
}

using Shipslog.Core.Model;

namespace Shipslog.Tests.Storage;

public abstract partial class CatalogContract
{
    [Fact]
    public async Task Comments_of_a_run_are_listed_oldest_first_with_their_author()
    {
        var user = await UserAsync("mia");
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG");
        var (run, other) = (Guid.NewGuid(), Guid.NewGuid());
        var late = new RunComment(Guid.NewGuid(), project.Id, run, user.Id, "mia", "later", 20, null);
        var early = new RunComment(Guid.NewGuid(), project.Id, run, user.Id, "mia", "**שלום** 🚢", 10, null);
        await Catalog.AddCommentAsync(late);
        await Catalog.AddCommentAsync(early);
        await Catalog.AddCommentAsync(early with { Id = Guid.NewGuid(), RunId = other });

        Assert.Equal([early, late], await Catalog.ListCommentsAsync(project.Id, run));
        Assert.Equal(early, await Catalog.FindCommentAsync(early.Id));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddCommentAsync(early with { Id = Guid.NewGuid(), ProjectId = Nobody })));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddCommentAsync(early with { Id = Guid.NewGuid(), AuthorId = Nobody })));
    }

    [Fact]
    public async Task A_comment_can_be_edited_and_removed()
    {
        var user = await UserAsync("mia");
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG");
        var comment = new RunComment(Guid.NewGuid(), project.Id, Nobody, user.Id, "mia", "text", 1, null);
        await Catalog.AddCommentAsync(comment);

        await Catalog.EditCommentAsync(comment.Id, "changed", 5);
        Assert.Equal(comment with { Text = "changed", EditedUnixMilliseconds = 5 }, await Catalog.FindCommentAsync(comment.Id));
        await Catalog.DeleteCommentAsync(comment.Id);
        await Catalog.DeleteCommentAsync(comment.Id);

        Assert.Null(await Catalog.FindCommentAsync(comment.Id));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.EditCommentAsync(comment.Id, "x", 6)));
    }

    [Fact]
    public async Task A_view_keeps_its_id()
    {
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG");
        var view = new SavedView("aB3", project.Id, """{"q":"ü"}""", Nobody, 9);
        await Catalog.AddViewAsync(view);

        Assert.Equal("conflict", await RefusalOf(() => Catalog.AddViewAsync(view with { State = "{}" })));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddViewAsync(view with { Id = "x", ProjectId = Nobody })));
        Assert.Equal(view, await Catalog.FindViewAsync("aB3"));
        Assert.Null(await Catalog.FindViewAsync("ab3"));
    }

    [Fact]
    public async Task Named_views_are_listed_by_name_with_their_author_and_a_name_is_used_once_a_project()
    {
        var user = await UserAsync("mia");
        var workspace = await WorkspaceAsync("team");
        var project = await ProjectAsync(workspace, "digits", "DIG");
        var other = await ProjectAsync(workspace, "letters", "LET");
        var best = new NamedView("v1", project.Id, "best", "{}", user.Id, "mia", 1, 1);
        var all = best with { Id = "v2", Name = "all" };
        await Catalog.AddNamedViewAsync(best);
        await Catalog.AddNamedViewAsync(all);
        await Catalog.AddNamedViewAsync(best with { Id = "v3", ProjectId = other.Id });

        Assert.Equal([all, best], await Catalog.ListNamedViewsAsync(project.Id));
        Assert.Equal("view-name-taken", await RefusalOf(() => Catalog.AddNamedViewAsync(best with { Id = "v4" })));
        Assert.Equal("view-name-taken", await RefusalOf(() => Catalog.ChangeNamedViewAsync(all with { Name = "best" })));
    }

    [Fact]
    public async Task A_named_view_is_changed_and_removed_only_through_its_project()
    {
        var user = await UserAsync("mia");
        var workspace = await WorkspaceAsync("team");
        var project = await ProjectAsync(workspace, "digits", "DIG");
        var other = await ProjectAsync(workspace, "letters", "LET");
        var view = new NamedView("v1", project.Id, "best", "{}", user.Id, "mia", 1, 1);
        await Catalog.AddNamedViewAsync(view);

        Assert.Equal("not-found", await RefusalOf(() => Catalog.ChangeNamedViewAsync(view with { ProjectId = other.Id })));
        await Catalog.DeleteNamedViewAsync(other.Id, view.Id);
        var changed = view with { Name = "worst", State = "[]", ChangedUnixMilliseconds = 9 };
        await Catalog.ChangeNamedViewAsync(changed);
        Assert.Equal([changed], await Catalog.ListNamedViewsAsync(project.Id));

        await Catalog.DeleteNamedViewAsync(project.Id, view.Id);
        await Catalog.DeleteNamedViewAsync(project.Id, view.Id);
        Assert.Empty(await Catalog.ListNamedViewsAsync(project.Id));
    }

    [Fact]
    public async Task A_data_set_gets_its_files_once_and_keeps_them()
    {
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG");
        var hash = new string('a', 64);
        DatasetFile[] files = [new("train/ü.csv", "b", "Local", 5, [new("k", "v")])];
        await Catalog.PutDatasetAsync(new Dataset(project.Id, hash, null, 3, null));
        Assert.Null((await Catalog.FindDatasetAsync(project.Id, hash))!.Files);

        await Catalog.PutDatasetAsync(new Dataset(project.Id, hash, 5, 4, files));
        await Catalog.PutDatasetAsync(new Dataset(project.Id, hash, 6, 5, []));

        var kept = (await Catalog.FindDatasetAsync(project.Id, hash))!;
        Assert.Equal((5L, 3L), (kept.SizeBytes, kept.CreatedUnixMilliseconds));
        Assert.Equal(("train/ü.csv", 5L), (kept.Files![0].Path, kept.Files[0].SizeBytes));
        Assert.Equal(new("k", "v"), kept.Files[0].Metadata[0]);
        Assert.Null(await Catalog.FindDatasetAsync(Nobody, hash));
    }

    [Fact]
    public async Task Notebooks_of_a_project_are_listed_newest_first()
    {
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG");
        var old = new Notebook(Guid.NewGuid(), project.Id, "mia", 1, 1);
        var recent = new Notebook(Guid.NewGuid(), project.Id, "mia", 2, 2);
        await Catalog.AddNotebookAsync(old);
        await Catalog.AddNotebookAsync(recent);

        Assert.Equal([recent, old], await Catalog.ListNotebooksAsync(project.Id));
        Assert.Equal(old, await Catalog.FindNotebookAsync(old.Id));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddNotebookAsync(old with { Id = Guid.NewGuid(), ProjectId = Nobody })));
    }

    [Fact]
    public async Task Checkpoints_are_paged_newest_first_and_move_their_notebook()
    {
        var project = await ProjectAsync(await WorkspaceAsync("team"), "digits", "DIG");
        var notebook = new Notebook(Guid.NewGuid(), project.Id, "mia", 1, 1);
        await Catalog.AddNotebookAsync(notebook);
        var checkpoints = Enumerable.Range(0, 4).Select(i => new NotebookCheckpoint(
            Guid.NewGuid(), notebook.Id, i == 0 ? null : $"{i}", null, "a b.ipynb", "mia", i == 0 ? null : ContentHash.FromBytes(new byte[32]), i, 50 + i)).ToList();
        foreach (var checkpoint in checkpoints)
            await Catalog.AddCheckpointAsync(checkpoint);

        Assert.Equal([checkpoints[2], checkpoints[1]], await Catalog.ListCheckpointsAsync(notebook.Id, 1, 2));
        Assert.Equal([checkpoints[0]], await Catalog.ListCheckpointsAsync(notebook.Id, 3, 10));
        Assert.Equal([ContentHash.FromBytes(new byte[32])], await Catalog.ListNotebookContentsAsync());
        Assert.Equal(checkpoints[0], await Catalog.FindCheckpointAsync(checkpoints[0].Id));
        Assert.Equal(53, (await Catalog.FindNotebookAsync(notebook.Id))!.UpdatedUnixMilliseconds);
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddCheckpointAsync(checkpoints[0] with { Id = Guid.NewGuid(), NotebookId = Nobody })));
    }
}

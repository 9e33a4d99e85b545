using Shipslog.Core.Model;

namespace Shipslog.Tests.Fakes;

public sealed partial class MemoryCatalog
{
    private readonly List<RunComment> _comments = [];
    private readonly List<SavedView> _views = [];
    private readonly List<NamedView> _namedViews = [];
    private readonly List<Dataset> _datasets = [];
    private readonly List<Notebook> _notebooks = [];
    private readonly List<NotebookCheckpoint> _checkpoints = [];

    public Task AddCommentAsync(RunComment comment, CancellationToken cancellation = default) => Write(() =>
    {
        RequireProject(comment.ProjectId);
        Require(_users.Exists(user => user.Id == comment.AuthorId));
        _comments.Add(comment);
    });

    public Task<RunComment?> FindCommentAsync(Guid id, CancellationToken cancellation = default) => Read(() => _comments.Find(one => one.Id == id));

    public Task<IReadOnlyList<RunComment>> ListCommentsAsync(Guid projectId, Guid runId, CancellationToken cancellation = default) =>
        List(() => _comments.Where(one => one.ProjectId == projectId && one.RunId == runId).OrderBy(one => one.CreatedUnixMilliseconds));

    public Task EditCommentAsync(Guid id, string text, long unixMilliseconds, CancellationToken cancellation = default) =>
        Change(_comments, one => one.Id == id, one => one with { Text = text, EditedUnixMilliseconds = unixMilliseconds });

    public Task DeleteCommentAsync(Guid id, CancellationToken cancellation = default) => Write(() => _comments.RemoveAll(one => one.Id == id));

    public Task AddViewAsync(SavedView view, CancellationToken cancellation = default) => Write(() =>
    {
        Refuse(_views.Exists(one => one.Id == view.Id), "conflict");
        RequireProject(view.ProjectId);
        _views.Add(view);
    });

    public Task<SavedView?> FindViewAsync(string id, CancellationToken cancellation = default) => Read(() => _views.Find(one => one.Id == id));

    public Task<IReadOnlyList<NamedView>> ListNamedViewsAsync(Guid projectId, CancellationToken cancellation = default) => List(() => _namedViews
        .Where(one => one.ProjectId == projectId)
        .OrderBy(one => one.Name, StringComparer.Ordinal)
        .Select(one => one with { Author = _users.Find(user => user.Id == one.CreatedBy)?.Name ?? "" }));

    public Task AddNamedViewAsync(NamedView view, CancellationToken cancellation = default) => Write(() =>
    {
        RequireProject(view.ProjectId);
        Refuse(_namedViews.Exists(one => one.Id == view.Id), "conflict");
        Refuse(_namedViews.Exists(one => one.ProjectId == view.ProjectId && one.Name == view.Name), "view-name-taken");
        _namedViews.Add(view);
    });

    public Task ChangeNamedViewAsync(NamedView view, CancellationToken cancellation = default) => Change(
        _namedViews,
        one => one.Id == view.Id && one.ProjectId == view.ProjectId,
        one =>
        {
            Refuse(_namedViews.Exists(other => other.Id != view.Id && other.ProjectId == view.ProjectId && other.Name == view.Name), "view-name-taken");
            return one with { Name = view.Name, State = view.State, ChangedUnixMilliseconds = view.ChangedUnixMilliseconds };
        });

    public Task DeleteNamedViewAsync(Guid projectId, string id, CancellationToken cancellation = default) =>
        Write(() => _namedViews.RemoveAll(one => one.Id == id && one.ProjectId == projectId));

    public Task<Dataset?> FindDatasetAsync(Guid projectId, string hash, CancellationToken cancellation = default) =>
        Read(() => _datasets.Find(one => one.ProjectId == projectId && one.Hash == hash));

    public Task PutDatasetAsync(Dataset dataset, CancellationToken cancellation = default) => Write(() =>
    {
        RequireProject(dataset.ProjectId);
        var kept = _datasets.Find(one => one.ProjectId == dataset.ProjectId && one.Hash == dataset.Hash);
        _datasets.RemoveAll(one => ReferenceEquals(one, kept));
        _datasets.Add(kept is null ? dataset : kept with { SizeBytes = kept.SizeBytes ?? dataset.SizeBytes, Files = kept.Files ?? dataset.Files });
    });

    public Task AddNotebookAsync(Notebook notebook, CancellationToken cancellation = default) => Write(() =>
    {
        RequireProject(notebook.ProjectId);
        _notebooks.Add(notebook);
    });

    public Task<Notebook?> FindNotebookAsync(Guid id, CancellationToken cancellation = default) => Read(() => _notebooks.Find(one => one.Id == id));

    public Task<IReadOnlyList<Notebook>> ListNotebooksAsync(Guid projectId, CancellationToken cancellation = default) =>
        List(() => _notebooks.Where(one => one.ProjectId == projectId).OrderByDescending(one => one.CreatedUnixMilliseconds));

    public async Task AddCheckpointAsync(NotebookCheckpoint checkpoint, CancellationToken cancellation = default)
    {
        await Change(
            _notebooks, one => one.Id == checkpoint.NotebookId, one => one with { UpdatedUnixMilliseconds = checkpoint.CreatedUnixMilliseconds });
        await Write(() => _checkpoints.Add(checkpoint));
    }

    public Task<NotebookCheckpoint?> FindCheckpointAsync(Guid id, CancellationToken cancellation = default) =>
        Read(() => _checkpoints.Find(one => one.Id == id));

    public Task<IReadOnlyList<NotebookCheckpoint>> ListCheckpointsAsync(
        Guid notebookId, int offset, int limit, CancellationToken cancellation = default) =>
        List(() => _checkpoints.Where(one => one.NotebookId == notebookId).Reverse().Skip(offset).Take(limit));

    public Task<IReadOnlyList<ContentHash>> ListNotebookContentsAsync(CancellationToken cancellation = default) =>
        List(() => _checkpoints.Select(one => one.Content).OfType<ContentHash>().Distinct());

    private void RequireProject(Guid id) => Require(_projects.Exists(one => one.Id == id));
}

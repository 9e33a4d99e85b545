using Shipslog.Core.Model;

namespace Shipslog.Core.Storage;

public partial interface ICatalog
{
    /// <summary>Adds a comment.</summary>
    Task AddCommentAsync(RunComment comment, CancellationToken cancellation = default);

    /// <summary>A comment, or null.</summary>
    Task<RunComment?> FindCommentAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Comments of a run, oldest first.</summary>
    Task<IReadOnlyList<RunComment>> ListCommentsAsync(Guid projectId, Guid runId, CancellationToken cancellation = default);

    /// <summary>Changes a comment's text. NotFound when it is gone.</summary>
    Task EditCommentAsync(Guid id, string text, long unixMilliseconds, CancellationToken cancellation = default);

    /// <summary>Removes a comment; one that is gone is ignored.</summary>
    Task DeleteCommentAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Keeps a view. Conflict when its id is taken.</summary>
    Task AddViewAsync(SavedView view, CancellationToken cancellation = default);

    /// <summary>A view, or null.</summary>
    Task<SavedView?> FindViewAsync(string id, CancellationToken cancellation = default);

    /// <summary>A project's named views, by name.</summary>
    Task<IReadOnlyList<NamedView>> ListNamedViewsAsync(Guid projectId, CancellationToken cancellation = default);

    /// <summary>Keeps a named view. Conflict (<c>view-name-taken</c>) when the project has one of this name.</summary>
    Task AddNamedViewAsync(NamedView view, CancellationToken cancellation = default);

    /// <summary>Sets a named view's name and state. NotFound when the project has no such view; Conflict as in adding.</summary>
    Task ChangeNamedViewAsync(NamedView view, CancellationToken cancellation = default);

    /// <summary>Removes a named view; one that is gone is ignored.</summary>
    Task DeleteNamedViewAsync(Guid projectId, string id, CancellationToken cancellation = default);

    /// <summary>Adds a notebook.</summary>
    Task AddNotebookAsync(Notebook notebook, CancellationToken cancellation = default);

    /// <summary>A notebook, or null.</summary>
    Task<Notebook?> FindNotebookAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>A project's notebooks, newest first.</summary>
    Task<IReadOnlyList<Notebook>> ListNotebooksAsync(Guid projectId, CancellationToken cancellation = default);

    /// <summary>Adds a checkpoint to its notebook.</summary>
    Task AddCheckpointAsync(NotebookCheckpoint checkpoint, CancellationToken cancellation = default);

    /// <summary>A checkpoint, or null.</summary>
    Task<NotebookCheckpoint?> FindCheckpointAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>The contents of all checkpoints of all notebooks, each once, in no order.</summary>
    Task<IReadOnlyList<ContentHash>> ListNotebookContentsAsync(CancellationToken cancellation = default);

    /// <summary>A notebook's checkpoints, newest first.</summary>
    Task<IReadOnlyList<NotebookCheckpoint>> ListCheckpointsAsync(
        Guid notebookId, int offset, int limit, CancellationToken cancellation = default);
}

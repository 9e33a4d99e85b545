using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

public sealed partial class Catalog
{
    private const string CommentsWithAuthor =
        "SELECT comments.id, project_id, run_id, author_id, users.name, text, comments.created_ms, edited_ms FROM comments JOIN users ON users.id = author_id";

    private const string CheckpointColumns = "id, notebook_id, name, description, path, owner, content_hash, size_bytes, created_ms";

    /// <inheritdoc/>
    public Task AddCommentAsync(RunComment comment, CancellationToken cancellation = default) => Write(
        "INSERT INTO comments (id, project_id, run_id, author_id, text, created_ms) VALUES ($1, $2, $3, $4, $5, $6)",
        comment.Id, comment.ProjectId, comment.RunId, comment.AuthorId, comment.Text, comment.CreatedUnixMilliseconds);

    /// <inheritdoc/>
    public Task<RunComment?> FindCommentAsync(Guid id, CancellationToken cancellation = default) =>
        Task.FromResult(_database.First($"{CommentsWithAuthor} WHERE comments.id = $1", CommentOf, id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunComment>> ListCommentsAsync(Guid projectId, Guid runId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read(
            $"{CommentsWithAuthor} WHERE project_id = $1 AND run_id = $2 ORDER BY comments.created_ms, comments.id", CommentOf, projectId, runId));

    /// <inheritdoc/>
    public Task EditCommentAsync(Guid id, string text, long unixMilliseconds, CancellationToken cancellation = default) =>
        WriteExisting("comment", "UPDATE comments SET text = $2, edited_ms = $3 WHERE id = $1", id, text, unixMilliseconds);

    /// <inheritdoc/>
    public Task DeleteCommentAsync(Guid id, CancellationToken cancellation = default) => Write("DELETE FROM comments WHERE id = $1", id);

    /// <inheritdoc/>
    public Task AddViewAsync(SavedView view, CancellationToken cancellation = default) => Write(
        "INSERT INTO views (id, project_id, state, created_by, created_ms) VALUES ($1, $2, $3, $4, $5)",
        view.Id, view.ProjectId, view.State, view.CreatedBy, view.CreatedUnixMilliseconds);

    /// <inheritdoc/>
    public Task<SavedView?> FindViewAsync(string id, CancellationToken cancellation = default) => Task.FromResult(_database.First(
        "SELECT id, project_id, state, created_by, created_ms FROM views WHERE id = $1",
        row => new SavedView(row.GetString(0), Id(row, 1), row.GetString(2), Id(row, 3), row.GetInt64(4)),
        id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<NamedView>> ListNamedViewsAsync(Guid projectId, CancellationToken cancellation = default) =>
        Task.FromResult(_database.Read(
            """
            SELECT views.id, project_id, views.name, state, created_by, COALESCE(users.name, ''), views.created_ms, changed_ms
            FROM views LEFT JOIN users ON users.id = created_by WHERE project_id = $1 AND views.name IS NOT NULL ORDER BY views.name
            """,
            row => new NamedView(
                row.GetString(0), Id(row, 1), row.GetString(2), row.GetString(3), Id(row, 4), row.GetString(5), row.GetInt64(6), row.GetInt64(7)),
            projectId));

    /// <inheritdoc/>
    public Task AddNamedViewAsync(NamedView view, CancellationToken cancellation = default) => Write(
        "INSERT INTO views (id, project_id, name, state, created_by, created_ms, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        view.Id, view.ProjectId, view.Name, view.State, view.CreatedBy, view.CreatedUnixMilliseconds, view.ChangedUnixMilliseconds);

    /// <inheritdoc/>
    public Task ChangeNamedViewAsync(NamedView view, CancellationToken cancellation = default) => WriteExisting(
        "view",
        "UPDATE views SET name = $3, state = $4, changed_ms = $5 WHERE id = $1 AND project_id = $2 AND name IS NOT NULL",
        view.Id, view.ProjectId, view.Name, view.State, view.ChangedUnixMilliseconds);

    /// <inheritdoc/>
    public Task DeleteNamedViewAsync(Guid projectId, string id, CancellationToken cancellation = default) =>
        Write("DELETE FROM views WHERE id = $1 AND project_id = $2 AND name IS NOT NULL", id, projectId);

    /// <inheritdoc/>
    public Task AddNotebookAsync(Notebook notebook, CancellationToken cancellation = default) => Write(
        "INSERT INTO notebooks (id, project_id, owner, created_ms, updated_ms) VALUES ($1, $2, $3, $4, $5)",
        notebook.Id, notebook.ProjectId, notebook.Owner, notebook.CreatedUnixMilliseconds, notebook.UpdatedUnixMilliseconds);

    /// <inheritdoc/>
    public Task<Notebook?> FindNotebookAsync(Guid id, CancellationToken cancellation = default) => Task.FromResult(_database.First(
        "SELECT id, project_id, owner, created_ms, updated_ms FROM notebooks WHERE id = $1", NotebookOf, id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Notebook>> ListNotebooksAsync(Guid projectId, CancellationToken cancellation = default) => Task.FromResult(
        _database.Read(
            "SELECT id, project_id, owner, created_ms, updated_ms FROM notebooks WHERE project_id = $1 ORDER BY created_ms DESC, rowid DESC",
            NotebookOf,
            projectId));

    /// <inheritdoc/>
    public Task AddCheckpointAsync(NotebookCheckpoint checkpoint, CancellationToken cancellation = default)
    {
        _database.Write(connection =>
        {
            CatalogDatabase.Run(
                connection,
                $"INSERT INTO notebook_checkpoints ({CheckpointColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                checkpoint.Id, checkpoint.NotebookId, checkpoint.Name, checkpoint.Description, checkpoint.Path, checkpoint.Owner,
                checkpoint.Content?.Hex, checkpoint.SizeBytes, checkpoint.CreatedUnixMilliseconds);
            CatalogDatabase.Run(
                connection, "UPDATE notebooks SET updated_ms = $2 WHERE id = $1", checkpoint.NotebookId, checkpoint.CreatedUnixMilliseconds);
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<NotebookCheckpoint?> FindCheckpointAsync(Guid id, CancellationToken cancellation = default) => Task.FromResult(
        _database.First($"SELECT {CheckpointColumns} FROM notebook_checkpoints WHERE id = $1", CheckpointOf, id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<NotebookCheckpoint>> ListCheckpointsAsync(
        Guid notebookId, int offset, int limit, CancellationToken cancellation = default) => Task.FromResult(_database.Read(
        $"SELECT {CheckpointColumns} FROM notebook_checkpoints WHERE notebook_id = $1 ORDER BY sequence DESC LIMIT $3 OFFSET $2",
        CheckpointOf,
        notebookId, offset, limit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> ListNotebookContentsAsync(CancellationToken cancellation = default) => Task.FromResult(_database.Read(
        "SELECT DISTINCT content_hash FROM notebook_checkpoints WHERE content_hash IS NOT NULL", row => new ContentHash(row.GetString(0))));

    private static RunComment CommentOf(SqliteDataReader row) => new(
        Id(row, 0), Id(row, 1), Id(row, 2), Id(row, 3), row.GetString(4), row.GetString(5), row.GetInt64(6), Long(row, 7));

    private static Notebook NotebookOf(SqliteDataReader row) => new(
        Id(row, 0), Id(row, 1), row.GetString(2), row.GetInt64(3), row.GetInt64(4));

    private static NotebookCheckpoint CheckpointOf(SqliteDataReader row) => new(
        Id(row, 0), Id(row, 1), Text(row, 2), Text(row, 3), row.GetString(4), row.GetString(5),
        Text(row, 6) is { } hex ? new ContentHash(hex) : null, row.GetInt64(7), row.GetInt64(8));
}

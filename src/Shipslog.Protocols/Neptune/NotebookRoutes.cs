using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune;

/// <summary>Notebooks and their checkpoints, as <c>neptune-notebooks</c> uses them.</summary>
internal static class NotebookRoutes
{
    private const long MaxNotebookBytes = 256L * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        var notebooks = app.MapGroup("/api/leaderboard/v1/notebooks");
        notebooks.MapGet("", ListAsync).Requires(Permission.ViewProject);
        notebooks.MapPost("", AddAsync).Requires(Permission.WriteProject);
        notebooks.MapGet("/checkpoints", CheckpointsAsync).Requires(Permission.ViewProject);
        notebooks.MapPost("/{notebookId}/checkpoints", AddCheckpointAsync).Requires(Permission.WriteProject);
        notebooks.MapPost("/{notebookId}/checkpoints2", AddEmptyCheckpointAsync).Requires(Permission.WriteProject);
    }

    private static async Task<IResult> ListAsync(
        string projectIdentifier, string[]? id, int? offset, int? limit, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var all = (await catalog.ListNotebooksAsync(scope.Project.Id, cancellation))
            .Where(notebook => id is null or [] || id.Contains(notebook.Id.ToString(), StringComparer.OrdinalIgnoreCase))
            .ToList();
        return Results.Json(new
        {
            entries = all.Skip(offset ?? 0).Take(limit ?? 1000).Select(ToWire).ToList(),
            matchingItemCount = all.Count,
            totalItemCount = all.Count,
        });
    }

    private static async Task<IResult> AddAsync(
        string projectIdentifier, RequestAccess access, ICatalog catalog, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var notebook = new Notebook(Guid.NewGuid(), scope.Project.Id, access.Principal.Username, now, now);
        await catalog.AddNotebookAsync(notebook, cancellation);
        return Results.Json(ToWire(notebook));
    }

    private static async Task<IResult> CheckpointsAsync(
        string notebookId, int? offset, int? limit, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var notebook = await RequireAsync(notebookId, access, catalog, cancellation);
        var page = await catalog.ListCheckpointsAsync(notebook.Id, offset ?? 0, Math.Clamp(limit ?? 100, 0, 1000), cancellation);
        return Results.Json(new { entries = page.Select(ToWire).ToList(), matchingItemCount = page.Count, totalItemCount = page.Count });
    }

    private static async Task<IResult> AddCheckpointAsync(
        string notebookId, string jupyterPath, HttpRequest request, RequestAccess access, ICatalog catalog, IFileStore files,
        TimeProvider time, CancellationToken cancellation)
    {
        var notebook = await RequireAsync(notebookId, access, catalog, cancellation);
        var (hash, size) = await files.PutAsync(request.Body, MaxNotebookBytes, cancellation);
        return await KeepAsync(new NotebookCheckpoint(
            Guid.CreateVersion7(), notebook.Id, NameOf(jupyterPath), null, jupyterPath, access.Principal.Username, hash, size,
            time.GetUtcNow().ToUnixTimeMilliseconds()), catalog, cancellation);
    }

    private static async Task<IResult> AddEmptyCheckpointAsync(
        string notebookId, HttpRequest request, RequestAccess access, ICatalog catalog, TimeProvider time, CancellationToken cancellation)
    {
        var notebook = await RequireAsync(notebookId, access, catalog, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var path = body.Text("path") ?? "";
        return await KeepAsync(new NotebookCheckpoint(
            Guid.CreateVersion7(), notebook.Id, body.Text("name") ?? NameOf(path), body.Text("description"), path, access.Principal.Username,
            null, 0, time.GetUtcNow().ToUnixTimeMilliseconds()), catalog, cancellation);
    }

    private static async Task<IResult> KeepAsync(NotebookCheckpoint checkpoint, ICatalog catalog, CancellationToken cancellation)
    {
        await catalog.AddCheckpointAsync(checkpoint, cancellation);
        return Results.Json(ToWire(checkpoint));
    }

    private static async Task<Notebook> RequireAsync(
        string notebookId, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        if (!Guid.TryParse(notebookId, out var id) || await catalog.FindNotebookAsync(id, cancellation) is not { } notebook)
            throw new ShipslogException(Failure.NotFound, "There is no such notebook.", "notebook-not-found");
        await access.ProjectAsync(notebook.ProjectId.ToString(), cancellation);
        return notebook;
    }

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    private static object ToWire(Notebook notebook) => new
    {
        id = notebook.Id,
        owner = notebook.Owner,
        projectId = notebook.ProjectId,
        creationTime = WireTime.Of(notebook.CreatedUnixMilliseconds),
    };

    private static object ToWire(NotebookCheckpoint checkpoint) => new
    {
        id = checkpoint.Id,
        name = checkpoint.Name,
        path = checkpoint.Path,
        notebookId = checkpoint.NotebookId,
        owner = checkpoint.Owner,
        creationTime = WireTime.Of(checkpoint.CreatedUnixMilliseconds),
        size = checkpoint.SizeBytes,
        description = checkpoint.Description,
    };
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Notebooks that clients keep, their states over time, and the content of each.</summary>
internal static class NotebookRoutes
{
    private const int MaxCheckpoints = 1000;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/notebooks", ListAsync).Requires(Permission.ViewProject);
        project.MapGet("/notebooks/{notebookId}/checkpoints", CheckpointsAsync).Requires(Permission.ViewProject);
        project.MapGet("/notebooks/{notebookId}/checkpoints/{checkpointId}/file", ContentAsync).Requires(Permission.ViewProject);
    }

    private static async Task<Ok<KeptNotebookMessage[]>> ListAsync(
        string ws, string project, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var answer = new List<KeptNotebookMessage>();
        foreach (var notebook in await catalog.ListNotebooksAsync(scope.Project.Id, cancellation))
        {
            var newest = await catalog.ListCheckpointsAsync(notebook.Id, 0, 1, cancellation);
            answer.Add(new KeptNotebookMessage(
                notebook.Id, notebook.Owner, ApiTranslation.Iso(notebook.CreatedUnixMilliseconds), newest is [var last, ..] ? ToWire(last) : null));
        }

        return TypedResults.Ok(answer.ToArray());
    }

    private static async Task<Ok<CheckpointMessage[]>> CheckpointsAsync(
        string ws,
        string project,
        Guid notebookId,
        RequestAccess access,
        ICatalog catalog,
        CancellationToken cancellation,
        int offset = 0,
        int limit = 100)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        ApiTranslation.Within(limit, 0, MaxCheckpoints, "limit");
        ApiTranslation.Within(offset, 0, int.MaxValue, "offset");
        await RequireAsync(scope, notebookId, catalog, cancellation);
        var page = await catalog.ListCheckpointsAsync(notebookId, offset, limit, cancellation);
        return TypedResults.Ok(page.Select(ToWire).ToArray());
    }

    private static async Task<IResult> ContentAsync(
        string ws,
        string project,
        Guid notebookId,
        Guid checkpointId,
        HttpResponse response,
        RequestAccess access,
        ICatalog catalog,
        IFileStore files,
        CancellationToken cancellation,
        bool download = false)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        await RequireAsync(scope, notebookId, catalog, cancellation);
        var checkpoint = await catalog.FindCheckpointAsync(checkpointId, cancellation);
        if (checkpoint is not { Content: { } hash } || checkpoint.NotebookId != notebookId)
            throw new ShipslogException(Failure.NotFound, "The checkpoint has no content.", "checkpoint-not-found");
        var name = FileHeaders.SafeName(checkpoint.Path);
        var file = new StoredFile(hash, checkpoint.SizeBytes, name, FileHeaders.MimeOf(name));
        var content = files.OpenRead(hash) ?? throw FileRoutes.Gone(file);
        FileHeaders.Set(response, file, null);
        return TypedResults.Stream(
            content, FileHeaders.ContentType(file), download ? name : null, enableRangeProcessing: true);
    }

    private static async Task RequireAsync(ProjectScope scope, Guid notebookId, ICatalog catalog, CancellationToken cancellation)
    {
        var notebook = await catalog.FindNotebookAsync(notebookId, cancellation);
        if (notebook?.ProjectId != scope.Project.Id)
            throw new ShipslogException(Failure.NotFound, "There is no such notebook.", "notebook-not-found");
    }

    private static CheckpointMessage ToWire(NotebookCheckpoint checkpoint) => new(
        checkpoint.Id,
        checkpoint.Name,
        checkpoint.Description,
        checkpoint.Path,
        checkpoint.Owner,
        ApiTranslation.Iso(checkpoint.CreatedUnixMilliseconds),
        checkpoint.Content is null ? null : checkpoint.SizeBytes);
}

/// <summary>A notebook with its newest state.</summary>
internal sealed record KeptNotebookMessage(Guid Id, string Owner, string CreatedAt, CheckpointMessage? Newest);

/// <summary>A state of a notebook; <c>size</c> in bytes, absent while the content was only announced.</summary>
internal sealed record CheckpointMessage(
    Guid Id, string? Name, string? Description, string Path, string Owner, string CreatedAt, long? Size);

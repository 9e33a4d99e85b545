using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Comments on runs. Authors edit and delete their own; owners of the project delete any.</summary>
internal static class CommentRoutes
{
    private const int MaxCharacters = 100_000;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/runs/{run}/comments", ListAsync).Requires(Permission.ViewProject);
        project.MapPost("/runs/{run}/comments", AddAsync).Requires(Permission.WriteProject);
        project.MapPatch("/runs/{run}/comments/{id:guid}", EditAsync).Requires(Permission.WriteProject);
        project.MapDelete("/runs/{run}/comments/{id:guid}", DeleteAsync).Requires(Permission.WriteProject);
    }

    private static async Task<Ok<CommentMessage[]>> ListAsync(
        string ws, string project, string run, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var comments = await catalog.ListCommentsAsync(scope.Project.Id, scope.Run.Id, cancellation);
        return TypedResults.Ok(comments.Select(ToWire).ToArray());
    }

    private static async Task<Ok<CommentMessage>> AddAsync(
        string ws,
        string project,
        string run,
        CommentTextMessage message,
        RequestAccess access,
        ICatalog catalog,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var now = time.GetUtcNow();
        var comment = new RunComment(
            Guid.CreateVersion7(now),
            scope.Project.Id,
            scope.Run.Id,
            access.Principal.UserId,
            access.Principal.Username,
            Checked(message),
            now.ToUnixTimeMilliseconds(),
            null);
        await catalog.AddCommentAsync(comment, cancellation);
        return TypedResults.Ok(ToWire(comment));
    }

    private static async Task<Ok<CommentMessage>> EditAsync(
        string ws,
        string project,
        string run,
        Guid id,
        CommentTextMessage message,
        RequestAccess access,
        ICatalog catalog,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var comment = await FindAsync(scope, id, catalog, cancellation);
        if (comment.AuthorId != access.Principal.UserId)
            throw new ShipslogException(Failure.Forbidden, "Only its author can edit a comment.");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var text = Checked(message);
        await catalog.EditCommentAsync(id, text, now, cancellation);
        return TypedResults.Ok(ToWire(comment with { Text = text, EditedUnixMilliseconds = now }));
    }

    private static async Task<NoContent> DeleteAsync(
        string ws,
        string project,
        string run,
        Guid id,
        RequestAccess access,
        AccessControl control,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var comment = await FindAsync(scope, id, catalog, cancellation);
        if (comment.AuthorId != access.Principal.UserId)
            await control.RequireProjectAsync(access.Principal, scope.Project.Number, Permission.ManageProject, cancellation);
        await catalog.DeleteCommentAsync(id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<RunComment> FindAsync(
        RunScope scope, Guid id, ICatalog catalog, CancellationToken cancellation) =>
        await catalog.FindCommentAsync(id, cancellation) is { } comment && comment.RunId == scope.Run.Id
            ? comment
            : throw new ShipslogException(Failure.NotFound, "There is no such comment on this run.", "comment-not-found");

    private static string Checked(CommentTextMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Text))
            throw new ShipslogException(Failure.Invalid, "The comment is empty.");
        ApiTranslation.Within(message.Text.Length, 1, MaxCharacters, "length of the comment");
        return message.Text;
    }

    private static CommentMessage ToWire(RunComment comment) => new(
        comment.Id,
        comment.Author,
        comment.Text,
        ApiTranslation.Iso(comment.CreatedUnixMilliseconds),
        comment.EditedUnixMilliseconds is { } edited ? ApiTranslation.Iso(edited) : null);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Reading, listing, packing and uploading files of runs. Contents are streamed both ways.</summary>
internal static class FileRoutes
{
    /// <summary>The largest upload, in bytes: larger than any model file we heard of, smaller than a disk.</summary>
    public const long MaxUploadBytes = 64L << 30;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/runs/{run}/file", ReadAsync).Requires(Permission.ViewProject)
            .Produces<Stream>(contentType: "application/octet-stream");
        project.MapPut("/runs/{run}/file", UploadAsync).Requires(Permission.WriteProject)
            .WithMetadata(new BodyLimit(MaxUploadBytes)).Accepts<Stream>("application/octet-stream", "*/*");
        project.MapGet("/runs/{run}/files", ListAsync).Requires(Permission.ViewProject);
        project.MapGet("/runs/{run}/archive", ArchiveAsync).Requires(Permission.ViewProject)
            .Produces<Stream>(contentType: "application/zip");
    }

    private static async Task<IResult> ReadAsync(
        string ws,
        string project,
        string run,
        string path,
        HttpContext http,
        RequestAccess access,
        IFileStore files,
        Thumbnails thumbnails,
        CancellationToken cancellation,
        string? sub = null,
        long? index = null,
        bool download = false,
        int? thumb = null,
        string? hash = null)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var file = await RunFiles.FindAsync(scope, new AttributePath(path), sub, index, cancellation);
        FileHeaders.Set(http.Response, file, hash);
        if (thumb is { } pixels)
        {
            var small = await thumbnails.MakeAsync(file, pixels, files, cancellation);
            return TypedResults.Bytes(small.Content, small.MimeType, entityTag: new EntityTagHeaderValue(small.ETag));
        }

        var content = files.OpenRead(file.Hash) ?? throw Gone(file);
        return TypedResults.Stream(
            content,
            FileHeaders.ContentType(file),
            download ? FileHeaders.SafeName(file.Name) : null,
            entityTag: new EntityTagHeaderValue($"\"{file.Hash.Hex}\""),
            enableRangeProcessing: true);
    }

    private static async Task<Ok<FileSetEntryMessage[]>> ListAsync(
        string ws,
        string project,
        string run,
        string path,
        RequestAccess access,
        CancellationToken cancellation,
        string? dir = null)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var snapshot = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        return snapshot[new AttributePath(path).Value] is AttributeValue.FileSet set
            ? TypedResults.Ok(FileSetListing.Of(set, dir ?? "").ToArray())
            : throw new ShipslogException(Failure.NotFound, $"{scope.Run.ShortId} has no file set {path}.", "file-not-found");
    }

    private static async Task<IResult> ArchiveAsync(
        string ws,
        string project,
        string run,
        RequestAccess access,
        IFileStore files,
        CancellationToken cancellation,
        string? path = null)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var entries = await RunArchive.EntriesAsync(scope, path ?? "", cancellation);
        if (entries.Count == 0)
            throw new ShipslogException(Failure.NotFound, $"{scope.Run.ShortId} has no files at {path}.", "file-not-found");
        var name = string.Join('-', new[] { scope.Run.ShortId }.Concat((path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)));
        return TypedResults.Stream(
            output => RunArchive.WriteAsync(entries, files, output, cancellation),
            "application/zip",
            FileHeaders.SafeName(name + ".zip"));
    }

    private static async Task<Ok<UploadedFileMessage>> UploadAsync(
        string ws,
        string project,
        string run,
        string path,
        HttpRequest request,
        RequestAccess access,
        IFileStore files,
        CancellationToken cancellation,
        string? name = null)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var attribute = new AttributePath(path);
        var snapshot = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        // Judged before the bytes come: a mistake should not cost an upload, and leaves nothing in the file store.
        if (snapshot[path] is { } existing and not AttributeValue.File)
            throw Mismatch(path, existing.Kind);
        var shown = FileHeaders.SafeName(string.IsNullOrEmpty(name) ? path : name);
        var (hash, size) = await files.PutAsync(request.Body, MaxUploadBytes, cancellation);
        var stored = new StoredFile(hash, size, shown, FileHeaders.MimeOf(shown));
        var result = await scope.Engine.ApplyAsync(
            new RunBatch(scope.Run.Id, [new RunOperation.Assign(attribute, new AttributeValue.File(stored))]), cancellation);
        if (result.Rejected is [var rejection, ..])
            throw new ShipslogException(Failure.Conflict, rejection.Message, rejection.Code);
        return TypedResults.Ok(new UploadedFileMessage(path, shown, size, stored.MimeType, hash.Hex));
    }

    internal static ShipslogException Gone(StoredFile file) =>
        new(Failure.NotFound, $"The content of {file.Name} is not in the file store.", "file-content-missing");

    private static ShipslogException Mismatch(string path, AttributeKind kind) =>
        new(Failure.Conflict, $"{path} is a {kind.Name()}, so no file can be put there.", "kind-mismatch");
}

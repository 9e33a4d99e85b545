using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>Files and file sets of the attributes API (contract, 6.7).</summary>
internal static class AttributeFileRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var file = app.MapGroup("/attributes/storage/file/upload");
        file.MapPost("", UploadFileAsync).Requires(Permission.WriteProject);
        file.MapPost("/start", StartAsync).Requires(Permission.WriteProject);
        file.MapPost("/part", PartAsync).Requires(Permission.WriteProject);
        file.MapPost("/finish", FinishFileAsync).Requires(Permission.WriteProject);
        var set = app.MapGroup("/attributes/storage/fileset/upload");
        set.MapPost("", UploadToSetAsync).Requires(Permission.WriteProject);
        set.MapPost("/start", StartAsync).Requires(Permission.WriteProject);
        set.MapPost("/part", PartAsync).Requires(Permission.WriteProject);
        set.MapPost("/finish", FinishToSetAsync).Requires(Permission.WriteProject);
        app.MapPost("/attributes/uploadFileSetTar", UploadTarAsync).Requires(Permission.WriteProject);
        app.MapGet("/attributes/download", DownloadAsync).Requires(Permission.ViewProject);
        app.MapGet("/attributes/ls", ListAsync).Requires(Permission.ViewProject);
        app.MapPost("/attributes/downloadFileSetZipRequest", PrepareZipAsync).Requires(Permission.ViewProject);
        app.MapGet("/download/downloadRequest", (string id, HttpRequest request) => Address(id, request)).Requires(Permission.SignedIn);
    }

    private static async Task<IResult> UploadFileAsync(
        string experimentIdentifier, string attribute, string? ext, HttpRequest request, RequestAccess access, IFileStore files)
    {
        var scope = await BeginAsync(experimentIdentifier, request, access);
        var (hash, size) = await files.PutAsync(request.Body, StoredFiles.MaxBytes, request.HttpContext.RequestAborted);
        return await AssignAsync(scope, attribute, ext, hash, size);
    }

    private static async Task<IResult> UploadToSetAsync(
        string experimentIdentifier, string attribute, string? subPath, HttpRequest request, RequestAccess access, IFileStore files, TimeProvider time)
    {
        var scope = await BeginAsync(experimentIdentifier, request, access);
        var (hash, size) = await files.PutAsync(request.Body, StoredFiles.MaxBytes, request.HttpContext.RequestAborted);
        return await PutAsync(scope, attribute, subPath, hash, size, time);
    }

    /// <summary>The extension and the length travel in the upload's id, so that finishing needs no table.</summary>
    private static async Task<IResult> StartAsync(
        string experimentIdentifier, long totalLength, string? ext, RequestAccess access, IFileStore files, CancellationToken cancellation)
    {
        await access.RunAsync(experimentIdentifier, cancellation);
        var upload = await files.BeginUploadAsync(cancellation);
        return Results.Json(new { uploadId = $"{upload}~{totalLength}~{ext}", errors = Array.Empty<object>() });
    }

    private static async Task<IResult> PartAsync(
        string experimentIdentifier, string uploadId, HttpRequest request, RequestAccess access, IFileStore files)
    {
        await BeginAsync(experimentIdentifier, request, access);
        var range = request.Headers["X-Range"].ToString();
        var first = range.StartsWith("bytes=", StringComparison.Ordinal) && long.TryParse(range[6..].Split('-')[0], out var offset)
            ? offset
            : throw new ShipslogException(Failure.Invalid, "The part has no X-Range header.", "invalid-range");
        await files.WriteAsync(uploadId.Split('~')[0], first, request.Body, StoredFiles.MaxBytes, request.HttpContext.RequestAborted);
        return Done([]);
    }

    private static async Task<IResult> FinishFileAsync(
        string experimentIdentifier, string attribute, string uploadId, RequestAccess access, IFileStore files, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentIdentifier, cancellation);
        var (hash, size, ext) = await FinishAsync(uploadId, files, cancellation);
        return await AssignAsync(scope, attribute, ext, hash, size);
    }

    private static async Task<IResult> FinishToSetAsync(
        string experimentIdentifier, string attribute, string? subPath, string uploadId, RequestAccess access, IFileStore files, TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentIdentifier, cancellation);
        var (hash, size, _) = await FinishAsync(uploadId, files, cancellation);
        return await PutAsync(scope, attribute, subPath, hash, size, time);
    }

    private static async Task<IResult> UploadTarAsync(
        string experimentId, string attribute, string? reset, HttpRequest request, RequestAccess access, IFileStore files, TimeProvider time)
    {
        var scope = await BeginAsync(experimentId, request, access);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (stored, refused) = await TarContents.StoreAsync(request.Body, files, now, request.HttpContext.RequestAborted);
        var faults = await FaultsAsync(scope, new RunOperation.ChangeFileSet(new AttributePath(attribute), stored, [], FileOperations.IsTrue(reset)));
        var refusals = refused.Select(name => $"The file {name} was refused: its name leads out of its folder, or it is no regular file.");
        return string.Join(' ', refusals.Concat(faults)) is { Length: > 0 } text ? FileAnswers.Fault(text) : FileAnswers.Taken();
    }

    private static async Task<IResult> DownloadAsync(
        string experimentId, string attribute, HttpResponse response, RequestAccess access, IFileStore files, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        return run[attribute] is AttributeValue.File file ? Downloads.File(response, file.Stored, files) : throw Missing(attribute);
    }

    private static async Task<IResult> PrepareZipAsync(
        string experimentId, string attribute, HttpRequest request, RequestAccess access, DownloadTickets tickets, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (run[attribute] is not AttributeValue.FileSet)
            throw Missing(attribute);
        return Address(await tickets.IssueAsync(access.Principal.UserId, scope.Run.Id, attribute, "", cancellation), request);
    }

    /// <summary>One level of a file set.</summary>
    private static async Task<IResult> ListAsync(
        string experimentId, string attribute, string? path, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (run[attribute] is not AttributeValue.FileSet set)
            throw Missing(attribute);
        var folder = path?.Trim('/') is { Length: > 0 } below ? below + "/" : "";
        var levels = set.Files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal))
            .GroupBy(file => file.Path[folder.Length..].Split('/')[0], StringComparer.Ordinal);
        return Results.Json(levels.Select(level => new
        {
            name = level.Key,
            size = level.Sum(file => file.Stored.SizeBytes),
            mtime = WireTime.Of(level.Max(file => file.UnixMilliseconds)),
            fileType = level.Any(file => file.Path == folder + level.Key) ? "file" : "directory",
        }));
    }

    private static async Task<RunScope> BeginAsync(string id, HttpRequest request, RequestAccess access)
    {
        var scope = await access.RunAsync(id, request.HttpContext.RequestAborted);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        return scope;
    }

    private static async Task<(ContentHash Hash, long SizeBytes, string? Extension)> FinishAsync(
        string uploadId, IFileStore files, CancellationToken cancellation)
    {
        if (uploadId.Split('~') is not [var upload, var length, var ext] || !long.TryParse(length, out var total))
            throw new ShipslogException(Failure.NotFound, "There is no such upload.", "upload-not-found");
        var (hash, size) = await files.FinishUploadAsync(upload, total, cancellation);
        return (hash, size, ext);
    }

    private static Task<IResult> AssignAsync(RunScope scope, string attribute, string? ext, ContentHash hash, long size) =>
        ApplyAsync(scope, FileOperations.Assign(attribute, ext, hash, size));

    private static async Task<IResult> PutAsync(
        RunScope scope, string attribute, string? subPath, ContentHash hash, long size, TimeProvider time) =>
        RelativePaths.TryClean(subPath) is { } path
            ? await ApplyAsync(scope, FileOperations.Put(attribute, path, hash, size, time.GetUtcNow().ToUnixTimeMilliseconds()))
            : Done(["The file's name is empty, absolute, or leads out of its folder."]);

    private static async Task<IResult> ApplyAsync(RunScope scope, RunOperation operation) => Done(await FaultsAsync(scope, operation));

    private static async Task<IReadOnlyList<string>> FaultsAsync(RunScope scope, RunOperation operation)
    {
        var result = await scope.Engine.ApplyAsync(
            new RunBatch(scope.Run.Id, [operation], RejectNamespaceClash: true), CancellationToken.None);
        return [.. result.Rejected.Select(rejected => rejected.Message)];
    }

    private static IResult Done(IReadOnlyList<string> faults) => Results.Json(
        new { errors = faults.Select(text => new { errorDescription = text, errorType = "metadata_inconsistency" }) });

    private static IResult Address(string ticket, HttpRequest request) => Results.Json(
        new { id = ticket, downloadUrl = $"{StartRoutes.AddressOf(request)}/api/backend/v1/download/files/{ticket}" });

    private static ShipslogException Missing(string attribute) =>
        new(Failure.NotFound, $"There is no such attribute {attribute} of this type.", "attribute-not-found");
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>Files in chunks of a range, as <c>neptune.new</c> up to 0.13 sends them. The answer is JSON <c>null</c>, or a fault (contract, 6.7).</summary>
internal static class RangedFileRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/attributes/upload", UploadAsync).Requires(Permission.WriteProject);
        app.MapPost("/attributes/uploadFileSetChunk", UploadToSetAsync).Requires(Permission.WriteProject);
    }

    private static async Task<IResult> UploadAsync(
        string experimentId, string attribute, string? ext, HttpRequest request, RequestAccess access, RangedUploads uploads)
    {
        var scope = await access.RunAsync(experimentId, request.HttpContext.RequestAborted);
        Unlimited(request);
        return await uploads.TakeAsync(scope.Run.Id, "file " + attribute, request, null) is var (hash, size)
            ? await ApplyAsync(scope, FileOperations.Assign(attribute, ext, hash, size))
            : FileAnswers.Taken();
    }

    /// <summary>Every chunk of a file says whether to empty the set first: it counts once, when the file is whole.</summary>
    private static async Task<IResult> UploadToSetAsync(
        string experimentId, string attribute, string? path, string? reset, HttpRequest request, RequestAccess access, RangedUploads uploads, TimeProvider time)
    {
        var scope = await access.RunAsync(experimentId, request.HttpContext.RequestAborted);
        Unlimited(request);
        if (RelativePaths.TryClean(path) is not { } name)
            return FileAnswers.Fault("The file's name is empty, absolute, or leads out of its folder.");
        return await uploads.TakeAsync(scope.Run.Id, $"set {attribute} {name}", request, null) is var (hash, size)
            ? await ApplyAsync(scope, FileOperations.Put(attribute, name, hash, size, time.GetUtcNow().ToUnixTimeMilliseconds(), FileOperations.IsTrue(reset)))
            : FileAnswers.Taken();
    }

    private static void Unlimited(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
    }

    private static async Task<IResult> ApplyAsync(RunScope scope, RunOperation operation)
    {
        var result = await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, [operation], RejectNamespaceClash: true), CancellationToken.None);
        return result.Rejected is [var rejected, ..] ? FileAnswers.Fault(rejected.Message) : FileAnswers.Taken();
    }
}

using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Source files and output (artifacts) of 0.x experiments.</summary>
internal static class StorageRoutes
{
    private const string Source = "source";

    // Before the paths of source files, where those of output begin with artifacts/.
    private const string Sources = "source/";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/storage/legacy/uploadSource/{id}", UploadSourceAsync).Requires(Permission.WriteProject);
        app.MapPost("/storage/legacy/uploadSourceTarstream/{id}", UploadSourceTarAsync).Requires(Permission.WriteProject);
        app.MapPost("/storage/legacy/uploadOutput/{id}", UploadOutputAsync).Requires(Permission.WriteProject);
        app.MapPost("/storage/legacy/uploadOutputTarstream/{id}", UploadOutputTarAsync).Requires(Permission.WriteProject);
        app.MapDelete("/storage/legacy/output", DeleteAsync).Requires(Permission.WriteProject);
        app.MapGet("/storage/legacy/download", DownloadAsync).Requires(Permission.ViewProject);
        app.MapPost("/download/prepareForDownload", PrepareAsync).Requires(Permission.ViewProject);
        app.MapGet("/download/downloadRequest", (string id, HttpRequest request) => Address(id, request)).Requires(Permission.SignedIn);
        app.MapGet("/download/files/{ticket}", FetchAsync).Requires(Permission.Anonymous);
    }

    private static async Task<IResult> UploadSourceAsync(
        string id, HttpRequest request, RequestAccess access, RangedUploads uploads, TimeProvider time)
    {
        var (scope, path) = await BeginAsync(id, request, access);
        var run = await scope.Engine.ReadAsync(scope.Run.Id);
        var earlier = (run[SystemPaths.SourceFiles] as AttributeValue.FileSet)?.Files.FirstOrDefault(file => file.Path == path);
        if (await uploads.TakeAsync(scope.Run.Id, Sources + path, request, earlier?.Stored) is var (hash, size))
            await PutSourcesAsync(scope, [new FileSetEntry(path, StoredFiles.Of(hash, size, RelativePaths.NameOf(path)), Now(time))]);
        return Results.Json(new { });
    }

    private static async Task<IResult> UploadOutputAsync(string id, HttpRequest request, RequestAccess access, RangedUploads uploads)
    {
        var (scope, path) = await BeginAsync(id, request, access);
        var attribute = new AttributePath(ExperimentTranslation.Output + path);
        var run = await scope.Engine.ReadAsync(scope.Run.Id);
        var earlier = (run[attribute.Value] as AttributeValue.File)?.Stored;
        if (await uploads.TakeAsync(scope.Run.Id, attribute.Value, request, earlier) is var (hash, size))
            await ApplyAsync(scope, [Output(path, StoredFiles.Of(hash, size, RelativePaths.NameOf(path)))!]);
        return Results.Json(new { });
    }

    /// <summary>Attaches what streams of unknown length have left over (see <see cref="RangedUploads"/>).</summary>
    /// <param name="scope">The run.</param>
    /// <param name="uploads">Those in progress.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ended">Also what was left over before the server was started anew.</param>
    public static async Task SettleAsync(RunScope scope, RangedUploads uploads, TimeProvider time, bool ended)
    {
        IEnumerable<string> candidates = [];
        if (ended)
        {
            var run = await scope.Engine.ReadAsync(scope.Run.Id);
            candidates = [.. Contents(run, "output").Select(file => ExperimentTranslation.Output + file.Path), .. Contents(run, Source).Select(file => Sources + file.Path)];
        }

        foreach (var (name, hash, size) in await uploads.SettleAsync(scope.Run.Id, candidates))
        {
            var file = StoredFiles.Of(hash, size, RelativePaths.NameOf(name));
            if (name.StartsWith(Sources, StringComparison.Ordinal))
                await PutSourcesAsync(scope, [new FileSetEntry(name[Sources.Length..], file, Now(time))]);
            else
                await ApplyAsync(scope, [Output(name[ExperimentTranslation.Output.Length..], file)!]);
        }
    }

    private static async Task<IResult> UploadSourceTarAsync(
        string id, HttpRequest request, RequestAccess access, IFileStore files, TimeProvider time)
    {
        var scope = await access.RunAsync(id);
        Unlimited(request);
        var (stored, refused) = await TarContents.StoreAsync(request.Body, files, Now(time), request.HttpContext.RequestAborted);
        await PutSourcesAsync(scope, stored);
        return Answer(refused);
    }

    private static async Task<IResult> UploadOutputTarAsync(
        string id, HttpRequest request, RequestAccess access, IFileStore files, TimeProvider time)
    {
        var scope = await access.RunAsync(id);
        Unlimited(request);
        var (stored, refused) = await TarContents.StoreAsync(request.Body, files, Now(time), request.HttpContext.RequestAborted);
        var operations = stored.Select(file => (file.Path, Operation: Output(file.Path, file.Stored))).ToLookup(item => item.Operation is null);
        await ApplyAsync(scope, [.. operations[false].Select(item => item.Operation!)]);
        return Answer([.. refused, .. operations[true].Select(item => item.Path)]);
    }

    /// <summary>Deletes a file, or all files below a folder.</summary>
    private static async Task<IResult> DeleteAsync(
        string experimentIdentifier, string path, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentIdentifier, cancellation);
        var name = ExperimentTranslation.Output + RelativePaths.Require(path);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        await ApplyAsync(scope, [.. run.Attributes
            .Where(item => item.Value is AttributeValue.File && (item.Path.Value == name || item.Path.IsBelow(name)))
            .Select(item => new RunOperation.DeleteAttribute(item.Path))]);
        return Results.Json(new { });
    }

    /// <summary>One file; the path begins with the short id and <c>output</c> or <c>source</c>.</summary>
    private static async Task<IResult> DownloadAsync(
        string projectId, string path, HttpResponse response, RequestAccess access, IFileStore files, RangedUploads uploads, TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectId, cancellation);
        var parts = RelativePaths.Require(path.TrimStart('/')).Split('/', 3);
        if (parts.Length < 3 || scope.Engine.Find(parts[0]) is not { } run)
            throw Missing();
        await SettleAsync(new RunScope(scope.Project, scope.Engine, run), uploads, time, ended: false);
        var snapshot = await scope.Engine.ReadAsync(run.Id, cancellation);
        var file = Contents(snapshot, parts[1]).FirstOrDefault(entry => entry.Path == parts[2]) ?? throw Missing();
        return Downloads.File(response, file.Stored, files);
    }

    private static async Task<IResult> PrepareAsync(
        string experimentIdentity, string resource, string? path, HttpRequest request, RequestAccess access, DownloadTickets tickets,
        CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentIdentity, cancellation);
        var below = string.IsNullOrEmpty(path) ? "" : RelativePaths.Require(path);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (below.Length > 0 && !Below(Contents(run, resource), below).Any())
            throw Missing();
        return Address(await tickets.IssueAsync(access.Principal.UserId, scope.Run.Id, resource, below, cancellation), request);
    }

    /// <summary>Needs no credentials but the ticket; its owner's permission is looked up anew.</summary>
    private static async Task<IResult> FetchAsync(
        string ticket, HttpResponse response, DownloadTickets tickets, AccessControl control, Tracker tracker, IFileStore files,
        CancellationToken cancellation)
    {
        var grant = await tickets.RequireAsync(ticket, cancellation);
        var user = new Principal(grant.User, "", false);
        var number = RunIds.ProjectNumber(grant.Run);
        var project = number is { } known
            ? await control.RequireProjectAsync(user, known, Permission.ViewProject, cancellation)
            : await control.RequireProjectAsync(user, grant.Run.ToString(), Permission.ViewProject, cancellation);
        var engine = await tracker.OpenAsync(project, cancellation);
        var run = await engine.ReadAsync(grant.Run, cancellation);
        var entries = Below(Contents(run, grant.Resource), grant.Path).ToList();
        return await Downloads.ZipAsync(response, ZipName(grant), entries, files, cancellation);
    }

    /// <summary>The files of <c>source</c>, of <c>output</c>, or of the file set at a path.</summary>
    private static IEnumerable<FileSetEntry> Contents(RunSnapshot run, string resource)
    {
        if (resource == "output")
        {
            return run.Attributes
                .Where(item => item.Path.IsBelow("artifacts"))
                .Select(item => item.Value is AttributeValue.File file
                    ? new FileSetEntry(item.Path.Value[ExperimentTranslation.Output.Length..], file.Stored, 0) : null)
                .OfType<FileSetEntry>();
        }

        return (run[resource == Source ? SystemPaths.SourceFiles : resource] as AttributeValue.FileSet)?.Files ?? [];
    }

    private static IEnumerable<FileSetEntry> Below(IEnumerable<FileSetEntry> files, string path) =>
        path.Length == 0 ? files : files.Where(file => file.Path == path || file.Path.StartsWith(path + "/", StringComparison.Ordinal));

    private static string ZipName(DownloadTicket ticket) =>
        RelativePaths.NameOf(ticket.Path.Length > 0 ? ticket.Path : ticket.Resource) + ".zip";

    private static IResult Address(string ticket, HttpRequest request) => Results.Json(
        new { id = ticket, downloadUrl = $"{StartRoutes.AddressOf(request)}/api/backend/v1/download/files/{ticket}" });

    private static async Task<(RunScope Scope, string Path)> BeginAsync(string id, HttpRequest request, RequestAccess access)
    {
        var scope = await access.RunAsync(id, request.HttpContext.RequestAborted);
        Unlimited(request);

        // Clients send Latin-1 where that suffices, else UTF-8; the server reads every byte as Latin-1.
        var name = request.Headers["Content-Filename"].ToString();
        var bytes = Encoding.Latin1.GetBytes(name);
        if (Utf8.IsValid(bytes))
            name = Encoding.UTF8.GetString(bytes);
        return (scope, RelativePaths.Require(name));
    }

    private static RunOperation.Assign? Output(string path, StoredFile file) =>
        ExperimentTranslation.Valid(ExperimentTranslation.Output + path) is { } valid ? new(valid, new AttributeValue.File(file)) : null;

    private static Task PutSourcesAsync(RunScope scope, IReadOnlyList<FileSetEntry> files) =>
        ApplyAsync(scope, [new RunOperation.ChangeFileSet(new AttributePath(SystemPaths.SourceFiles), files, [])]);

    // What is stored may be attached even when the client has hung up meanwhile.
    private static async Task ApplyAsync(RunScope scope, IReadOnlyList<RunOperation> operations)
    {
        if (operations.Count == 0)
            return;
        var result = await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, operations), CancellationToken.None);
        if (result.Rejected is [var first, ..])
            throw new ShipslogException(Failure.Invalid, first.Message, first.Code);
    }

    private static IResult Answer(IReadOnlyList<string> refused) => refused.Count == 0
        ? Results.Json(new { })
        : throw new ShipslogException(
            Failure.Invalid,
            $"{refused.Count} of the archive's files have names or types that are refused ({RelativePaths.Quote(refused[0])}); the others are kept.",
            "invalid-file-name");

    private static void Unlimited(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
    }

    private static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static ShipslogException Missing() => new(Failure.NotFound, "There is no such file.", "file-not-found");
}

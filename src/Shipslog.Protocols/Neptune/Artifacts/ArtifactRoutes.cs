using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Artifacts;

/// <summary>Versions of data sets: which files they have, and under which hash (contract, section 7). The files themselves stay where they are.</summary>
internal static class ArtifactRoutes
{
    // Clients from 1.0 on leave the metadata out of the hash, and say so by this header.
    private const string VersionHeader = "X-Neptune-Artifact-Api-Version";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("", CreateAsync).Requires(Permission.WriteProject);
        app.MapPost("", ExtendAsync).Requires(Permission.WriteProject);
        app.MapPut("/files", DescribeAsync).Requires(Permission.WriteProject);
        app.MapGet("/files", ListAsync).Requires(Permission.ViewProject);
    }

    private static async Task<IResult> CreateAsync(
        string projectIdentifier, string hash, long? size, RequestAccess access, ICatalog catalog, TimeProvider time, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        if (hash.Length is 0 or > 128)
            throw new ShipslogException(Failure.Invalid, "A hash has 1 to 128 characters.");
        await catalog.PutDatasetAsync(new Dataset(project.Id, hash, size, time.GetUtcNow().ToUnixTimeMilliseconds(), null), cancellation);
        return Answer((await catalog.FindDatasetAsync(project.Id, hash, cancellation))!);
    }

    private static async Task<IResult> DescribeAsync(
        string projectIdentifier, string hash, HttpRequest request, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var known = await RequireAsync(project, hash, catalog, cancellation);
        await catalog.PutDatasetAsync(known with { Files = [.. ArtifactHash.Sort(await FilesAsync(request))] }, cancellation);
        return Answer((await catalog.FindDatasetAsync(project.Id, hash, cancellation))!);
    }

    /// <summary>A new version: the files of an old one, and over them those that are sent.</summary>
    private static async Task<IResult> ExtendAsync(
        string projectIdentifier, string hash, HttpRequest request, RequestAccess access, ICatalog catalog, TimeProvider time,
        CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var files = (await RequireAsync(project, hash, catalog, cancellation)).Files?.ToDictionary(file => file.Path, StringComparer.Ordinal) ?? [];
        foreach (var file in await FilesAsync(request))
            files[file.Path] = file;
        var version = new Dataset(
            project.Id, ArtifactHash.Of(files.Values, withMetadata: request.Headers[VersionHeader] != "2"), SizeOf(files.Values),
            time.GetUtcNow().ToUnixTimeMilliseconds(), [.. ArtifactHash.Sort(files.Values)]);
        await catalog.PutDatasetAsync(version, cancellation);
        return Answer(version);
    }

    private static async Task<IResult> ListAsync(
        string projectIdentifier, string hash, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        var dataset = await RequireAsync(project, hash, catalog, cancellation);
        return Results.Json(new
        {
            files = (dataset.Files ?? []).Select(file => new
            {
                filePath = file.Path,
                fileHash = file.Hash,
                type = file.Type,
                size = file.SizeBytes,
                metadata = file.Metadata.Select(pair => new { key = pair.Key, value = pair.Value }),
            }),
        });
    }

    private static async Task<Dataset> RequireAsync(Project project, string hash, ICatalog catalog, CancellationToken cancellation) =>
        await catalog.FindDatasetAsync(project.Id, hash, cancellation)
        ?? throw new ShipslogException(Failure.NotFound, $"The project has no artifact {hash}.", "artifact-not-found");

    private static async Task<IReadOnlyList<DatasetFile>> FilesAsync(HttpRequest request)
    {
        var body = await LenientJson.ReadAsync(request);
        return [.. body.Items("files").Select(Read)];
    }

    private static DatasetFile Read(JsonElement file) => new(
        file.Text("filePath") is { Length: > 0 } path ? path : throw new ShipslogException(Failure.Invalid, "A file of the artifact has no path."),
        file.Text("fileHash") ?? "",
        file.Text("type") ?? "",
        file.Integer("size"),
        [.. file.Items("metadata").Select(pair => KeyValuePair.Create(pair.Text("key") ?? "", pair.Text("value") ?? ""))]);

    private static long? SizeOf(IEnumerable<DatasetFile> files) =>
        files.Aggregate((long?)0, (sum, file) => sum + file.SizeBytes);

    private static IResult Answer(Dataset dataset) => Results.Json(new
    {
        artifactHash = dataset.Hash,
        projectId = dataset.ProjectId,
        receivedMetadata = dataset.Files is not null,
        size = dataset.SizeBytes,
    });
}

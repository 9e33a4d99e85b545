using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Versions of data sets that runs refer to by hash: which files they have. The files themselves are kept elsewhere.</summary>
internal static class DatasetRoutes
{
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/artifacts/{hash}", ReadAsync).Requires(Permission.ViewProject);

    private static async Task<Ok<DatasetMessage>> ReadAsync(
        string ws, string project, string hash, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var dataset = await catalog.FindDatasetAsync(scope.Project.Id, hash, cancellation)
            ?? throw new ShipslogException(Failure.NotFound, $"The project has no artifact {hash}.", "artifact-not-found");
        return TypedResults.Ok(new DatasetMessage(
            dataset.Hash, dataset.SizeBytes, ApiTranslation.Iso(dataset.CreatedUnixMilliseconds), dataset.Files?.Select(ToWire).ToArray()));
    }

    private static DatasetFileMessage ToWire(DatasetFile file) => new(
        file.Path,
        file.Hash,
        file.Type,
        file.SizeBytes,
        [.. file.Metadata.Select(pair => new DatasetFileMetadataMessage(pair.Key, pair.Value))]);
}

/// <summary>A version of a data set; <c>size</c> is absent when that of a file is unknown, <c>files</c> until they were listed.</summary>
internal sealed record DatasetMessage(string Hash, long? Size, string CreatedAt, IReadOnlyList<DatasetFileMessage>? Files);

/// <summary>One file of a data set: its path within it, the hash the client took, where it is kept (<c>Local</c>, <c>S3</c> …).</summary>
internal sealed record DatasetFileMessage(
    string Path, string Hash, string Type, long? Size, IReadOnlyList<DatasetFileMetadataMessage> Metadata);

/// <summary>What else the client told of a file, e.g. where it lay.</summary>
internal sealed record DatasetFileMetadataMessage(string Key, string Value);

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>
/// Points in bulk, for clients and programs: many series of many runs in one request, in the binary form of docs/formats/points.md or
/// its JSON twin. What was wrong is told for each series; the rest is on disk when the answer comes.
/// </summary>
internal static class IngestRoutes
{
    public static void Map(RouteGroupBuilder project) => project.MapPost("/ingest", IngestAsync)
        .Accepts<PointsRequestMessage>("application/json", PointsMessage.MediaType)
        .Requires(Permission.WriteProject);

    private static async Task<Ok<IngestResultMessage>> IngestAsync(
        string ws, string project, HttpRequest request, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        using var body = await RequestBytes.ReadAsync(request, PointsMessage.MaxBytes, cancellation);
        var isBinary = request.ContentType?.StartsWith(PointsMessage.MediaType, StringComparison.OrdinalIgnoreCase) == true;
        var parsed = isBinary ? PointsMessage.Parse(body.Raw.Span, now) : PointsJson.Parse(body.Raw.Span, now);
        return TypedResults.Ok(await ApplyAsync(scope.Engine, parsed, Pack(scope.Engine, parsed, isBinary ? body : null, now), cancellation));
    }

    private static PackedPoints? Pack(ProjectEngine engine, PointsRequest parsed, RequestBytes? message, long now)
    {
        if (parsed.Runs is not [{ Rejected: [] } points])
            return null;
        if (engine.TryPack(points.Operations, now) is { } numbered)
            return numbered;
        return message is null ? null
            : message.Zstd is { } frame ? new PackedPoints(frame.Span, true, now)
            : new PackedPoints(message.Raw.Span, false, now);
    }

    private static async Task<IngestResultMessage> ApplyAsync(
        ProjectEngine engine, PointsRequest request, PackedPoints? packed, CancellationToken cancellation)
    {
        var rejected = new List<RejectedPointsMessage>();
        var writes = new List<(RunPoints Points, Task<IngestResult> Done)>(request.Runs.Count);
        for (var i = 0; i < request.Runs.Count; i++)
        {
            var points = request.Runs[i];
            rejected.AddRange(points.Rejected.Select(fault => new RejectedPointsMessage(points.Run, fault.Path, null, fault.Code, fault.Message)));
            // Each run is made durable on its own, so each has its own id: a message half of which was lost is completed by a retry.
            var id = request.RequestId is null ? null : request.Runs.Count == 1 ? request.RequestId : $"{request.RequestId}/{i}";
            if (engine.Find(points.Run) is not { } run)
                rejected.Add(new RejectedPointsMessage(points.Run, null, null, "run-not-found", $"There is no run {points.Run}."));
            else if (points.Operations.Count > 0)
                writes.Add((points, engine.ApplyAsync(new RunBatch(run.Id, points.Operations, id, Packed: packed), cancellation)));
        }

        var duplicates = 0;
        foreach (var (points, done) in writes)
        {
            var result = await done;
            duplicates += result.WasDuplicate ? 1 : 0;
            rejected.AddRange(result.Rejected.Select(fault => ToWire(points, fault)));
        }

        return new IngestResultMessage(writes.Count > 0 && duplicates == writes.Count, rejected);
    }

    private static RejectedPointsMessage ToWire(RunPoints points, Rejection fault) => new(
        points.Run,
        OperationRules.Target(points.Operations[fault.OperationIndex]).Path.Value,
        fault.PointIndex,
        fault.Code,
        fault.Message);
}

/// <summary>The JSON twin of a points message.</summary>
/// <param name="RequestId">Identifies the request for retries, at most 200 characters.</param>
/// <param name="Runs">Points by run.</param>
internal sealed record PointsRequestMessage(string? RequestId, IReadOnlyList<RunPointsMessage> Runs);

/// <summary>Points of one run.</summary>
/// <param name="Run">Short id, UUID or custom id.</param>
/// <param name="Steps">Steps of series without their own; absent: the server picks.</param>
/// <param name="At">Times of series without their own, in ms since 1970; absent: the server's time.</param>
/// <param name="Series">The series.</param>
internal sealed record RunPointsMessage(
    string Run, IReadOnlyList<double>? Steps, IReadOnlyList<long>? At, IReadOnlyList<SeriesPointsMessage> Series);

/// <summary>Points of one series.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Kind"><c>floatSeries</c> (when absent) or <c>stringSeries</c>.</param>
/// <param name="Values">Numbers (non-finite ones by name), or texts.</param>
/// <param name="Steps">As many steps; absent: the run's.</param>
/// <param name="At">As many times; absent: the run's.</param>
internal sealed record SeriesPointsMessage(
    string Path, string? Kind, IReadOnlyList<Cell> Values, IReadOnlyList<double>? Steps, IReadOnlyList<long>? At);

/// <summary>What became of a points message. All that isn't rejected is on disk.</summary>
/// <param name="Duplicate">Whether its request id had been seen: nothing changed now.</param>
/// <param name="Rejected">What was left out.</param>
internal sealed record IngestResultMessage(bool Duplicate, IReadOnlyList<RejectedPointsMessage> Rejected);

/// <summary>Something that was left out.</summary>
/// <param name="Run">Of which run.</param>
/// <param name="Path">Of which series; absent: all of the run.</param>
/// <param name="Point">Which point (0-based); absent: all of the series.</param>
/// <param name="Code">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
internal sealed record RejectedPointsMessage(string Run, string? Path, int? Point, string Code, string Message);

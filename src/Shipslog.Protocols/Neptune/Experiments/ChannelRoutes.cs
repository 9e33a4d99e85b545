using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Channels: series of numbers, texts and images.</summary>
internal static class ChannelRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/experiments/channels", (string experimentId, HttpRequest request, RequestAccess access, CancellationToken cancellation) =>
            CreateAsync(experimentId, ExperimentTranslation.Logs, request, access, cancellation)).Requires(Permission.WriteProject);
        app.MapPost("/experiments/system/channels", (string experimentId, HttpRequest request, RequestAccess access, CancellationToken cancellation) =>
            CreateAsync(experimentId, ExperimentTranslation.Monitoring, request, access, cancellation)).Requires(Permission.WriteProject);
        app.MapGet("/experiments/system/channels", SystemChannelsAsync).Requires(Permission.ViewProject);
        app.MapPost("/experiments/channels/values", AppendAsync).Requires(Permission.WriteProject);
        app.MapGet("/experiments/channels/csv", CsvAsync).Requires(Permission.ViewProject);
        app.MapDelete("/channels/{id}/values", ResetAsync).Requires(Permission.WriteProject);
    }

    /// <summary>Creating a channel that is there gives that one: clients create theirs again from a second cache (contract, 5.5).</summary>
    private static async Task<IResult> CreateAsync(
        string experimentId, string prefix, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var name = body.Text("name");
        if (string.IsNullOrEmpty(name))
            throw new ShipslogException(Failure.Invalid, "The channel has no name.", "invalid-attribute-path");
        var path = new AttributePath(prefix + name);
        RunOperation create = body.Text("channelType") switch
        {
            "text" => new RunOperation.AppendStrings(path, Points<string>.None),
            "image" => new RunOperation.AppendFiles(path, Points<SeriesFile>.None),
            _ => new RunOperation.AppendFloats(path, Points<double>.None),
        };
        var result = await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, [create]), cancellation);
        if (result.Rejected is [var refused, ..])
            throw new ShipslogException(refused.Code == "kind-mismatch" ? Failure.Conflict : Failure.Invalid, refused.Message, refused.Code);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        return Results.Json(ExperimentTranslation.Channel(scope.Run, scope.Project, run.Attributes.First(item => item.Path == path), prefix));
    }

    private static async Task<IResult> SystemChannelsAsync(string experimentId, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        return Results.Json(ExperimentTranslation.SystemChannelsOf(await scope.Engine.ReadAsync(scope.Run.Id, cancellation), scope.Project));
    }

    /// <summary>Every good point is kept; the answer names the others.</summary>
    private static async Task<IResult> AppendAsync(
        string experimentId, HttpRequest request, RequestAccess access, IFileStore files, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var values = new ChannelValues(scope, files, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var channel in body.RequireArray())
            await values.AddAsync(channel, PathOf(scope, channel.Text("channelId")), cancellation);
        if (values.Operations.Count > 0)
            values.Report(await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, values.Operations, values.RequestId(body)), cancellation));
        return Results.Json(values.Errors);
    }

    private static async Task<IResult> CsvAsync(
        string experimentId, string channelId, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var path = PathOf(scope, channelId) ?? throw Missing();
        var csv = new StringBuilder();
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (run[path.Value] is AttributeValue.StringSeries)
        {
            var texts = await scope.Engine.StringsAsync(new SeriesRef(scope.Run.Id, path), new PointQuery(), cancellation);
            foreach (var point in texts.Points)
                csv.Append(WireTime.Number(point.Step.Value)).Append(",\"").Append(point.Value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
        }
        else
        {
            var floats = await scope.Engine.FloatsAsync(new SeriesRef(scope.Run.Id, path), new PointQuery(), cancellation);
            foreach (var point in floats.Points)
                csv.Append(WireTime.Number(point.Step.Value)).Append(',').Append(WireTime.Number(point.Value)).Append('\n');
        }

        return Results.Text(csv.ToString(), "text/csv");
    }

    private static async Task<IResult> ResetAsync(string id, RequestAccess access, CancellationToken cancellation)
    {
        var parsed = NeptuneIds.Parse(id) ?? throw Missing();
        var project = await access.ProjectAsync(parsed.Project, cancellation);
        var run = project.Engine.FindByKey(parsed.RunKey) ?? throw Missing();
        var path = project.Engine.NameOf(parsed.AttributeId) ?? throw Missing();
        var value = (await project.Engine.ReadAsync(run.Id, cancellation))[path.Value] ?? throw Missing();
        await project.Engine.ApplyAsync(new RunBatch(run.Id, [new RunOperation.ClearSeries(path, value.Kind)]), cancellation);
        return Results.Json(new { });
    }

    private static AttributePath? PathOf(RunScope scope, string? channelId) =>
        NeptuneIds.Parse(channelId) is { Metric: 0 } id && id.Project == scope.Project.Number && id.RunKey == scope.Run.Key
            ? scope.Engine.NameOf(id.AttributeId)
            : null;

    private static ShipslogException Missing() => new(Failure.NotFound, "There is no such channel.", "channel-not-found");
}

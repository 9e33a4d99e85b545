using System.Text;
using System.Text.Json;
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
        var before = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        var values = new ChannelValues(files, before, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var channel in body.RequireArray())
            await values.AddAsync(channel, PathOf(scope, channel.Text("channelId")), cancellation);
        if (values.Operations.Count > 0)
            values.Report(await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, values.Operations), cancellation));
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

/// <summary>Turns one batch of channel values into operations, and rejections back into the points they mean.</summary>
internal sealed class ChannelValues(IFileStore files, RunSnapshot before, long now)
{
    private readonly List<string> _channels = [];
    private readonly List<List<double?>> _xs = [];

    /// <summary>What to apply.</summary>
    public List<RunOperation> Operations { get; } = [];

    /// <summary>Points that were not kept.</summary>
    public List<object> Errors { get; } = [];

    /// <summary>Adds the values of one channel.</summary>
    public async Task AddAsync(JsonElement channel, AttributePath? path, CancellationToken cancellation)
    {
        var id = channel.Text("channelId") ?? "";
        if (path is not { } valid)
        {
            Errors.Add(new { channelId = id, x = (double?)null, error = "There is no such channel." });
            return;
        }

        var floats = new Columns<double>();
        var texts = new Columns<string>();
        var images = new Columns<SeriesFile>();
        var last = Last(before[valid.Value]);
        foreach (var point in channel.Items("values"))
        {
            var x = point.Number("x");
            var at = point.Integer("timestampMillis") ?? now;
            var y = point.Member("y") ?? default;
            if (point.Member("x") is not null && (x is null || !double.IsFinite(x.Value)))
                Errors.Add(new { channelId = id, x = (double?)null, error = "x is not a finite number." });
            else if (y.Number("numericValue") is { } number)
                floats.Add(x, number, at);
            else if (y.Text("textValue") is { } text)
                texts.Add(x is { } own ? Apart(own, text, at, texts, last) : null, text, at);
            else if (y.Member("inputImageValue") is { } image)
                images.Add(x, await ImageFiles.StoreAsync(image, files, cancellation), at);
            else
                Errors.Add(new { channelId = id, x, error = "The point has no value that is understood." });
        }

        Keep(id, floats, points => new RunOperation.AppendFloats(valid, points));
        Keep(id, texts, points => new RunOperation.AppendStrings(valid, points));
        Keep(id, images, points => new RunOperation.AppendFiles(valid, points));
    }

    /// <summary>Adds what the engine rejected.</summary>
    public void Report(IngestResult result)
    {
        foreach (var rejection in result.Rejected)
        {
            var xs = _xs[rejection.OperationIndex];
            double? x = rejection.PointIndex is { } index && index < xs.Count ? xs[index] : xs.FirstOrDefault();
            Errors.Add(new { channelId = _channels[rejection.OperationIndex], x, error = rejection.Message });
        }
    }

    /// <summary>
    /// Lines that share an x must not replace each other: a later one goes to the next step that a double can express. The rule looks
    /// only at the batch and at the last stored line, so a batch that is sent again lands on the same steps.
    /// </summary>
    private static double Apart(double x, string text, long at, Columns<string> batch, (double X, string? Text, long At)? last)
    {
        if (last is { } stored && stored.X == x && (stored.Text != text || stored.At != at))
            x = Math.BitIncrement(x);
        while (batch.Has(x))
            x = Math.BitIncrement(x);
        return x;
    }

    private static (double, string?, long)? Last(AttributeValue? value) =>
        value is AttributeValue.StringSeries { Summary: { Count: > 0 } summary } series
            ? (summary.LastStep.Value, series.Last, summary.LastUnixMilliseconds)
            : null;

    private void Keep<T>(string id, Columns<T> columns, Func<Points<T>, RunOperation> operation)
    {
        if (columns.Xs.Count == 0)
            return;
        Operations.Add(operation(columns.ToPoints()));
        _channels.Add(id);
        _xs.Add(columns.Xs);
    }
}

/// <summary>Points being collected.</summary>
internal sealed class Columns<T>
{
    private readonly HashSet<double> _taken = [];
    private readonly List<T> _values = [];
    private readonly List<long> _times = [];

    /// <summary>Steps; null where the server picks.</summary>
    public List<double?> Xs { get; } = [];

    /// <summary>Whether a step was added.</summary>
    public bool Has(double x) => _taken.Contains(x);

    /// <summary>Adds a point; x is finite or null.</summary>
    public void Add(double? x, T value, long unixMilliseconds)
    {
        if (x is { } own)
            _taken.Add(own);
        Xs.Add(x);
        _values.Add(value);
        _times.Add(unixMilliseconds);
    }

    /// <summary>The points.</summary>
    public Points<T> ToPoints() => new(
        Xs.Select(x => x is { } own && Step.TryCreate(own, out var step) ? step : Step.Auto).ToArray(), _values.ToArray(), _times.ToArray());
}

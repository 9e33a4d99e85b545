using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Hardware metrics.</summary>
internal static class GaugeRoutes
{
    private const byte Several = 32;

    // (name on the wire, our path, column in the CSV)
    private static readonly (string Resource, string Path, string Column)[] Resources =
        [("CPU", "cpu", "cpu"), ("RAM", "memory", "ram"), ("GPU", "gpu", "gpu_util"), ("GPU_RAM", "gpu_memory", "gpu_mem"), ("OTHER", "other", "other")];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("", CreateAsync).Requires(Permission.WriteProject);
        app.MapPost("/values", AppendAsync).Requires(Permission.WriteProject);
        app.MapGet("/csv", CsvAsync).Requires(Permission.ViewProject);
    }

    private static async Task<IResult> CreateAsync(
        string experimentId, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var gauges = body.Texts("series");
        var resource = Array.FindIndex(Resources, known => known.Resource == body.Text("resourceType"));
        var metric = (byte)((resource < 0 ? Resources.Length : resource + 1) | (gauges.Count > 1 ? Several : 0));
        var config = new SeriesConfig(body.Number("min"), body.Number("max"), body.Text("unit"));
        var operations = gauges.Select(gauge => ExperimentTranslation.Valid(PathOf(metric, gauge)))
            .OfType<AttributePath>().Select(path => (RunOperation)new RunOperation.ConfigureSeries(path, config)).ToList();
        await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, operations), cancellation);
        return Results.Json(new { id = new NeptuneIds(scope.Project.Number, scope.Run.Key, 0, metric).ToText(), name = body.Text("name") });
    }

    private static async Task<IResult> AppendAsync(
        string experimentId, HttpRequest request, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var operations = new List<RunOperation>();
        foreach (var series in body.RequireArray())
        {
            if (NeptuneIds.Parse(series.Text("metricId")) is not { Metric: > 0 } id
                || ExperimentTranslation.Valid(PathOf(id.Metric, series.Text("seriesName") ?? "")) is not { } path)
                continue;
            var columns = new Columns<double>();
            foreach (var point in series.Items("values"))
            {
                if (point.Number("y") is { } y && point.Number("x") is var x && (x is null || double.IsFinite(x.Value)))
                    columns.Add(x, y, point.Integer("timestampMillis") ?? now);
            }

            operations.Add(new RunOperation.AppendFloats(path, columns.ToPoints()));
        }

        await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, operations), cancellation);
        return Results.Json(new { });
    }

    /// <summary>Pairs of columns, each as long as its own series; x in milliseconds since the start.</summary>
    private static async Task<IResult> CsvAsync(string experimentId, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        var columns = new List<(string Name, IReadOnlyList<Point<double>> Points)>();
        foreach (var attribute in run.Attributes.Where(item => item.Value is AttributeValue.FloatSeries))
        {
            if (ColumnOf(attribute.Path.Value) is not { } name)
                continue;
            var page = await scope.Engine.FloatsAsync(new SeriesRef(scope.Run.Id, attribute.Path), new PointQuery(), cancellation);
            columns.Add((name, page.Points));
        }

        var csv = new StringBuilder();
        if (columns.Count > 0)
            csv.AppendJoin(',', columns.Select(column => $"x_{column.Name},y_{column.Name}")).Append('\n');
        for (var row = 0; row < columns.Select(column => column.Points.Count).DefaultIfEmpty().Max(); row++)
        {
            csv.AppendJoin(',', columns.Select(column => row < column.Points.Count
                ? $"{WireTime.Number(column.Points[row].Step.Value)},{WireTime.Number(column.Points[row].Value)}"
                : ",")).Append('\n');
        }

        return Results.Text(csv.ToString(), "text/csv");
    }

    private static string PathOf(byte metric, string gauge)
    {
        var resource = Resources[Math.Min((metric & ~Several) - 1, Resources.Length - 1)].Path;
        return ExperimentTranslation.Monitoring + ((metric & Several) == 0 ? resource : $"{resource}_{gauge}");
    }

    private static string? ColumnOf(string path)
    {
        if (!path.StartsWith(ExperimentTranslation.Monitoring, StringComparison.Ordinal))
            return null;
        var name = path[ExperimentTranslation.Monitoring.Length..];
        foreach (var (_, own, column) in Resources.Reverse())
        {
            if (name == own)
                return own.StartsWith("gpu", StringComparison.Ordinal) ? column + "_0" : column;
            if (name.StartsWith(own + "_", StringComparison.Ordinal) && (own != "gpu" || !name.StartsWith("gpu_memory", StringComparison.Ordinal)))
                return column + name[own.Length..];
        }

        return null;
    }
}

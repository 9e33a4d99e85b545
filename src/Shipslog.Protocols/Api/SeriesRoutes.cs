using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Series as charts need them (buckets) and as tables, logs and sliders need them (rows).</summary>
internal static class SeriesRoutes
{
    public static void Map(RouteGroupBuilder project)
    {
        project.MapPost("/series/buckets", BucketsAsync).Requires(Permission.ViewProject).Produces<BucketsPageMessage>();
        project.MapPost("/series/groups", GroupsAsync).Requires(Permission.ViewProject);
        project.MapPost("/series/rows", RowsAsync).Requires(Permission.ViewProject);
    }

    private static async Task BucketsAsync(
        string ws, string project, BucketQueryMessage query, RequestAccess access, HttpContext http, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        // A run that is gone shows as an absent series: one purged run of fifty must not blank the whole comparison.
        var question = SeriesTranslation.ToCore(query, run => scope.Engine.Find(run)?.Id ?? Guid.Empty);
        var buckets = await scope.Engine.BucketsAsync(question, cancellation);
        await BucketsJson.WriteAsync(http.Response, [.. buckets.Zip(question.Series, (one, series) => (one, Previews(scope, series, question)))], cancellation);
    }

    private static IReadOnlyList<BucketPreviewMessage>? Previews(ProjectScope scope, SeriesRef series, BucketQuery question) =>
        scope.Engine.Previews(series) is { Count: > 0 } previews && scope.Engine.Find(series.RunId) is { } run
            ? SeriesTranslation.ToWire(previews, question, run.CreatedUnixMilliseconds)
            : null;

    private static async Task<Ok<GroupCurvesMessage>> GroupsAsync(
        string ws, string project, GroupCurvesQueryMessage query, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var question = SeriesTranslation.ToCore(query, run => scope.Engine.Find(run)?.Id ?? Guid.Empty);
        var curves = await scope.Engine.GroupCurvesAsync(question, cancellation);
        return TypedResults.Ok(new GroupCurvesMessage([.. curves.Select(SeriesTranslation.ToWire)]));
    }

    private static async Task<Ok<RowsMessage>> RowsAsync(
        string ws, string project, RowQueryMessage query, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var run = scope.Find(query.Run);
        var question = SeriesTranslation.ToCore(query);
        var series = new SeriesRef(run.Id, new AttributePath(query.Path));
        var kind = (await scope.Engine.ReadAsync(run.Id, cancellation))[query.Path]?.Kind;
        return TypedResults.Ok(kind switch
        {
            AttributeKind.FloatSeries =>
                SeriesTranslation.ToWire(await scope.Engine.FloatsAsync(series, question, cancellation)),
            AttributeKind.StringSeries when !string.IsNullOrEmpty(query.Contains) =>
                SeriesTranslation.Search(await scope.Engine.StringsAsync(series, new PointQuery(), cancellation), query),
            AttributeKind.StringSeries =>
                SeriesTranslation.ToWire(await scope.Engine.StringsAsync(series, question, cancellation)),
            AttributeKind.HistogramSeries =>
                SeriesTranslation.ToWire(await scope.Engine.HistogramsAsync(series, question, cancellation)),
            AttributeKind.FileSeries => await FilesAsync(scope, series, question, cancellation),
            _ => throw new ShipslogException(
                Failure.NotFound, $"{run.ShortId} has no series {query.Path}.", "series-not-found"),
        });
    }

    private static async Task<RowsMessage> FilesAsync(
        ProjectScope scope, SeriesRef series, PointQuery question, CancellationToken cancellation)
    {
        var skipped = 0L;
        if (question.FromStep is { } from)
        {
            // The index counts from the series' first point, so the ones before the asked step are counted (file series are short).
            var all = await scope.Engine.FilesAsync(series, new PointQuery(), cancellation);
            skipped = all.Points.Count(point => point.Step < from);
        }

        var page = await scope.Engine.FilesAsync(series, question, cancellation);
        var first = question.Descending ? page.Total - 1 - question.Offset : skipped + question.Offset;
        return SeriesTranslation.ToWire(page, first, question.Descending);
    }
}

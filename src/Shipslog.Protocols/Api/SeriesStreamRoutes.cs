using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>All points of a series: as a file, and what is new since one last asked.</summary>
internal static class SeriesStreamRoutes
{
    public static void Map(RouteGroupBuilder project)
    {
        project.MapPost("/series/tail", TailAsync).Requires(Permission.ViewProject);
        project.MapGet("/runs/{run}/series.csv", CsvAsync).Requires(Permission.ViewProject).Produces<string>(200, "text/csv");
    }

    private static async Task<Ok<TailMessage>> TailAsync(
        string ws, string project, TailQueryMessage query, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var run = scope.Find(query.Run);
        ApiTranslation.Within(query.Limit, 1, SeriesTranslation.MaxRows, "limit");
        var series = new SeriesRef(run.Id, new AttributePath(query.Path));
        var cursor = query.Cursor is null ? default : TailCursor.Parse(query.Cursor);
        return TypedResults.Ok((await scope.Engine.ReadAsync(run.Id, cancellation))[query.Path]?.Kind switch
        {
            AttributeKind.FloatSeries => await AnswerAsync(
                question => scope.Engine.FloatsAsync(series, question, cancellation), page => SeriesTranslation.ToWire(page).Points, cursor, query.Limit),
            AttributeKind.StringSeries => await AnswerAsync(
                question => scope.Engine.StringsAsync(series, question, cancellation), page => SeriesTranslation.ToWire(page).Points, cursor, query.Limit),
            AttributeKind.HistogramSeries => await AnswerAsync(
                question => scope.Engine.HistogramsAsync(series, question, cancellation), page => SeriesTranslation.ToWire(page).Points, cursor, query.Limit),
            _ => throw new ShipslogException(Failure.NotFound, $"{run.ShortId} has no series of numbers, texts or histograms {query.Path}.", "series-not-found"),
        });
    }

    private static async Task<TailMessage> AnswerAsync<T>(
        Func<PointQuery, Task<PointPage<T>>> read, Func<PointPage<T>, IReadOnlyList<PointMessage>> toWire, TailCursor cursor, int limit)
    {
        // One more than asked tells whether there is more.
        var page = await read(new PointQuery(cursor.Next, Limit: limit + 1));
        var restarted = page.Stamp != cursor.Stamp;
        if (restarted && cursor.Last is not null)
            page = await read(new PointQuery(Limit: limit + 1));
        var more = page.Points.Count > limit;
        if (more)
            page = page with { Points = [.. page.Points.Take(limit)] };
        var last = page.Points.Count > 0 ? page.Points[^1].Step : restarted ? null : cursor.Last;
        return new TailMessage(new TailCursor(page.Stamp, last).ToString(), restarted, more, page.Total, toWire(page));
    }

    /// <summary>Step, time in unix milliseconds, value; in step order, complete, streamed.</summary>
    private static async Task CsvAsync(
        string ws, string project, string run, string path, RequestAccess access, HttpContext http, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        var series = new SeriesRef(scope.Run.Id, new AttributePath(path));
        var rows = (await scope.Engine.ReadAsync(scope.Run.Id, cancellation))[path]?.Kind switch
        {
            AttributeKind.FloatSeries => Lines(scope.Engine.StreamFloatsAsync(series, cancellation), CsvText.Number),
            AttributeKind.StringSeries => Lines(scope.Engine.StreamStringsAsync(series, cancellation), CsvText.Quote),
            _ => throw new ShipslogException(Failure.NotFound, $"{scope.Run.ShortId} has no series of numbers or texts {path}.", "series-not-found"),
        };
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString($"{scope.Run.ShortId}-{path.Replace('/', '-')}.csv")}";
        await http.Response.WriteAsync("step,at,value\r\n", cancellation);
        await foreach (var text in rows)
            await http.Response.WriteAsync(text, cancellation);
    }

    private static async IAsyncEnumerable<string> Lines<T>(IAsyncEnumerable<IReadOnlyList<Point<T>>> parts, Func<T, string> write)
    {
        await foreach (var part in parts)
        {
            var text = new StringBuilder();
            foreach (var point in part)
                text.Append(CultureInfo.InvariantCulture, $"{CsvText.Number(point.Step.Value)},{point.UnixMilliseconds},{write(point.Value)}\r\n");
            yield return text.ToString();
        }
    }
}

using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>Reading series point by point.</summary>
internal static class SeriesRoutes
{
    private const int MaxPage = 10_000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/series/float", FloatsAsync).Requires(Permission.ViewProject);
        app.MapGet("/series/string", StringsAsync).Requires(Permission.ViewProject);
        app.MapGet("/series/image", ImagesAsync).Requires(Permission.ViewProject);
        app.MapGet("/series/image/single", ImageAsync).Requires(Permission.ViewProject);
        app.MapGet("/floatSeries/csv", CsvAsync).Requires(Permission.ViewProject);
    }

    private static async Task<IResult> FloatsAsync(
        string experimentId, string attribute, int? limit, int? offset, RequestAccess access, CancellationToken cancellation)
    {
        var (scope, series) = await FindAsync(experimentId, attribute, access, cancellation);
        var page = await scope.Engine.FloatsAsync(series, Page(limit, offset), cancellation);
        return Results.Json(new
        {
            totalItemCount = page.Total,
            values = page.Points.Select(point => new
            {
                step = point.Step.Value,
                value = new WireNumber(point.Value),
                timestampMillis = point.UnixMilliseconds,
            }),
        });
    }

    private static async Task<IResult> StringsAsync(
        string experimentId, string attribute, int? limit, int? offset, RequestAccess access, CancellationToken cancellation)
    {
        var (scope, series) = await FindAsync(experimentId, attribute, access, cancellation);
        var page = await scope.Engine.StringsAsync(series, Page(limit, offset), cancellation);
        return Results.Json(new
        {
            totalItemCount = page.Total,
            values = page.Points.Select(point => new { step = point.Step.Value, value = point.Value, timestampMillis = point.UnixMilliseconds }),
        });
    }

    private static async Task<IResult> ImagesAsync(
        string experimentId, string attribute, RequestAccess access, CancellationToken cancellation)
    {
        var (scope, series) = await FindAsync(experimentId, attribute, access, cancellation);
        return Results.Json(new { totalItemCount = (await scope.Engine.FilesAsync(series, new PointQuery(Limit: 1), cancellation)).Total });
    }

    private static async Task<IResult> ImageAsync(
        string experimentId, string attribute, int index, RequestAccess access, IFileStore files, CancellationToken cancellation)
    {
        var (scope, series) = await FindAsync(experimentId, attribute, access, cancellation);
        var page = await scope.Engine.FilesAsync(series, new PointQuery(Offset: Math.Max(0, index), Limit: 1), cancellation);
        if (page.Points is not [{ Value.Stored: { } stored }] || files.OpenRead(stored.Hash) is not { } content)
            throw new ShipslogException(Failure.NotFound, "There is no such image.", "file-not-found");
        return Results.Stream(content, stored.MimeType);
    }

    private static async Task<IResult> CsvAsync(
        string experimentId, string attribute, RequestAccess access, CancellationToken cancellation)
    {
        var (scope, series) = await FindAsync(experimentId, attribute, access, cancellation);
        var csv = new StringBuilder();
        foreach (var point in (await scope.Engine.FloatsAsync(series, new PointQuery(), cancellation)).Points)
            csv.Append(CultureInfo.InvariantCulture, $"{WireTime.Number(point.Step.Value)},{point.UnixMilliseconds},{WireTime.Number(point.Value)}\n");
        return Results.Text(csv.ToString(), "text/csv");
    }

    private static async Task<(RunScope Scope, SeriesRef Series)> FindAsync(
        string experimentId, string attribute, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        return (scope, new SeriesRef(scope.Run.Id, new AttributePath(attribute)));
    }

    private static PointQuery Page(int? limit, int? offset) =>
        new(Offset: Math.Max(0, offset ?? 0), Limit: Math.Clamp(limit ?? MaxPage, 0, MaxPage));
}

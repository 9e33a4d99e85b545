using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Points of float series (contract, 8.6): every series that is asked has an element in the answer, also one that isn't there.</summary>
internal static class FloatRoutes
{
    private const int MaxPoints = 10_000_000;

    public static void Map(IEndpointRouteBuilder attributes) => attributes.MapPost("/series/float", ReadAsync).Requires(Permission.SignedIn);

    private static async Task<IResult> ReadAsync(HttpRequest request, ReadableProjects projects, CancellationToken cancellation)
    {
        var wanted = await ReadingJson.ReadAsync<SeriesRequest>(request);
        var limit = ReadingJson.Whole(wanted.PerSeriesPointsLimit, MaxPoints);
        var answer = new FloatPoints();
        foreach (var asked in wanted.Requests ?? [])
        {
            if (asked is null)
                continue;
            answer.Series.Add(new FloatPointsOfSeries { RequestId = asked.RequestId ?? "", Page = await PageAsync(asked, wanted, limit, projects, cancellation) });
        }

        return WireForms.Answer(answer);
    }

    private static async Task<FloatPointPage> PageAsync(
        SeriesAsked asked, SeriesRequest wanted, int limit, ReadableProjects projects, CancellationToken cancellation)
    {
        var page = new FloatPointPage();
        if (await SeriesRoutes.FindAsync(asked, projects, cancellation) is not { Kind: AttributeKind.FloatSeries } points)
            return page;
        var range = PointRange.Of(wanted, asked.AfterStep);
        var ahead = asked.Series!.IncludePreview == true ? points.Previews() : [];
        var previews = ahead.Where(preview => range.Includes(preview.Step.Value)).Select(ToWire).ToList();
        var found = await points.Engine.FloatsAsync(points.Series, range.Query(limit, points.LoggedBy), cancellation);
        page.Total = found.Total + ahead.Count;
        // Previews stand beyond the last point.
        if (range.IsDescending)
            page.Points.AddRange(Enumerable.Reverse(previews).Concat(found.Points.Where(point => range.Includes(point.Step.Value)).Select(ToWire)).Take(limit));
        else
            page.Points.AddRange(found.Points.Where(point => range.Includes(point.Step.Value)).Select(ToWire).Concat(previews).Take(limit));
        return page;
    }

    private static FloatPoint ToWire(Point<double> point) => new()
    {
        TimestampMillis = point.UnixMilliseconds,
        Step = point.Step.Value,
        Value = point.Value,
        Completion = 1,
    };

    private static FloatPoint ToWire(PreviewPoint preview) => new()
    {
        TimestampMillis = preview.UnixMilliseconds,
        Step = preview.Step.Value,
        Value = preview.Value.Value,
        IsPreview = true,
        Completion = preview.Value.Completion,
    };
}

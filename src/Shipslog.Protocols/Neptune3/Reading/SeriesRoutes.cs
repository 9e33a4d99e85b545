using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Files;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Points of series of texts, histograms and files (contract, 8.7), a page of all that are asked together.</summary>
internal static class SeriesRoutes
{
    // The original refused questions whose paths are longer in all.
    private const int MaxPathBytes = 2_048_000;

    public static void Map(IEndpointRouteBuilder attributes) => attributes.MapPost("/series", ReadAsync).Requires(Permission.SignedIn);

    /// <summary>The series that a part of a request means; null when there is none.</summary>
    public static ValueTask<AskedPoints?> FindAsync(SeriesAsked asked, ReadableProjects projects, CancellationToken cancellation) => AskedPoints.FindAsync(
        projects,
        asked.Series?.Holder?.Identifier,
        asked.Series?.Attribute,
        asked.Series?.Lineage is null or "FULL",
        asked.Series?.LineageEntityType == "EXPERIMENT",
        cancellation);

    private static async Task<IResult> ReadAsync(
        bool? useDeprecatedStringFields, HttpRequest request, ReadableProjects projects, PageTokens tokens, KeptFiles files, CancellationToken cancellation)
    {
        var wanted = await ReadingJson.ReadAsync<SeriesRequest>(request);
        var requests = (wanted.Requests ?? []).OfType<SeriesAsked>().ToList();
        if (requests.Sum(asked => Encoding.UTF8.GetByteCount(asked.Series?.Attribute ?? "")) > MaxPathBytes)
            throw new ShipslogException(Failure.TooLarge, "The names of the series are too long together.", "too-large", "Ask for fewer at once.");
        var page = new SeriesPage(PointRange.Of(wanted, null), ReadingJson.Whole(wanted.PerSeriesPointsLimit, int.MaxValue), files, useDeprecatedStringFields ?? true);
        var answer = new SeriesPoints();
        foreach (var asked in requests)
        {
            if (await FindAsync(asked, projects, cancellation) is not { } points || points.Kind == AttributeKind.FloatSeries)
                continue;
            var element = new PointsOfSeries { RequestId = asked.RequestId ?? "" };
            answer.Series.Add(element);
            if (page.IsFull)
                continue; // Not reached in this page.
            var place = await tokens.ReadAsync<PointPlace>(asked.SearchAfter?.Token, cancellation);
            var end = await page.AddAsync(element, points, place, cancellation);
            element.Progress = new SeriesProgress { IsFinished = end.IsFinished, Token = await tokens.WriteAsync(end, cancellation) };
        }

        return WireForms.Answer(answer);
    }
}

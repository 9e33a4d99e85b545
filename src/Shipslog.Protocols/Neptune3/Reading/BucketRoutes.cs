using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Buckets of metrics (contract, 8.9): the range is that of all that is asked, so that curves can be laid over each other.</summary>
internal static class BucketRoutes
{
    private const int MaxBody = 4 << 20;
    private const int MaxExpressions = 1000;
    private const int MaxBuckets = 10_000;

    public static void Map(IEndpointRouteBuilder attributes) => attributes.MapPost("/timeseries/buckets", ReadAsync).Requires(Permission.SignedIn);

    private static async Task<IResult> ReadAsync(HttpRequest request, ReadableProjects projects, CancellationToken cancellation)
    {
        var question = await ParseAsync(request, cancellation);
        var view = question.View ?? new BucketView();
        if (question.Expressions.Count > MaxExpressions || view.MaxBuckets is < 1 or > MaxBuckets)
            throw new ShipslogException(Failure.Invalid, $"Ask for at most {MaxExpressions} expressions, and 1 to {MaxBuckets} buckets.", "invalid-buckets");
        if (view.XScale != WireScale.ScaleLinear || view.XAxis is { ValueCase: not (BucketAxis.ValueOneofCase.None or BucketAxis.ValueOneofCase.Steps) })
            throw new ShipslogException(Failure.Invalid, "Buckets are over steps, on a linear scale.", "invalid-buckets");
        var series = new List<(string RequestId, IReadOnlyList<Point<double>> Points)>();
        foreach (var expression in question.Expressions)
            series.Add((expression.RequestId, await PointsAsync(expression, view.PointFilters?.StepRange, projects, cancellation)));
        var filled = series.Where(one => one.Points.Count > 0).ToList();
        var grid = new BucketGrid(
            view.HasFrom ? view.From : filled.Select(one => one.Points[0].Step.Value).DefaultIfEmpty(0).Min(),
            view.HasTo ? view.To : filled.Select(one => one.Points[^1].Step.Value).DefaultIfEmpty(0).Max(),
            view.MaxBuckets);
        var answer = new BucketsAnswer();
        foreach (var (id, points) in series)
            answer.Entries.Add(new BucketsOfExpression { RequestId = id, Buckets = { grid.Divide(points) } });
        return WireForms.Answer(answer);
    }

    private static async Task<BucketQuestion> ParseAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = await RequestBytes.ReadAsync(request, MaxBody, cancellation);
        try
        {
            return BucketQuestion.Parser.ParseFrom(body.Raw.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new ShipslogException(Failure.Invalid, "The body is not the message that is expected here.", "invalid-body");
        }
    }

    private static async Task<IReadOnlyList<Point<double>>> PointsAsync(
        BucketExpression expression, OpenRange? range, ReadableProjects projects, CancellationToken cancellation)
    {
        var asked = await AskedPoints.FindAsync(
            projects, expression.RunId, MetricOf(expression.Formula), expression.Lineage == WireLineage.LineageFull, expression.Entity == LineageEntity.EntityExperiment, cancellation);
        if (asked is not { Kind: AttributeKind.FloatSeries })
            return [];
        var within = new PointRange(range is { HasFrom: true } ? range.From : null, range is { HasTo: true } ? range.To : null, null, false);
        var points = (await asked.Engine.FloatsAsync(asked.Series, within.Query(int.MaxValue, asked.LoggedBy), cancellation)).Points;
        if (!expression.IncludePreview)
            return points;
        var previews = asked.Previews().Where(preview => within.Includes(preview.Step.Value))
            .Select(preview => new Point<double>(preview.Step, preview.Value.Value, preview.UnixMilliseconds));
        return [.. points, .. previews];
    }

    /// <summary>The name in a formula: <c>${name}</c>, where a backslash stands before <c>\ $ { }</c>. Null: the formula is more than a name.</summary>
    private static string? MetricOf(string formula)
    {
        if (!formula.StartsWith("${", StringComparison.Ordinal) || !formula.EndsWith('}'))
            return null;
        var name = new StringBuilder();
        for (var i = 2; i < formula.Length - 1; i++)
        {
            if (formula[i] == '\\' && i + 1 < formula.Length - 1)
                i++;
            else if (formula[i] is '}' or '{' or '$')
                return null;
            name.Append(formula[i]);
        }

        return name.ToString();
    }
}

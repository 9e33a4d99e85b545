using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Protocols.Api;

/// <summary>Buckets and points between the wire's words and the core's. Pure.</summary>
internal static class SeriesTranslation
{
    public const int MaxSeries = 1000;
    public const int MaxBuckets = 4000;
    public const int MaxRows = 10_000;

    /// <summary>The question, with each run's name resolved by the caller.</summary>
    public static BucketQuery ToCore(BucketQueryMessage message, Func<string, Guid> find)
    {
        ApiTranslation.Within(message.Buckets, 1, MaxBuckets, "number of buckets");
        ApiTranslation.Within(message.Series.Count, 0, MaxSeries, "number of series");
        return new BucketQuery(
            [.. message.Series.Select(series => new SeriesRef(find(series.Run), new AttributePath(series.Path)))],
            (SeriesAxis)message.Axis,
            message.Buckets,
            Finite(message.From, "from"),
            Finite(message.To, "to"),
            message.LogX);
    }

    public static GroupCurveQuery ToCore(GroupCurvesQueryMessage message, Func<string, Guid> find)
    {
        ApiTranslation.Within(message.Buckets, 1, MaxBuckets, "number of buckets");
        ApiTranslation.Within(message.Groups.Sum(group => group.Count), 0, MaxSeries, "number of series");
        return new GroupCurveQuery(
            [.. message.Groups.Select(group => (IReadOnlyList<SeriesRef>)[.. group.Select(series => new SeriesRef(find(series.Run), new AttributePath(series.Path)))])],
            (SeriesAxis)message.Axis,
            message.Buckets,
            Finite(message.From, "from"),
            Finite(message.To, "to"),
            message.LogX);
    }

    public static GroupCurveMessage ToWire(IReadOnlyList<GroupBucket> curve) => new(
        [.. curve.Select(bucket => bucket.X)],
        [.. curve.Select(bucket => bucket.Series)],
        [.. curve.Select(bucket => bucket.Mean)],
        [.. curve.Select(bucket => bucket.Median)],
        [.. curve.Select(bucket => bucket.Deviation)],
        [.. curve.Select(bucket => bucket.Min)],
        [.. curve.Select(bucket => bucket.Max)]);

    public static PointQuery ToCore(RowQueryMessage message)
    {
        ApiTranslation.Within(message.Limit, 0, MaxRows, "limit");
        ApiTranslation.Within(message.Offset, 0, long.MaxValue, "offset");
        Step? from = Finite(message.FromStep, "fromStep") is { } step ? new Step(step) : null;
        return new PointQuery(from, message.Offset, message.Limit, message.Order == RowOrder.Descending);
    }

    /// <summary>Previews on the axis and in the range of a question; null when none are there.</summary>
    public static IReadOnlyList<BucketPreviewMessage>? ToWire(IReadOnlyList<PreviewPoint> previews, BucketQuery question, long runCreatedUnixMilliseconds)
    {
        var shown = previews
            .Select(preview => new BucketPreviewMessage(
                SeriesAxes.X(question.Axis, preview.Step, preview.UnixMilliseconds, runCreatedUnixMilliseconds), preview.Value.Value, preview.Value.Completion))
            .Where(preview => !(preview.X < question.From) && !(preview.X > question.To))
            .ToList();
        return shown.Count > 0 ? shown : null;
    }

    public static RowsMessage ToWire(PointPage<double> page) => Rows(page, (point, _) => new PointMessage
    {
        Step = point.Step.Value,
        At = point.UnixMilliseconds,
        Value = new Cell(new AttributeValue.Float(point.Value)),
    });

    public static RowsMessage ToWire(PointPage<string> page) => Rows(page, (point, _) => new PointMessage
    {
        Step = point.Step.Value,
        At = point.UnixMilliseconds,
        Value = new Cell(new AttributeValue.String(point.Value)),
    });

    /// <summary>The texts of a whole series that hold another, ignoring case, paged as asked.</summary>
    public static RowsMessage Search(PointPage<string> all, RowQueryMessage query)
    {
        var found = Enumerable.Range(0, all.Points.Count)
            .Where(i => all.Points[i].Step.Value >= (query.FromStep ?? double.NegativeInfinity)
                && all.Points[i].Value.Contains(query.Contains!, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (query.Order == RowOrder.Descending)
            found.Reverse();
        return new RowsMessage(found.Count, [.. found.Skip((int)Math.Min(query.Offset, int.MaxValue)).Take(query.Limit).Select(i => new PointMessage
        {
            Step = all.Points[i].Step.Value,
            At = all.Points[i].UnixMilliseconds,
            Index = i,
            Value = new Cell(new AttributeValue.String(all.Points[i].Value)),
        })]);
    }

    public static RowsMessage ToWire(PointPage<Histogram> page) => Rows(page, (point, _) => new PointMessage
    {
        Step = point.Step.Value,
        At = point.UnixMilliseconds,
        Edges = point.Value.Edges,
        Counts = point.Value.Counts,
        IsDensity = point.Value.IsDensity,
    });

    /// <summary>A page of files, whose first point lies at <paramref name="first"/> in step order and whose order is as asked.</summary>
    public static RowsMessage ToWire(PointPage<SeriesFile> page, long first, bool descending) => Rows(page, (point, i) => new PointMessage
    {
        Step = point.Step.Value,
        At = point.UnixMilliseconds,
        Index = descending ? first - i : first + i,
        Name = point.Value.Name ?? point.Value.Stored?.Name,
        Description = point.Value.Description,
        Size = point.Value.Stored?.SizeBytes,
        MimeType = point.Value.Stored?.MimeType,
        Hash = point.Value.Stored?.Hash.Hex,
    });

    private static RowsMessage Rows<T>(PointPage<T> page, Func<Point<T>, int, PointMessage> write) =>
        new(page.Total, [.. page.Points.Select(write)]);

    private static double? Finite(double? value, string name) =>
        value is null || double.IsFinite(value.Value)
            ? value
            : throw new ShipslogException(Failure.Invalid, $"The member {name} must be a finite number.", "out-of-range");
}

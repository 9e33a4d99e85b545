using System.Text.Json.Serialization;

namespace Shipslog.Protocols.Api;

/// <summary>What the x of a chart counts. In the order of <see cref="Core.Series.SeriesAxis"/>.</summary>
[JsonConverter(typeof(CamelCase<AxisName>))]
internal enum AxisName
{
    Step,
    RelativeTime,
    Time,
}

/// <summary>A series of a run.</summary>
internal sealed record SeriesRefMessage(string Run, string Path);

/// <summary>A question for the buckets of float series.</summary>
internal sealed record BucketQueryMessage(
    IReadOnlyList<SeriesRefMessage> Series,
    AxisName Axis = AxisName.Step,
    int Buckets = 1000,
    double? From = null,
    double? To = null,
    bool LogX = false);

/// <summary>The buckets of each asked series, in the order asked.</summary>
internal sealed record BucketsPageMessage(IReadOnlyList<BucketsMessage> Series);

/// <summary>
/// Non-empty buckets of one series in columns of one length. <c>exact</c>: every bucket holds one point. Statistics are over finite values.
/// </summary>
internal sealed record BucketsMessage
{
    public required bool Exact { get; init; }

    public required long Points { get; init; }

    public required double[] X { get; init; }

    public required double[] Last { get; init; }

    public required double[] Min { get; init; }

    public required double[] Max { get; init; }

    public required double[] Mean { get; init; }

    public required long[] Count { get; init; }

    public required long[] NonFinite { get; init; }

    public double[]? FirstPoint { get; init; }

    public double[]? LastPoint { get; init; }

    /// <summary>Values of the range beyond the last point that may still change, in step order, with those that a fork shares; absent when there are none.</summary>
    public IReadOnlyList<BucketPreviewMessage>? Previews { get; init; }
}

/// <summary>A value that may still change, on the asked axis; <c>completion</c> is how complete it is, 0 to 1.</summary>
internal sealed record BucketPreviewMessage(double X, double Value, double Completion);

[JsonConverter(typeof(CamelCase<RowOrder>))]
internal enum RowOrder
{
    Ascending,
    Descending,
}

/// <summary>
/// A question for the points of a series; with <c>contains</c>, only for the texts of a string series that hold it, ignoring case.
/// </summary>
internal sealed record RowQueryMessage(
    string Run,
    string Path,
    int Limit = 1000,
    double? FromStep = null,
    long Offset = 0,
    RowOrder Order = RowOrder.Ascending,
    string? Contains = null);

/// <summary>Points of a series; <c>total</c> counts the whole series, or all texts that hold what was asked for.</summary>
internal sealed record RowsMessage(long Total, IReadOnlyList<PointMessage> Points);

/// <summary>One point; its members depend on the kind of the series.</summary>
internal sealed record PointMessage
{
    public required double Step { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>Number or text, in float and string series.</summary>
    public Cell? Value { get; init; }

    /// <summary>0-based position in step order: in file series (it names the file in its address), and in string series when texts were searched.</summary>
    public long? Index { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public long? Size { get; init; }

    public string? MimeType { get; init; }

    public string? Hash { get; init; }

    /// <summary>Bin edges, in histogram series.</summary>
    public IReadOnlyList<double>? Edges { get; init; }

    public IReadOnlyList<double>? Counts { get; init; }

    public bool? IsDensity { get; init; }
}

/// <summary>A question for groups of series at aligned buckets.</summary>
internal sealed record GroupCurvesQueryMessage(
    IReadOnlyList<IReadOnlyList<SeriesRefMessage>> Groups,
    AxisName Axis = AxisName.Step,
    int Buckets = 500,
    double? From = null,
    double? To = null,
    bool LogX = false);

/// <summary>The curve of each asked group, in the order asked.</summary>
internal sealed record GroupCurvesMessage(IReadOnlyList<GroupCurveMessage> Groups);

/// <summary>A group's buckets in which any series has a finite value, in columns of one length; <c>series</c> counts those that have.</summary>
internal sealed record GroupCurveMessage(
    IReadOnlyList<double> X,
    IReadOnlyList<int> Series,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Median,
    IReadOnlyList<double> Deviation,
    IReadOnlyList<double> Min,
    IReadOnlyList<double> Max);

/// <summary>A question for what is new in a series since a cursor; without one: from its first point.</summary>
internal sealed record TailQueryMessage(string Run, string Path, string? Cursor = null, int Limit = 1000);

/// <summary>
/// Points that came after the cursor's. <c>restarted</c>: the points begin with the series' first, because none was given, or earlier points changed since;
/// <c>more</c>: ask again at once.
/// </summary>
internal sealed record TailMessage(string Cursor, bool Restarted, bool More, long Total, IReadOnlyList<PointMessage> Points);

using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;

namespace Shipslog.Core;

/// <content>Reads.</content>
public sealed partial class ProjectEngine
{
    private const int MaxBuckets = 4000;

    /// <summary>All attributes of a run now.</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public ValueTask<RunSnapshot> ReadAsync(Guid runId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Require(runId).Snapshot());

    /// <summary>Exact buckets of one or many float series, in the order asked; a series that doesn't exist gives no buckets.</summary>
    /// <exception cref="ShipslogException">Invalid: the number of buckets or the range is out of bounds.</exception>
    public async Task<IReadOnlyList<SeriesBuckets>> BucketsAsync(BucketQuery query, CancellationToken cancellation = default)
    {
        if (query.Buckets is < 1 or > MaxBuckets)
            throw new ShipslogException(Failure.Invalid, $"Ask for 1 to {MaxBuckets} buckets.", "invalid-buckets");
        var series = new List<(double[] X, double[] Values)>(query.Series.Count);
        foreach (var wanted in query.Series)
        {
            var points = TrySlot(wanted, AttributeKind.FloatSeries) is var (run, slot)
                ? Bucketing.Project(await PointsAsync<double>(run, slot, cancellation), query.Axis, run.Run.CreatedUnixMilliseconds)
                : ([], []);
            series.Add(points);
        }

        var filled = series.Where(points => points.X.Length > 0).ToList();
        var from = query.From ?? filled.Select(points => points.X[0]).DefaultIfEmpty(0).Min();
        var to = query.To ?? filled.Select(points => points.X[^1]).DefaultIfEmpty(0).Max();
        return series.ConvertAll(points => Bucketing.Divide(points.X, points.Values, from, to, query.Buckets, query.LogX));
    }

    /// <summary>Points of a float series. A missing series or one of another kind is NotFound, as for the three below.</summary>
    public Task<PointPage<double>> FloatsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        PageAsync<double>(series, AttributeKind.FloatSeries, query, cancellation);

    /// <summary>Points of a string series.</summary>
    public Task<PointPage<string>> StringsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        PageAsync<string>(series, AttributeKind.StringSeries, query, cancellation);

    /// <summary>Points of a file series.</summary>
    public Task<PointPage<SeriesFile>> FilesAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        PageAsync<SeriesFile>(series, AttributeKind.FileSeries, query, cancellation);

    /// <summary>Points of a histogram series.</summary>
    public Task<PointPage<Histogram>> HistogramsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        PageAsync<Histogram>(series, AttributeKind.HistogramSeries, query, cancellation);

    /// <summary>Runs that match.</summary>
    public Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancellation = default)
    {
        var page = _table.Query(query);
        if (query.Columns is not null)
            return Task.FromResult(page);
        var rows = page.Rows.Select(row => _byKey.TryGetValue(row.Run.Key, out var run) ? row with { All = run.Snapshot() } : row);
        return Task.FromResult(page with { Rows = [.. rows] });
    }

    /// <summary>Groups of runs that match.</summary>
    public Task<GroupPage> GroupsAsync(GroupQuery query, CancellationToken cancellation = default) =>
        Task.FromResult(_table.Groups(query));

    /// <summary>Distinct attribute names of the project that contain (or match) a text, best first: exact, then prefix, then by how many runs have them.</summary>
    /// <param name="search">Substring ignoring case, or a regular expression; empty: all.</param>
    /// <param name="isRegex">Whether <paramref name="search"/> is a regular expression.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="kind">Names of runs, models or versions.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<AttributeDefinitionPage> AttributesAsync(
        string search, bool isRegex, int limit, HolderKind kind = HolderKind.Run, CancellationToken cancellation = default) =>
        Task.FromResult(_table.Attributes(search, isRegex, limit, kind));

    /// <summary>The attributes that tell the matching runs apart best (distinctness × coverage), best first.</summary>
    public Task<IReadOnlyList<AttributeRef>> ProposeColumnsAsync(
        RunFilter filter, int limit, CancellationToken cancellation = default) =>
        Task.FromResult(_table.ProposeColumns(filter, limit));

    private (LiveRun Run, AttributeSlot Slot)? TrySlot(SeriesRef series, AttributeKind kind)
    {
        if (!_runs.TryGetValue(series.RunId, out var run))
            return null;
        lock (run.Lock)
        {
            return run.Slots.TryGetValue(series.Path.Value, out var slot) && slot.Value.Kind == kind ? (run, slot) : null;
        }
    }

    private Task<PointColumns<T>> PointsAsync<T>(LiveRun run, AttributeSlot slot, CancellationToken cancellation) =>
        _layers.ReadAsync<T>(run, slot, cancellation);

    private async Task<PointPage<T>> PageAsync<T>(
        SeriesRef series, AttributeKind kind, PointQuery query, CancellationToken cancellation)
    {
        if (TrySlot(series, kind) is not var (run, slot))
            throw new ShipslogException(Failure.NotFound, $"There is no {kind.Name()} {series.Path}.", "series-not-found");
        var all = await PointsAsync<T>(run, slot, cancellation);
        var first = 0;
        if (query.FromStep is { } from)
        {
            first = all.Steps.BinarySearch(from);
            first = first < 0 ? ~first : first;
        }

        var available = all.Count - first;
        var skip = (int)Math.Clamp(query.Offset, 0, available);
        var count = Math.Clamp(query.Limit, 0, available - skip);
        var points = new Point<T>[count];
        for (var i = 0; i < count; i++)
            points[i] = query.Descending ? all[all.Count - 1 - skip - i] : all[first + skip + i];
        return new PointPage<T>(all.Count, points);
    }
}

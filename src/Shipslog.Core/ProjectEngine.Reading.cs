using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>Reads.</content>
public sealed partial class ProjectEngine
{
    private const int SampledValues = 400_000;

    /// <summary>All attributes of a run now.</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public ValueTask<RunSnapshot> ReadAsync(Guid runId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(SnapshotOf(Require(runId)));

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
    public async Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancellation = default)
    {
        var page = await AskAsync((RunTable table, out IReadOnlyList<string> missing) => table.TryQuery(query, out missing), cancellation);
        var rows = page.Rows.Select(row => _byKey.TryGetValue(row.Run.Key, out var run) ? Complete(row, run, query.Columns) : row).ToArray();
        AskForRoom();
        return page with { Rows = rows };
    }

    /// <summary>Adds what isn't in columns: a page is 50 runs, whose documents are read sooner than a column of all runs.</summary>
    private static RunRow Complete(RunRow row, LiveRun run, IReadOnlyList<AttributeRef>? columns)
    {
        if (columns is null)
            return row with { All = run.Snapshot() };
        var values = (AttributeValue?[])row.Values;
        lock (run.Lock)
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is null && run[columns[i].Path] is { } value && (columns[i].Kind is null || columns[i].Kind == value.Kind))
                    values[i] = value;
            }
        }

        return row;
    }

    /// <summary>Groups of runs that match.</summary>
    public Task<GroupPage> GroupsAsync(GroupQuery query, CancellationToken cancellation = default) =>
        AskAsync((RunTable table, out IReadOnlyList<string> missing) => table.TryGroups(query, out missing), cancellation);

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
    public async Task<IReadOnlyList<AttributeRef>> ProposeColumnsAsync(
        RunFilter filter, int limit, CancellationToken cancellation = default)
    {
        var sample = await AskAsync((RunTable table, out IReadOnlyList<string> missing) => table.TrySample(filter, SampledValues, out missing), cancellation);
        if (sample.Length < 2)
            return [];
        var scores = new ColumnScores();
        foreach (var run in sample)
        {
            // Those that aren't in memory stay out of it.
            if (_byKey.TryGetValue(run.Key, out var live) && live.IsResident)
                scores.Add(live.Snapshot().Attributes.Select(attribute => (attribute.Path, attribute.Value)));
            else if (_store.ReadDocument(run.Key) is { } row)
                scores.Add(DocumentCodec.DecodeAttributes(row, NameOf).Values.Select(slot => (slot.Path, slot.Value)));
        }

        return scores.Best(limit);
    }

    /// <summary>What an unqualified name of a query may mean: the attribute of that path, else all whose path ends with <c>/name</c>.</summary>
    public IReadOnlyList<AttributeDefinition> Resolve(string name, HolderKind kind = HolderKind.Run) => _table.Resolve(name, kind);

    private RunSnapshot SnapshotOf(LiveRun run)
    {
        var snapshot = run.Snapshot();
        AskForRoom();
        return snapshot;
    }

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
        var all = query.LoggedBy is null
            ? await PointsAsync<T>(run, slot, cancellation)
            : await _layers.ReadAsync<T>(run, slot, cancellation, query.LoggedBy);
        var first = 0;
        if (query.FromStep is { } from)
        {
            first = all.Steps.BinarySearch(from);
            first = first < 0 ? ~first : first;
        }

        var end = all.Count;
        if (query.ToStep is { } to)
        {
            end = all.Steps.BinarySearch(to);
            end = end < 0 ? ~end : end + 1;
        }

        var available = Math.Max(0, end - first);
        var skip = (int)Math.Clamp(query.Offset, 0, available);
        var count = Math.Clamp(query.Limit, 0, available - skip);
        var points = new Point<T>[count];
        for (var i = 0; i < count; i++)
            points[i] = query.Descending ? all[end - 1 - skip - i] : all[first + skip + i];
        return new PointPage<T>(all.Count, points);
    }
}

using System.Runtime.CompilerServices;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>Reads.</content>
public sealed partial class ProjectEngine
{
    // Up to here the chunks of a series are read in one go.
    private const int FewPoints = 8 * ChunkWriter.MaxPoints;

    private const int SampledValues = 400_000;

    /// <summary>All attributes of a run now.</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public ValueTask<RunSnapshot> ReadAsync(Guid runId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(SnapshotOf(Require(runId)));

    /// <summary>Points of a float series. A missing series or one of another kind is NotFound, as for the three below.</summary>
    public Task<PointPage<double>> FloatsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        PageAsync<double>(series, AttributeKind.FloatSeries, query, cancellation);

    /// <summary>All points of a float series in step order, some thousands at a time: however long it is, it never lies in memory whole.</summary>
    public IAsyncEnumerable<IReadOnlyList<Point<double>>> StreamFloatsAsync(SeriesRef series, CancellationToken cancellation = default) =>
        StreamAsync<double>(series, AttributeKind.FloatSeries, cancellation);

    /// <summary>The same of a string series.</summary>
    public IAsyncEnumerable<IReadOnlyList<Point<string>>> StreamStringsAsync(SeriesRef series, CancellationToken cancellation = default) =>
        StreamAsync<string>(series, AttributeKind.StringSeries, cancellation);

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

    /// <summary>Adds what isn't in columns: a page is 50 runs, whose documents are read sooner than a column of all runs. Of a damaged run there is no more.</summary>
    private static RunRow Complete(RunRow row, LiveRun run, IReadOnlyList<AttributeRef>? columns)
    {
        try
        {
            return CompleteSound(row, run, columns);
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            return columns is null ? row with { All = new RunSnapshot(run.Run, [], run.Version) } : row;
        }
    }

    private static RunRow CompleteSound(RunRow row, LiveRun run, IReadOnlyList<AttributeRef>? columns)
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
        RequireSound(run);
        lock (run.Lock)
        {
            return run.Slots.TryGetValue(series.Path.Value, out var slot) && slot.Value.Kind == kind ? (run, slot) : null;
        }
    }

    private async Task<PointPage<T>> PageAsync<T>(
        SeriesRef series, AttributeKind kind, PointQuery query, CancellationToken cancellation)
    {
        if (TrySlot(series, kind) is not var (run, slot))
            throw NoSeries(series, kind);
        var stamp = slot.Stamp;
        var total = SeriesRecount.Position(slot.Value).Count;
        var (from, to) = (query.FromStep ?? Step.Lowest, query.ToStep ?? Step.Highest);
        List<SeriesSegment<T>> segments;
        if (query.LoggedBy is null)
        {
            segments = await _layers.SegmentsAsync<T>(run, slot, from, to, total <= FewPoints, cancellation);
        }
        else
        {
            var theirs = await _layers.ReadAsync<T>(run, slot, cancellation, query.LoggedBy);
            total = theirs.Count;
            segments = total == 0 ? [] : [SeriesSegment<T>.Of(new SeriesKey(run.Timeline.CurrentKey, slot.Id), theirs)];
        }

        if (query.Descending)
            segments.Reverse();
        var skip = Math.Max(0, query.Offset);
        var page = new List<Point<T>>();
        foreach (var segment in segments)
        {
            if (page.Count >= query.Limit)
                break;
            // What is skipped whole need not be read.
            if (segment.First >= from && segment.Last <= to && segment.Count is { } count && count <= skip)
                skip -= count;
            else
                skip = await TakeAsync(segment, (from, to), skip, query, page, cancellation);
        }

        return new PointPage<T>(total, page) { Stamp = stamp };
    }

    /// <summary>Adds a segment's points to a page; the result is how many are still to skip.</summary>
    private async Task<long> TakeAsync<T>(
        SeriesSegment<T> segment, (Step From, Step To) range, long skip, PointQuery query, List<Point<T>> page, CancellationToken cancellation)
    {
        var parts = segment.IsBlock ? await _layers.OpenAsync(segment, cancellation) : [segment];
        if (query.Descending)
            parts.Reverse();
        await foreach (var (part, chunks) in _layers.ReadAsync(parts, cancellation))
        {
            var points = part.Points(chunks).Between(range.From, range.To);
            var start = (int)Math.Min(skip, points.Count);
            skip -= start;
            for (var i = start; i < points.Count && page.Count < query.Limit; i++)
                page.Add(points[query.Descending ? points.Count - 1 - i : i]);
            if (page.Count >= query.Limit)
                break;
        }

        return skip;
    }

    private async IAsyncEnumerable<IReadOnlyList<Point<T>>> StreamAsync<T>(
        SeriesRef series, AttributeKind kind, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (TrySlot(series, kind) is not var (run, slot))
            throw NoSeries(series, kind);
        foreach (var segment in await _layers.SegmentsAsync<T>(run, slot, Step.Lowest, Step.Highest, false, cancellation))
        {
            var parts = segment.IsBlock ? await _layers.OpenAsync(segment, cancellation) : [segment];
            await foreach (var (part, chunks) in _layers.ReadAsync(parts, cancellation))
            {
                var points = part.Points(chunks);
                yield return [.. Enumerable.Range(0, points.Count).Select(i => points[i])];
            }
        }
    }

    private static ShipslogException NoSeries(SeriesRef series, AttributeKind kind) =>
        new(Failure.NotFound, $"There is no {kind.Name()} {series.Path}.", "series-not-found");
}

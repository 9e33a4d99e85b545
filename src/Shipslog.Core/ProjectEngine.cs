using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;

namespace Shipslog.Core;

/// <summary>
/// One open project: the only way in (operations on runs) and out (snapshots, points, queries). Thread safe. Writes are answered when
/// they are on disk, and every read begun afterwards sees them.
/// </summary>
public sealed class ProjectEngine
{
    /// <summary>Creates a run, model or version, or finds the one with the same custom id.</summary>
    /// <exception cref="ShipslogException">Conflict: a model key is taken. NotFound: unknown parent. Invalid: a custom id or key breaks its rules.</exception>
    public Task<CreatedRun> CreateAsync(NewRun run, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Finds a run (also a trashed one) by UUID, short id or custom id; null when there is none.</summary>
    public Run? Find(string id) => throw new NotImplementedException();

    /// <summary>Finds a run by UUID; null when there is none.</summary>
    public Run? Find(Guid id) => throw new NotImplementedException();

    /// <summary>Finds a run by its number; null when there is none.</summary>
    public Run? FindByKey(int runKey) => throw new NotImplementedException();

    /// <summary>The path of an attribute number; null when there is none.</summary>
    public AttributePath? NameOf(int attributeId) => throw new NotImplementedException();

    /// <summary>Applies a batch; returns when it is on disk. A run that doesn't exist (or was purged) is NotFound.</summary>
    public Task<IngestResult> ApplyAsync(RunBatch batch, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>All attributes of a run now.</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public ValueTask<RunSnapshot> ReadAsync(Guid runId, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Exact buckets of one or many float series, in the order asked; a series that doesn't exist gives no buckets.</summary>
    public Task<IReadOnlyList<SeriesBuckets>> BucketsAsync(BucketQuery query, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Points of a float series. A missing series or one of another kind is NotFound, as for the three below.</summary>
    public Task<PointPage<double>> FloatsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Points of a string series.</summary>
    public Task<PointPage<string>> StringsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Points of a file series.</summary>
    public Task<PointPage<SeriesFile>> FilesAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Points of a histogram series.</summary>
    public Task<PointPage<Histogram>> HistogramsAsync(SeriesRef series, PointQuery query, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Runs that match.</summary>
    public Task<RunPage> QueryAsync(RunQuery query, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Distinct attribute names of the project that contain (or match) a text, best first: exact, then prefix, then by how many runs have them.</summary>
    /// <param name="search">Substring ignoring case, or a regular expression; empty: all.</param>
    /// <param name="isRegex">Whether <paramref name="search"/> is a regular expression.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="kind">Names of runs, models or versions.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<AttributeDefinitionPage> AttributesAsync(
        string search, bool isRegex, int limit, HolderKind kind = HolderKind.Run, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>The attributes that tell the matching runs apart best (distinctness × coverage), best first.</summary>
    public Task<IReadOnlyList<AttributeRef>> ProposeColumnsAsync(
        RunFilter filter, int limit, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Deletes runs for ever, with the files that nothing else refers to; returns the bytes freed.</summary>
    public Task<long> PurgeAsync(IReadOnlyList<Guid> runIds, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Runs that change from now on, each named at most once per <paramref name="interval"/>, until cancelled. Never blocks the writer; a slow reader gets merged sets.</summary>
    public IAsyncEnumerable<ProjectChanges> WatchAsync(TimeSpan interval, CancellationToken cancellation) =>
        throw new NotImplementedException();
}

/// <summary>What changed since the last notice.</summary>
/// <param name="Changed">Short ids of changed runs.</param>
/// <param name="Created">Short ids of new runs (also in <paramref name="Changed"/>).</param>
public sealed record ProjectChanges(IReadOnlyList<string> Changed, IReadOnlyList<string> Created);

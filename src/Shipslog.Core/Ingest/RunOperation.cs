using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <summary>
/// One change of a run: the few verbs into which every protocol, importer and command translates. Operations are applied in the order
/// of their batch, each on its own: one that fails is rejected with a reason, the others are kept.
/// </summary>
public abstract record RunOperation
{
    private RunOperation()
    {
    }

    /// <summary>Creates an attribute that is no series, or replaces its value. A path of another kind rejects it.</summary>
    public sealed record Assign(AttributePath Path, AttributeValue Value) : RunOperation;

    /// <summary>Appends points to a float series, which is created if missing (also by an empty list).</summary>
    public sealed record AppendFloats(AttributePath Path, Points<double> Points) : RunOperation;

    /// <summary>Sets previews of a float series, which is created if missing. One at the step of another replaces it; one that does not come after the last point is rejected (<c>preview-not-after-last</c>).</summary>
    public sealed record AppendPreviews(AttributePath Path, Points<Preview> Points) : RunOperation;

    /// <summary>Appends texts to a string series, which is created if missing (also by an empty list).</summary>
    public sealed record AppendStrings(AttributePath Path, Points<string> Points) : RunOperation;

    /// <summary>Appends files to a file series, which is created if missing (also by an empty list). The files are in the file store already.</summary>
    public sealed record AppendFiles(AttributePath Path, Points<SeriesFile> Points) : RunOperation;

    /// <summary>Appends histograms to a histogram series, which is created if missing (also by an empty list).</summary>
    public sealed record AppendHistograms(AttributePath Path, Points<Histogram> Points) : RunOperation;

    /// <summary>Removes all points of a series; a missing one is created empty.</summary>
    public sealed record ClearSeries(AttributePath Path, AttributeKind Kind) : RunOperation;

    /// <summary>Sets the display hints of a float series, which is created if missing.</summary>
    public sealed record ConfigureSeries(AttributePath Path, SeriesConfig Config) : RunOperation;

    /// <summary>Changes a string set, which is created if missing: clears it first if asked, then removes, then adds.</summary>
    public sealed record ChangeStringSet(
        AttributePath Path,
        IReadOnlyList<string> Add,
        IReadOnlyList<string> Remove,
        bool Clear = false) : RunOperation;

    /// <summary>Changes a file set, which is created if missing: empties it first if asked, then deletes paths (a folder's path deletes all below; missing ones are ignored), then puts files.</summary>
    public sealed record ChangeFileSet(
        AttributePath Path,
        IReadOnlyList<FileSetEntry> Put,
        IReadOnlyList<string> Delete,
        bool Reset = false) : RunOperation;

    /// <summary>Deletes an attribute; a missing one is no error.</summary>
    public sealed record DeleteAttribute(AttributePath Path) : RunOperation;

    /// <summary>The client reports in: a run that was inactive is running again. Ended runs stay ended.</summary>
    public sealed record Ping : RunOperation;

    /// <summary>Sets the state. Ending sets <c>sys/finish_time</c>, and Failed sets <c>sys/failed</c>.</summary>
    /// <param name="State">The new state.</param>
    public sealed record SetState(RunState State) : RunOperation;

    /// <summary>Moves the run to the trash or back.</summary>
    public sealed record SetTrashed(bool Trashed) : RunOperation;

    /// <summary>Makes the run one of a family, with the attributes that readers of the 3.x generation expect; it has no display name until it heads a line. Comes with the creation.</summary>
    /// <param name="Family">The family's name.</param>
    /// <param name="ProjectId">UUID of the project, which such runs tell.</param>
    /// <param name="Origin">Of a fork: what it tells of it; null: it is none.</param>
    public sealed record JoinFamily(string Family, Guid ProjectId, ForkOrigin? Origin = null) : RunOperation;

    /// <summary>Makes the run the head of a line of runs: the one that the line's name means. The head until now stays in the line.</summary>
    /// <param name="Line">The line's name, at most 730 UTF-8 bytes.</param>
    public sealed record TakeHead(string Line) : RunOperation;

    /// <summary>The run is no longer the head of its line. Written by the engine when another takes it.</summary>
    public sealed record CedeHead : RunOperation;

    /// <summary>Supersedes all points of the run after a step, of every series; <see cref="UndoRewind"/> brings them back. Runs forked from it keep what they have.</summary>
    /// <param name="LastStep">The last step that counts, inclusive; finite.</param>
    public sealed record Rewind(Step LastStep) : RunOperation
    {
        /// <summary>The number under which points are stored from then on; given by the engine.</summary>
        internal int StoreKey { get; init; }
    }

    /// <summary>The run's points are again those before its last rewind; what was written since is superseded.</summary>
    public sealed record UndoRewind : RunOperation;

    /// <summary>An ancestor of a forked run has points of these series that the fork shares: their summaries are counted. Only the engine makes it.</summary>
    internal sealed record Inherit(IReadOnlyList<(AttributePath Path, AttributeKind Kind)> Series) : RunOperation;
}

/// <summary>Points of one series in columns, in the order they were sent. The three have one length.</summary>
/// <param name="Steps">Steps in any order; <see cref="Step.Auto"/> where the server picks.</param>
/// <param name="Values">Values.</param>
/// <param name="UnixMilliseconds">Timestamps, milliseconds since 1970-01-01T00:00:00Z, in any order.</param>
public sealed record Points<T>(ReadOnlyMemory<Step> Steps, ReadOnlyMemory<T> Values, ReadOnlyMemory<long> UnixMilliseconds)
{
    /// <summary>No points: creates the series.</summary>
    public static readonly Points<T> None = new(default, default, default);

    /// <summary>How many points.</summary>
    public int Count => Steps.Length;

    /// <summary>One point.</summary>
    public static Points<T> One(Step step, T value, long unixMilliseconds) =>
        new(new[] { step }, new[] { value }, new[] { unixMilliseconds });
}

/// <summary>Operations on one run that are made durable together.</summary>
/// <param name="RunId">The run (or model, version, project) to change.</param>
/// <param name="Operations">Applied in order.</param>
/// <param name="RequestId">Identifies the request for retries: a batch whose id was seen for this project is answered as before and changes nothing. Null: not a retryable request. At most 200 characters.</param>
/// <param name="RejectNamespaceClash">Whether to reject an attribute at a path that is also a namespace (<c>a</c> and <c>a/b</c>): 1.x clients cannot read such runs.</param>
/// <param name="Packed">The same operations as a message, for the log; null: they are encoded when they are written.</param>
/// <param name="OnlyForward">Whether a float point is refused unless it comes after all points of its series, as clients of the 3.x generation expect: <c>point-duplicate</c>, <c>step-not-increasing</c>, <c>time-decreasing</c>, <c>step-not-after-fork</c>.</param>
public sealed record RunBatch(
    Guid RunId,
    IReadOnlyList<RunOperation> Operations,
    string? RequestId = null,
    bool RejectNamespaceClash = false,
    Points.PackedPoints? Packed = null,
    bool OnlyForward = false);

/// <summary>Why one operation (or one point of it) was not applied.</summary>
/// <param name="OperationIndex">0-based index in the batch.</param>
/// <param name="PointIndex">0-based index of the point within the operation, or null when the whole operation was rejected.</param>
/// <param name="Code">Stable kebab-case word: <c>kind-mismatch</c>, <c>read-only</c>, <c>invalid-step</c>, <c>namespace-clash</c>, <c>invalid-value</c>.</param>
/// <param name="Message">One sentence for the user.</param>
public sealed record Rejection(int OperationIndex, int? PointIndex, string Code, string Message);

/// <summary>The outcome of a batch. Everything not rejected is on disk when the caller gets this.</summary>
/// <param name="Rejected">In the order of the operations; empty when all were applied.</param>
/// <param name="WasDuplicate">True when the request id had been seen: nothing changed now.</param>
public sealed record IngestResult(IReadOnlyList<Rejection> Rejected, bool WasDuplicate)
{
    /// <summary>All applied.</summary>
    public static readonly IngestResult Ok = new([], false);
}

/// <summary>What to create.</summary>
/// <param name="Kind">Run, model or model version (the project's own holder exists from the start).</param>
/// <param name="Owner">Username.</param>
/// <param name="CustomId">The client's own id, at most 730 UTF-8 bytes; if a run has it, that run is returned (resumed).</param>
/// <param name="ModelKey">Of a model: its key, letters and digits; taken: Conflict.</param>
/// <param name="ParentId">Of a model version: the model.</param>
/// <param name="Operations">First values, applied with the creation in one durable step; rejected ones are reported, not fatal.</param>
/// <param name="CreatedUnixMilliseconds">When it began, as its client says; null: now.</param>
/// <param name="Fork">Of a run that branches off another: where; null: it doesn't.</param>
public sealed record NewRun(
    HolderKind Kind,
    string Owner,
    string? CustomId = null,
    string? ModelKey = null,
    Guid? ParentId = null,
    IReadOnlyList<RunOperation>? Operations = null,
    long? CreatedUnixMilliseconds = null,
    NewFork? Fork = null);

/// <summary>What a fork of the 3.x generation tells of its origin.</summary>
/// <param name="Parent">The parent's custom id.</param>
/// <param name="Step">The last step shared.</param>
/// <param name="Depth">1 for a fork of a run that is none.</param>
public sealed record ForkOrigin(string Parent, Step Step, int Depth);

/// <summary>Where a new run branches off.</summary>
/// <param name="ParentId">A run of the project that isn't in the trash.</param>
/// <param name="Step">The last step of the parent's series that the new run has, inclusive; finite.</param>
/// <param name="InheritsAttributes">Whether it also begins with the parent's attributes that are no series (<c>sys/</c> excepted).</param>
public sealed record NewFork(Guid ParentId, Step Step, bool InheritsAttributes = true);

/// <summary>The outcome of a creation.</summary>
/// <param name="Run">The new or resumed run.</param>
/// <param name="WasResumed">Whether it existed.</param>
/// <param name="Rejected">First operations that were not applied.</param>
public sealed record CreatedRun(Run Run, bool WasResumed, IReadOnlyList<Rejection> Rejected);

using System.Text.Json;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>The writer: queue, group commit, answers.</content>
public sealed partial class ProjectEngine
{
    // Enough to share an fsync among many small requests, little enough that none waits long.
    private const int MaxGroupRequests = 256;
    private const int MaxGroupPoints = 1_000_000;
    private const int MaxRequestIdLength = 200;
    private static readonly TimeSpan SilenceCheck = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(45);

    private static readonly byte[] NoRejections = "[]"u8.ToArray();

    private long _sequence;

    /// <summary>Applies a batch; returns when it is on disk. A run that doesn't exist (or was purged) is NotFound.</summary>
    public async Task<IngestResult> ApplyAsync(RunBatch batch, CancellationToken cancellation = default)
    {
        if (batch.RequestId is { Length: > MaxRequestIdLength })
            throw new ShipslogException(Failure.Invalid, $"A request id has at most {MaxRequestIdLength} characters.");
        Require(batch.RunId);
        return (IngestResult)await EnqueueAsync(new WriteRequest(group => ApplyOnWriterAsync(batch, group)), cancellation);
    }

    /// <summary>Packs appends of floats on one run for <see cref="RunBatch.Packed"/>; null when they have no such form, or a name is new.</summary>
    /// <param name="operations">What will be applied, all of it.</param>
    /// <param name="unixMilliseconds">Now.</param>
    public PackedPoints? TryPack(IReadOnlyList<RunOperation> operations, long unixMilliseconds)
    {
        var numbering = Volatile.Read(ref _numbering);
        using var room = Scratch.Take();
        return PointsPacking.TryPack(room.Buffer, operations, name => _nameIds.TryGetValue(name, out var id) ? id : null)
            ? new PackedPoints(room.Buffer.WrittenSpan, numbering, unixMilliseconds)
            : null;
    }

    private async Task<object> EnqueueAsync(WriteRequest request, CancellationToken cancellation)
    {
        try
        {
            await _queue.Writer.WriteAsync(request, cancellation);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            throw new ShipslogException(Failure.Unavailable, "The server is shutting down.");
        }

        // Once queued it will be done: a caller that goes away must not leave others guessing.
        return await request.Answer.Task;
    }

    /// <summary>Runs the writer. A fault of ours that ends it must not leave everybody waiting for ever: it is told, and the project is closed for writing.</summary>
    private async Task WriteLoopAsync()
    {
        try
        {
            await WriteGroupsAsync();
        }
        catch (Exception failure)
        {
            _log.LogCritical(failure, "The writer of project {Project} broke off; it is closed for writing until the server is started anew", _project.Id);
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var waiting))
                waiting.Answer.TrySetException(new ShipslogException(Failure.Unavailable, "The write failed in the server; its log says why.", "internal-error"));
        }
    }

    private async Task WriteGroupsAsync()
    {
        var commit = Commit.Done;
        while (true)
        {
            var more = _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            // What failed is taken back at once, whether somebody asks for more or not.
            if (await Task.WhenAny(more, commit.Failure) == commit.Failure)
                commit = await SettleAsync(commit, null);
            if (!await more)
                break;
            var group = new WriteGroup(this, commit.Group);
            while (group.Broken is null && group.Requests.Count < MaxGroupRequests && group.Points < MaxGroupPoints && _queue.Reader.TryRead(out var request))
                await PrepareAsync(request, group);

            // It was applied while the one before was on its way to the disk: if that did not arrive, neither does this.
            commit = await SettleAsync(commit, group);
            if (commit.Group is null)
                continue;
            if (group.Broken is { } broken)
            {
                commit = await SettleAsync(commit, null);
                await RepairAsync(broken.Request, broken.Failure);
            }

            if (_memory.IsFull)
                _memory.Evict();
            StartCheckpointIfDue();
            if (!IsAheadOfCheckpoint)
                continue;
            // A checkpoint may itself wait for the commit.
            commit = await SettleAsync(commit, null);
            await _checkpoint;
        }

        await SettleAsync(commit, null);
    }

    /// <summary>Waits for a commit, then begins the next one. When it failed, both are refused, and memory is again what the disk has.</summary>
    private async Task<Commit> SettleAsync(Commit commit, WriteGroup? next)
    {
        if (await commit.Failure is not { } failure)
            return next is null ? Commit.Done : new Commit(next.Alone(), StartCommit(next));
        _log.LogError(failure, "A write of {Requests} requests failed", commit.Group!.Requests.Count);
        await RecoverAsync();
        commit.Group.Refuse(failure);
        next?.Refuse(failure);
        return Commit.Done;
    }

    private static async Task PrepareAsync(WriteRequest request, WriteGroup group)
    {
        try
        {
            group.Requests.Add((request, await request.Work(group)));
        }
        catch (ShipslogException failure) when (failure.Failure != Failure.Unavailable)
        {
            // Refused by a rule, before anything was changed.
            request.Answer.SetException(failure);
        }
        catch (Exception failure)
        {
            group.Broken = (request, failure);
        }
    }

    /// <summary>A request that broke off (a damaged chunk, a fault of ours) may be half applied in memory; what the others of its group did is on disk by now.</summary>
    private async Task RepairAsync(WriteRequest request, Exception failure)
    {
        _log.LogError(failure, "A write broke off; memory is rebuilt from the disk");
        await RecoverAsync();
        request.Answer.TrySetException(failure as ShipslogException
            ?? new ShipslogException(Failure.Unavailable, "The write failed in the server; its log says why.", "internal-error"));
    }

    /// <summary>Many requests are prepared while those before them are stored; a single one is not sent to another thread for that.</summary>
    private Task<Exception?> StartCommit(WriteGroup group) =>
        group.Requests.Count == 1 ? CommitAsync(group) : Task.Run(() => CommitAsync(group));

    private async Task<Exception?> CommitAsync(WriteGroup group)
    {
        try
        {
            if (group.Entries.Count > 0)
                await _store.AppendAsync(new LogGroup(group.Entries, group.Names, group.Keys, Now), CancellationToken.None);
        }
        catch (Exception failure)
        {
            return failure;
        }

        foreach (var (request, answer) in group.Requests)
            request.Answer.SetResult(answer);
        Publish(group);
        return null;
    }

    /// <summary>After a failed commit memory is ahead of the disk: what the disk has is the truth.</summary>
    private async Task RecoverAsync()
    {
        var free = _oneCheckpoint.WaitAsync(CancellationToken.None);
        while (!free.IsCompleted)
        {
            // A checkpoint (or a purge) may itself wait for the writer: refuse what is queued rather than wait for each other.
            while (_queue.Reader.TryRead(out var waiting))
                waiting.Answer.SetException(new ShipslogException(Failure.Unavailable, "The storage failed; try again."));
            await Task.WhenAny(free, Task.Delay(20, CancellationToken.None));
        }

        try
        {
            await LoadAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            _log.LogCritical(failure, "Project {Project} cannot be read back; it is closed for writing", _project.Id);
            _queue.Writer.TryComplete();
        }
        finally
        {
            _oneCheckpoint.Release();
        }
    }

    private async Task<object> ApplyOnWriterAsync(RunBatch batch, WriteGroup group)
    {
        if (batch.RequestId is { } id && (group.AnswerOf(id) ?? await _store.FindRequestAsync(id, CancellationToken.None)) is { } answer)
            return new IngestResult(JsonSerializer.Deserialize<Rejection[]>(answer) ?? [], true);
        var run = Require(batch.RunId);
        var application = new OperationApplication(run, _layers, group.NumberOf, batch.Packed?.UnixMilliseconds ?? Now) { OnlyForward = batch.OnlyForward };
        var rejected = await ApplyToAsync(run, batch.Operations, batch.RejectNamespaceClash, application, null, group, batch.Packed);
        await MoveHeadAsync(run, batch.Operations, group);
        if (batch.RequestId is { } key)
            group.Keep(key, rejected.Count == 0 ? NoRejections : JsonSerializer.SerializeToUtf8Bytes(rejected));
        return rejected.Count == 0 ? IngestResult.Ok : new IngestResult(rejected, false);
    }

    private async Task<IReadOnlyList<Rejection>> ApplyToAsync(
        LiveRun run,
        IReadOnlyList<RunOperation> operations,
        bool rejectNamespaceClash,
        OperationApplication application,
        Run? created,
        WriteGroup group,
        PackedPoints? packed = null)
    {
        var rejected = new List<Rejection>();
        var accepted = new List<RunOperation>(operations.Count);
        application.Expect(operations.Count);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is RunOperation.AppendFloats floats && application.TryAppendAhead(floats))
            {
                accepted.Add(floats);
                continue;
            }

            var index = i;
            if (OperationRules.Explain(run, operations[i], rejectNamespaceClash) is var (code, message))
            {
                rejected.Add(new Rejection(i, null, code, message));
                continue;
            }

            if (BranchBefore(run, operations[i]) is { } branch)
                accepted.Add(await BeginBranchAsync(run, branch, application));
            if (operations[i] is RunOperation.Rewind rewind)
                accepted.Add(await BeginBranchAsync(run, rewind, application));
            else
                accepted.Add(await application.ApplyAsync(
                    operations[i], (point, why, text) => rejected.Add(new Rejection(index, point, why, text)), CancellationToken.None));
        }

        if (accepted.Count == 0 && created is null)
            return rejected;
        application.Finish(OnlyPings(accepted));
        var entry = packed is not null && packed.Holds(_numbering) && rejected.Count == 0 && !application.ChangedSteps
            ? packed.Entry
            : OperationCodec.Encode(new LogRecord(application.UnixMilliseconds, created, false, accepted));
        group.Add(run, created, entry, application.Changes.Values);
        group.Count(application);
        await TellHeirsAsync(run, accepted, group);
        return rejected;
    }

    // The path that is returned is one text for all runs that have it.
    private (int Id, AttributePath Shared) NumberOf(AttributePath path) =>
        _nameIds.TryGetValue(path.Value, out var id) ? (id, NameOf(id)!.Value) : throw new InvalidOperationException("The log names an unknown attribute.");

    /// <summary>Readers brought more into memory than shall stay: only the writer may let runs go.</summary>
    private void AskForRoom()
    {
        if (_memory.IsFull)
            _queue.Writer.TryWrite(new WriteRequest(_ => Task.FromResult<object>(IngestResult.Ok)));
    }

    private void RequestSilenceCheck() => _queue.Writer.TryWrite(new WriteRequest(MarkSilentAsync));

    private async Task<object> MarkSilentAsync(WriteGroup group)
    {
        var limit = Now - (long)SilenceLimit.TotalMilliseconds;
        // Entry by entry: all values at once would be a copy, under a lock, of a hundred thousand every few seconds.
        foreach (var (_, run) in _runs)
        {
            if (!run.IsRunning || run.IsDamaged || run.SeenUnixMilliseconds >= limit)
                continue;
            var application = new OperationApplication(run, _layers, group.NumberOf, Now);
            await ApplyToAsync(run, [new RunOperation.SetState(RunState.Inactive)], false, application, null, group);
        }

        return IngestResult.Ok;
    }

    /// <summary>One thing for the writer to do. Its work runs on the writer and adds to the group; the answer comes when that is on disk.</summary>
    private sealed record WriteRequest(Func<WriteGroup, Task<object>> Work)
    {
        public TaskCompletionSource<object> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A group on its way to the disk.</summary>
    /// <param name="Group">Which; null: none is.</param>
    /// <param name="Failure">Why it did not arrive; null: it did.</param>
    private sealed record Commit(WriteGroup? Group, Task<Exception?> Failure)
    {
        public static readonly Commit Done = new(null, Task.FromResult<Exception?>(null));
    }

    /// <summary>What one commit makes durable.</summary>
    /// <param name="engine">The project.</param>
    /// <param name="before">The group that may still be on its way to the disk.</param>
    private sealed class WriteGroup(ProjectEngine engine, WriteGroup? before)
    {
        private WriteGroup? _before = before;
        private Dictionary<string, byte[]>? _answers;

        public List<(WriteRequest Request, object Answer)> Requests { get; } = [];

        public List<LogEntry> Entries { get; } = [];

        public List<AttributeName> Names { get; } = [];

        public List<(string RequestId, byte[] Answer)> Keys { get; } = [];

        /// <summary>The request that broke off in this group, if one did; the last one of it.</summary>
        public (WriteRequest Request, Exception Failure)? Broken { get; set; }

        public HashSet<string> ChangedRuns { get; } = new(StringComparer.Ordinal);

        public HashSet<string> CreatedRuns { get; } = new(StringComparer.Ordinal);

        /// <summary>Points appended.</summary>
        public long Points { get; private set; }

        public void Count(OperationApplication application)
        {
            Points += application.Points;
            engine._unfrozen.Add(application.Points, application.Appends, application.SeriesBegun);
        }

        /// <summary>What was answered to a request that is not on the disk yet; null: it did not come.</summary>
        public byte[]? AnswerOf(string requestId) => _answers?.GetValueOrDefault(requestId) ?? _before?._answers?.GetValueOrDefault(requestId);

        /// <summary>Keeps an answer for a retry.</summary>
        public void Keep(string requestId, byte[] answer)
        {
            Keys.Add((requestId, answer));
            (_answers ??= new Dictionary<string, byte[]>(StringComparer.Ordinal))[requestId] = answer;
        }

        /// <summary>The one before is on the disk.</summary>
        public WriteGroup Alone()
        {
            _before = null;
            return this;
        }

        /// <summary>None of it is on the disk.</summary>
        public void Refuse(Exception failure)
        {
            foreach (var (request, _) in Requests)
                request.Answer.TrySetException(failure as ShipslogException ?? new ShipslogException(Failure.Unavailable, failure.Message));
            if (Broken is { } broken)
                broken.Request.Answer.TrySetException(failure as ShipslogException ?? new ShipslogException(Failure.Unavailable, failure.Message));
        }

        public (int Id, AttributePath Shared) NumberOf(AttributePath path)
        {
            if (engine._nameIds.TryGetValue(path.Value, out var id))
                return (id, engine.NameOf(id)!.Value);
            var name = new AttributeName(engine._names.Count, path.Value);
            engine.Remember(name);
            Names.Add(name);
            return (name.Id, path);
        }

        public void Add(LiveRun run, Run? created, byte[] entry, IReadOnlyCollection<AttributeChange> changes)
        {
            run.Version = ++engine._sequence;
            Entries.Add(new LogEntry(run.Version, run.Run.Key, entry));
            engine._table.Update(run.Run, changes);
            engine._dirty[run.Run.Key] = run;
            ChangedRuns.Add(run.Run.ShortId);
            if (created is not null)
                CreatedRuns.Add(run.Run.ShortId);
        }
    }
}

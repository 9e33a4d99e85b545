using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Storage;

namespace Shipslog.Core;

/// <summary>
/// One open project: the only way in (operations on runs) and out (snapshots, points, queries). Thread safe. Writes are answered when
/// they are on disk, and every read begun afterwards sees them.
/// </summary>
/// <remarks>
/// One writer task owns all changes: it takes whatever requests wait, applies them in memory, makes their log entries durable in one
/// transaction, and answers them together. Checkpoints move what the log holds into chunks and documents beside it.
/// </remarks>
public sealed partial class ProjectEngine : IAsyncDisposable
{
    private readonly Project _project;
    private readonly IProjectStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<IEnumerable<ContentHash>, Task<long>> _deleteFiles;
    private readonly ConcurrentDictionary<Guid, LiveRun> _runs = new();
    private readonly ConcurrentDictionary<int, LiveRun> _byKey = new();
    private readonly ConcurrentDictionary<string, LiveRun> _byShortId = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, LiveRun> _byCustomId = new(StringComparer.Ordinal);
    private readonly SeriesLayers _layers;
    private readonly List<AttributePath?> _names = [null];
    private readonly ConcurrentDictionary<string, int> _nameIds = new(StringComparer.Ordinal);

    // How often the names were read from the store: what was packed with numbers of another time is packed anew.
    private int _numbering;
    private readonly Channel<WriteRequest> _queue =
        Channel.CreateBounded<WriteRequest>(new BoundedChannelOptions(1024) { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly int _maxAttributes;
    private readonly int _checkpointAfter;
    private RunTable _table = new(keepsAll: false);
    private RunMemory _memory;
    private Task _writer = Task.CompletedTask;
    private ITimer? _silenceTimer;

    private ProjectEngine(
        Project project, IProjectStore store, TimeProvider time, ILogger log, Func<IEnumerable<ContentHash>, Task<long>> deleteFiles, int maxAttributes, int checkpointAfter)
    {
        (_project, _store, _time, _log, _deleteFiles) = (project, store, time, log, deleteFiles);
        (_maxAttributes, _checkpointAfter) = (maxAttributes, checkpointAfter);
        _memory = NewMemory();
        _layers = new SeriesLayers(key => _byKey.GetValueOrDefault(key), store);
    }

    private RunMemory NewMemory() => new(_store, NameOf, _maxAttributes);

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens a project and replays its log.</summary>
    internal static async Task<ProjectEngine> OpenAsync(
        Project project,
        IProjectStore store,
        TimeProvider time,
        ILogger log,
        Func<IEnumerable<ContentHash>, Task<long>> deleteFiles,
        CancellationToken cancellation,
        int maxAttributes = RunMemory.DefaultMaxAttributes,
        int checkpointAfter = CheckpointAfterEntries)
    {
        var engine = new ProjectEngine(project, store, time, log, deleteFiles, maxAttributes, checkpointAfter);
        await engine.LoadAsync(cancellation);
        engine._writer = Task.Run(engine.WriteLoopAsync, CancellationToken.None);
        if (engine.Find(project.Id) is null)
            await engine.CreateHolderAsync(cancellation);
        engine._silenceTimer = time.CreateTimer(_ => engine.RequestSilenceCheck(), null, SilenceCheck, SilenceCheck);
        return engine;
    }

    /// <summary>Finds a run (also a trashed one) by UUID, short id or custom id; null when there is none.</summary>
    public Run? Find(string id) =>
        Guid.TryParse(id, out var uuid) && Find(uuid) is { } byId ? byId
        : _byShortId.TryGetValue(id, out var run) || _byCustomId.TryGetValue(id, out run) ? run.Run : null;

    /// <summary>Finds a run by its client's own id only; null when there is none.</summary>
    public Run? FindCustom(string customId) => _byCustomId.TryGetValue(customId, out var run) ? run.Run : null;

    /// <summary>Finds a run by UUID; null when there is none.</summary>
    public Run? Find(Guid id) => _runs.TryGetValue(id, out var run) ? run.Run : null;

    /// <summary>Finds a run by its number; null when there is none.</summary>
    public Run? FindByKey(int runKey) => _byKey.TryGetValue(runKey, out var run) ? run.Run : null;

    /// <summary>The path of an attribute number; null when there is none.</summary>
    public AttributePath? NameOf(int attributeId)
    {
        lock (_names)
            return attributeId > 0 && attributeId < _names.Count ? _names[attributeId] : null;
    }

    /// <summary>Answers what is queued, stores everything in chunks and documents, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_silenceTimer is not null)
            await _silenceTimer.DisposeAsync();
        _queue.Writer.TryComplete();
        await _writer;
        await _checkpoint;
        await CheckpointAsync(CancellationToken.None);
        await KeepColumnsAsync();
        await _stopping.CancelAsync();
        _stopping.Dispose();
        _table.Dispose();
        await _store.DisposeAsync();
    }

    private LiveRun Require(Guid runId) =>
        _runs.TryGetValue(runId, out var run) ? RequireSound(run) : throw new ShipslogException(Failure.NotFound, $"There is no run {runId}.", "run-not-found");

    private void Register(LiveRun run)
    {
        _runs[run.Run.Id] = run;
        _byKey[run.Run.Key] = run;
        _byShortId[run.Run.ShortId] = run;
        if (run.Run.CustomId is { } customId)
            _byCustomId[customId] = run;
        Count(run.Run);
        RegisterHistory(run);
    }

    private void Forget(LiveRun run)
    {
        _damaged.Remove(run.Run.Key);
        _runs.TryRemove(run.Run.Id, out _);
        ForgetHistory(run);
        _byShortId.TryRemove(run.Run.ShortId, out _);
        if (run.Run.CustomId is { } customId)
            _byCustomId.TryRemove(customId, out _);
        ForgetHead(run);
        run.IsForgotten = true;
        _table.Remove(run.Run.Key, run.Slots.Values.Select(slot => (slot.Path.Value, slot.Value.Kind)));
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        _runs.Clear();
        _byKey.Clear();
        _heirs.Clear();
        _purged.Clear();
        _byShortId.Clear();
        _byCustomId.Clear();
        _heads.Clear();
        _nameIds.Clear();
        // After a failed commit these are ahead of the disk: storing one would keep what was refused, under a sequence number used again.
        _dirty.Clear();
        _damaged.Clear();
        (_lastKey, _lastNumber) = (0, []);
        _names.RemoveRange(1, _names.Count - 1);
        _table.Dispose();
        _table = new RunTable(keepsAll: false);
        _memory = NewMemory();
        await foreach (var name in _store.ReadNamesAsync(cancellation))
            Remember(name);
        // Not before all are read: numbers that a failed commit gave are given again to other names.
        Interlocked.Increment(ref _numbering);
        if (_store.ReadDocument(CountersKey) is { } counters)
            RestoreCounters(counters.Document.Span);
        await LoadHeadsAsync(cancellation);
        _sequence = _checkpointed = await _store.ReadCheckpointSequenceAsync(cancellation);
        var entries = 0;
        await foreach (var entry in _store.ReadLogAsync(_checkpointed, cancellation))
        {
            await ReplayAsync(entry, cancellation);
            _sequence = entry.Sequence;
            entries++;
        }

        _log.LogInformation("Opened project {Project}: {Runs} runs, {Entries} log entries replayed", _project.Id, _runs.Count, entries);
    }

    private void Remember(AttributeName name)
    {
        lock (_names)
        {
            while (_names.Count <= name.Id)
                _names.Add(null);
            _names[name.Id] = new AttributePath(name.Path);
        }

        _nameIds[name.Path] = name.Id;
    }

    private async Task ReplayAsync(LogEntry entry, CancellationToken cancellation)
    {
        // A checkpoint slice stored this run's document with the entry in it, before the log was trimmed.
        if (_byKey.TryGetValue(entry.RunKey, out var known) && known.Version >= entry.Sequence)
            return;
        if (Decode(entry) is not { } record || (_damaged.Contains(entry.RunKey) && !record.IsPurge))
            return;
        if (record.Created is { } created && !_byKey.ContainsKey(created.Key))
            Register(new LiveRun(created, _memory));
        if (!_byKey.TryGetValue(entry.RunKey, out var run))
            return;
        if (record.IsPurge)
        {
            Forget(run);
            await DeleteStoredAsync(run, cancellation);
            return;
        }

        var application = new OperationApplication(run, _layers, NumberOf, record.UnixMilliseconds);
        if (record.Created is not null)
            SetBirthAttributes(application, run.Run);
        foreach (var operation in record.Operations)
        {
            await application.ApplyAsync(operation, null, cancellation);
            if (operation is RunOperation.Rewind)
                RegisterHistory(run);
        }

        RememberHead(run);
        application.Finish(OnlyPings(record.Operations));
        run.Version = entry.Sequence;
        _dirty[run.Run.Key] = run;
        _table.Update(run.Run, [.. application.Changes.Values]);
    }

    private static bool OnlyPings(IReadOnlyList<RunOperation> operations) =>
        operations.Count > 0 && operations.All(operation => operation is RunOperation.Ping);
}

/// <summary>What changed since the last notice.</summary>
/// <param name="Changed">Short ids of changed runs.</param>
/// <param name="Created">Short ids of new runs (also in <paramref name="Changed"/>).</param>
public sealed record ProjectChanges(IReadOnlyList<string> Changed, IReadOnlyList<string> Created);

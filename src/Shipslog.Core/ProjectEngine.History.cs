using System.Collections.Concurrent;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core;

/// <content>
/// Forks and rewinds. A fork reads its ancestors' points where they lie; what an ancestor still adds up to the step of the fork shows in it.
/// What an ancestor rewinds, clears or deletes stays for it: the ancestor goes on under a new store number.
/// </content>
public sealed partial class ProjectEngine
{
    // By store number: the runs that inherit points stored under it.
    private readonly ConcurrentDictionary<int, IReadOnlyList<LiveRun>> _heirs = new();

    // Purged runs whose documents go with the next checkpoint.
    private readonly ConcurrentDictionary<int, LiveRun> _purged = new();

    /// <summary>The run and the runs it descends from, nearest first, each with the step up to which it shares its parent's points.</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public RunLineage Lineage(Guid runId)
    {
        var run = Require(runId);
        var ancestors = new List<Ancestor>();
        for (var fork = run.Run.Fork; fork is not null; fork = Find(fork.ParentId)?.Fork)
            ancestors.Add(new Ancestor(fork.ParentId, Find(fork.ParentId), fork.Step));
        var children = run.Timeline.Branches.SelectMany(branch => _heirs.GetValueOrDefault(branch.Key) ?? [])
            .Select(heir => heir.Run).Where(heir => heir.Fork!.ParentId == runId).Distinct().OrderBy(heir => heir.Key).ToArray();
        return new RunLineage(ancestors, children, run.Timeline.RewoundTo);
    }

    private static RunFork ForkOf(LiveRun parent, NewFork wanted) =>
        new(parent.Run.Id, wanted.Step, wanted.InheritsAttributes, parent.Timeline.UpTo(wanted.Step), parent.Timeline.Cuts);

    /// <summary>What a fork begins with: the summaries of its parent's series, and the parent's other attributes when it wants them.</summary>
    private static List<RunOperation> Inheritance(LiveRun parent, NewFork wanted)
    {
        var slots = parent.Slots.Values.Where(slot => !slot.Path.IsBelow("sys")).ToList();
        var series = slots.Where(slot => slot.Value.Kind.IsSeries() && SeriesRecount.Position(slot.Value) is { Count: > 0 } position && position.FirstStep <= wanted.Step);
        var operations = new List<RunOperation> { new RunOperation.Inherit([.. series.Select(slot => (slot.Path, slot.Value.Kind))]) };
        if (wanted.InheritsAttributes)
            operations.AddRange(slots.Where(slot => !slot.Value.Kind.IsSeries()).Select(slot => new RunOperation.Assign(slot.Path, slot.Value)));
        return operations;
    }

    private LiveRun RequireForkable(NewFork fork)
    {
        if (!double.IsFinite(fork.Step.Value))
            throw new ShipslogException(Failure.Invalid, "The step of a fork is not a finite number.", "invalid-step");
        if (!_runs.TryGetValue(fork.ParentId, out var parent) || parent.Run.Kind != HolderKind.Run)
            throw new ShipslogException(Failure.NotFound, $"There is no run {fork.ParentId} to fork.", "parent-not-found");
        if (parent[SystemPaths.Trashed] is AttributeValue.Bool { Value: true })
            throw new ShipslogException(Failure.Conflict, $"{parent.Run.ShortId} is in the trash; restore it before it is forked.", "parent-trashed");
        return parent;
    }

    /// <summary>A run that exists is resumed, wherever it was forked; but not as a child of itself or of its own descendant.</summary>
    private void RefuseCycle(Run existing, NewRun wanted)
    {
        for (var id = wanted.Fork?.ParentId; id is { } ancestor; id = Find(ancestor)?.Fork?.ParentId)
        {
            if (ancestor == existing.Id)
                throw new ShipslogException(Failure.Conflict, $"{existing.ShortId} exists, and cannot be forked from itself or its descendants.", "fork-cycle");
        }
    }

    private void RegisterHistory(LiveRun run)
    {
        if (run.HasNoHistory)
        {
            _byKey[run.Run.Key] = run;
            return;
        }

        foreach (var branch in run.Timeline.Branches)
        {
            _byKey[branch.Key] = run;
            _lastKey = Math.Max(_lastKey, branch.Key);
        }

        foreach (var layer in run.Timeline.Inherited)
        {
            var heirs = _heirs.GetValueOrDefault(layer.StoreKey) ?? [];
            if (!heirs.Contains(run))
                _heirs[layer.StoreKey] = [.. heirs, run];
        }
    }

    private void ForgetHistory(LiveRun run)
    {
        foreach (var branch in run.Timeline.Branches)
            _byKey.TryRemove(branch.Key, out _);
        foreach (var layer in run.Timeline.Inherited)
        {
            if (_heirs.GetValueOrDefault(layer.StoreKey)?.Where(heir => heir != run).ToArray() is { Length: > 0 } others)
                _heirs[layer.StoreKey] = others;
            else
                _heirs.TryRemove(layer.StoreKey, out _);
        }
    }

    /// <summary>Deletes what nobody needs any more of a forgotten run and of deleted ancestors of which it was the last heir; returns the bytes freed.</summary>
    private async Task<long> DeleteStoredAsync(LiveRun run, CancellationToken cancellation)
    {
        long freed = 0;
        var keys = run.Timeline.Inherited.Select(layer => layer.StoreKey).Where(key => !_byKey.ContainsKey(key))
            .Concat(run.Timeline.Branches.Select(branch => branch.Key).Reverse());
        // The run's own number, which its document is stored under, comes last: a crash before it leaves all that a repetition needs.
        var isNeeded = run.Timeline.Branches.Any(branch => _heirs.ContainsKey(branch.Key));
        foreach (var key in keys.ToList())
        {
            // A replay of the log over chunks that stay, without the document that says what is in them, would count their points as known.
            if (key == run.Run.Key && isNeeded)
                _purged[key] = run;
            else
                freed += await DeleteStoredAsync(run, key, cancellation);
        }

        return freed;
    }

    /// <summary>Before the log is trimmed, when all others' documents are stored: the documents of purged runs whose chunks forks still need.</summary>
    private async Task DeletePurgedAsync(CancellationToken cancellation)
    {
        foreach (var (key, run) in _purged.ToArray())
        {
            await DeleteStoredAsync(run, key, cancellation);
            _purged.TryRemove(key, out _);
        }
    }

    private async Task<long> DeleteStoredAsync(LiveRun run, int key, CancellationToken cancellation)
    {
        var uses = new AttributeUses();
        if (key == run.Run.Key && _store.ReadDocument(key) is { } document)
            uses.Remove(document, run.Run.Kind);
        return await _store.DeleteRunAsync(key, _heirs.ContainsKey(key), uses.Changes, cancellation);
    }

    /// <summary>An operation that takes points away must leave them to the heirs: the run then goes on under a new store number.</summary>
    private RunOperation.Rewind? BranchBefore(LiveRun run, RunOperation operation)
    {
        var takesAway = operation is RunOperation.ClearSeries
            || (operation is RunOperation.DeleteAttribute { Path: var path } && run[path.Value]?.Kind.IsSeries() == true);
        return takesAway && _heirs.ContainsKey(run.Timeline.CurrentKey) ? new RunOperation.Rewind(Step.Highest) : null;
    }

    private async Task<RunOperation> BeginBranchAsync(LiveRun run, RunOperation.Rewind rewind, OperationApplication application)
    {
        var numbered = await application.ApplyAsync(rewind with { StoreKey = ++_lastKey }, null, CancellationToken.None);
        RegisterHistory(run);
        return numbered;
    }

    /// <summary>Points that a run got at steps which forks share are counted in these too, each with a log entry of its own.</summary>
    private async Task TellHeirsAsync(LiveRun run, List<RunOperation> accepted, WriteGroup group)
    {
        if (!_heirs.TryGetValue(run.Timeline.CurrentKey, out var heirs))
            return;
        foreach (var heir in heirs.Where(heir => !heir.IsDamaged))
        {
            var upTo = heir.Timeline.Inherited.Last(layer => layer.StoreKey == run.Timeline.CurrentKey).UpTo;
            var series = accepted.Where(operation => Touches(operation, upTo)).Select(operation => (OperationRules.Target(operation).Path, OperationRules.Target(operation).Kind!.Value)).Distinct().ToArray();
            if (series.Length == 0)
                continue;
            var application = new OperationApplication(heir, _layers, group.NumberOf, Now);
            await ApplyToAsync(heir, [new RunOperation.Inherit(series)], false, application, null, group);
        }
    }

    private static bool Touches(RunOperation operation, Step upTo) => operation switch
    {
        RunOperation.AppendFloats o => AnyUpTo(o.Points.Steps.Span, upTo),
        RunOperation.AppendStrings o => AnyUpTo(o.Points.Steps.Span, upTo),
        RunOperation.AppendFiles o => AnyUpTo(o.Points.Steps.Span, upTo),
        RunOperation.AppendHistograms o => AnyUpTo(o.Points.Steps.Span, upTo),
        _ => false,
    };

    private static bool AnyUpTo(ReadOnlySpan<Step> steps, Step upTo)
    {
        foreach (var step in steps)
        {
            if (step <= upTo)
                return true;
        }

        return false;
    }
}

/// <summary>Where a run comes from and what came of it.</summary>
/// <param name="Ancestors">Its parent first; ends at one that was deleted.</param>
/// <param name="Children">Runs forked from it, in order of creation.</param>
/// <param name="RewoundTo">The last step that its last rewind kept, when that wasn't undone.</param>
public sealed record RunLineage(IReadOnlyList<Ancestor> Ancestors, IReadOnlyList<Run> Children, Step? RewoundTo);

/// <summary>An ancestor of a forked run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Run">The run; null when it was deleted.</param>
/// <param name="Step">The last step shared with it.</param>
public sealed record Ancestor(Guid Id, Run? Run, Step Step);

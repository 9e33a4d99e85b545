using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <summary>
/// How a run's points lie in layers: what it inherited, then its branches. Every rewind begins a branch, with a store number of its own,
/// above what it keeps; what it supersedes stays stored below, so that it can be undone. Immutable.
/// </summary>
internal sealed class RunTimeline
{
    private RunTimeline(IReadOnlyList<HistoryLayer> inherited, IReadOnlyList<Branch> branches, int current, IReadOnlyList<SeriesCut> cuts)
    {
        (Inherited, Branches, Current, Cuts) = (inherited, branches, current, cuts);
        Layers = LayersOfBranch(current);
    }

    /// <summary>Of a new run.</summary>
    public RunTimeline(Run run)
        : this(run.Fork?.Layers ?? [], [new Branch(run.Key, -1, Step.Highest)], 0, run.Fork?.Cuts ?? [])
    {
    }

    /// <summary>Layers of ancestors, the oldest first.</summary>
    public IReadOnlyList<HistoryLayer> Inherited { get; }

    /// <summary>The run's own branches; the first is the one it began with.</summary>
    public IReadOnlyList<Branch> Branches { get; }

    /// <summary>Index of the branch that points are written to.</summary>
    public int Current { get; }

    /// <summary>Series that were cleared or deleted, in order of time.</summary>
    public IReadOnlyList<SeriesCut> Cuts { get; }

    /// <summary>What counts now, lowest layer first; the last is the current branch.</summary>
    public HistoryLayer[] Layers { get; }

    /// <summary>Whether it is as a new run's: nothing need be stored of it.</summary>
    public bool IsPlain => Branches.Count <= 1 && Cuts.Count == 0;

    /// <summary>The store number that points are written under.</summary>
    public int CurrentKey => Branches[Current].Key;

    /// <summary>Up to where the run was rewound on the way to the current branch; null: it wasn't.</summary>
    public Step? RewoundTo
    {
        get
        {
            var rewind = LastRewind();
            return rewind < 0 ? null : Branches[rewind].UpTo;
        }
    }

    /// <summary>From what is stored.</summary>
    public static RunTimeline Restore(Run run, IReadOnlyList<Branch> branches, int current, IReadOnlyList<SeriesCut> cuts) =>
        new(run.Fork?.Layers ?? [], branches, current, cuts);

    /// <summary>Whether a store number is one of the run's own branches.</summary>
    public bool Owns(int storeKey)
    {
        foreach (var branch in Branches)
        {
            if (branch.Key == storeKey)
                return true;
        }

        return false;
    }

    /// <summary>The layers in which a series' points lie.</summary>
    public HistoryLayer[] LayersOf(int attributeId)
    {
        if (Cuts.Count == 0)
            return Layers;
        var lowest = Array.FindLastIndex(Layers, layer => Cuts.Any(cut => cut.AttributeId == attributeId && cut.StoreKey == layer.StoreKey));
        return lowest <= 0 ? Layers : Layers[lowest..];
    }

    /// <summary>Begins a branch above what has a step up to <paramref name="upTo"/>.</summary>
    public RunTimeline Begin(int storeKey, Step upTo) => new(Inherited, [.. Branches, new Branch(storeKey, Current, upTo)], Branches.Count, Cuts);

    /// <summary>Back to how it was before the last rewind; null when there was none.</summary>
    public RunTimeline? Undo()
    {
        var rewind = LastRewind();
        return rewind < 0 ? null : new RunTimeline(Inherited, Branches, Branches[rewind].Parent, Cuts);
    }

    /// <summary>A series has nothing below the current branch.</summary>
    public RunTimeline Cut(int attributeId, AttributePath path, AttributeKind kind) => LayersOf(attributeId).Length == 1
        ? this
        : new RunTimeline(Inherited, Branches, Current, [.. Cuts, new SeriesCut(attributeId, path, kind, CurrentKey)]);

    /// <summary>Series that were cleared or deleted in branches that don't count now, each as it was before.</summary>
    public IEnumerable<SeriesCut> UndoneCuts() =>
        Cuts.Where(cut => Owns(cut.StoreKey) && !Layers.Any(layer => layer.StoreKey == cut.StoreKey)).DistinctBy(cut => cut.AttributeId);

    /// <summary>The layers of what counts now up to a step: what a fork shares.</summary>
    public IReadOnlyList<HistoryLayer> UpTo(Step step) => [.. Layers.Select(layer => Bound(layer, step))];

    private int LastRewind()
    {
        var branch = Current;
        while (branch >= 0 && double.IsPositiveInfinity(Branches[branch].UpTo.Value))
            branch = Branches[branch].Parent;
        return branch;
    }

    private HistoryLayer[] LayersOfBranch(int index)
    {
        var branch = Branches[index];
        var below = branch.Parent < 0 ? Inherited : LayersOfBranch(branch.Parent);
        return [.. below.Select(layer => Bound(layer, branch.UpTo)), new HistoryLayer(branch.Key, Step.Highest)];
    }

    private static HistoryLayer Bound(HistoryLayer layer, Step step) => layer.UpTo <= step ? layer : layer with { UpTo = step };

    /// <summary>One branch.</summary>
    /// <param name="Key">The store number of its points.</param>
    /// <param name="Parent">Index of the branch it began on; -1: none.</param>
    /// <param name="UpTo">What of that counts below it; +∞: all.</param>
    public readonly record struct Branch(int Key, int Parent, Step UpTo);
}

using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <content>Forks and rewinds.</content>
internal sealed partial class OperationApplication
{
    /// <summary>Makes a branch the current one, and counts anew what has points after a step.</summary>
    private async ValueTask SwitchAsync(RunTimeline timeline, Step after, CancellationToken cancellation)
    {
        lock (run.Lock)
            run.Switch(timeline);
        foreach (var slot in run.Slots.Values.Where(slot => slot.Value.Kind.IsSeries()).ToList())
        {
            var position = SeriesRecount.Position(slot.Value);
            if (double.IsNegativeInfinity(after.Value) || (position.Count > 0 && position.LastStep > after))
            {
                slot.Disturb();
                Set(slot.Path, await SeriesRecount.ReadAsync(layers, run, slot, cancellation));
            }
        }
    }

    /// <summary>Counts series anew of which an ancestor has points, and creates those that are missing.</summary>
    private async ValueTask InheritAsync(RunOperation.Inherit inherit, CancellationToken cancellation)
    {
        foreach (var (path, kind) in inherit.Series)
        {
            if (run.Slots.TryGetValue(path.Value, out var known))
            {
                known.Disturb();
                if (known.Value.Kind == kind)
                    Set(path, await SeriesRecount.ReadAsync(layers, run, known, cancellation));
                else if (known.Value.Kind.IsSeries())
                    CutOff(known.Id, path, kind);
                continue;
            }

            var slot = new AttributeSlot(number(path).Id, path, SeriesRecount.Empty(kind));
            if (run.Timeline.LayersOf(slot.Id).Length == 1)
                continue;
            var value = Shared(path, kind) ?? await SeriesRecount.ReadAsync(layers, run, slot, cancellation);
            // One that was rewound to before these points has the series too, empty: undoing the rewind must find it to count it.
            if (SeriesRecount.Position(value).Count > 0 || run.Timeline.RewoundTo is not null)
                Set(path, value);
        }
    }

    private void CutOff(int attributeId, AttributePath path, AttributeKind kind)
    {
        lock (run.Lock)
            run.Timeline = run.Timeline.Cut(attributeId, path, kind);
    }

    /// <summary>The parent's value as it is, but for previews, when the fork has all of its points; null otherwise.</summary>
    private AttributeValue? Shared(AttributePath path, AttributeKind kind)
    {
        if (run.Run.Fork is not { Layers: [.., var last] } fork || layers.OwnerOf(last.StoreKey) is not { } parent)
            return null;
        lock (parent.Lock)
        {
            return parent.Timeline.CurrentKey == last.StoreKey && parent[path.Value] is { } value && value.Kind == kind
                && SeriesRecount.Position(value) is var position && position.LastStep <= fork.Step && run.Timeline.Branches.Count == 1
                ? value is AttributeValue.FloatSeries { Previews.Count: > 0 } floats ? floats with { Previews = [] } : value
                : null;
        }
    }
}

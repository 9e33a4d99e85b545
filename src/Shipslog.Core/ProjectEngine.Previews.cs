using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Core;

/// <content>Previews: values beyond a series' last point that may still change.</content>
public sealed partial class ProjectEngine
{
    /// <summary>
    /// Previews of a float series in step order: the run's own, and up to the step of its fork those of its ancestors, as with points; none of
    /// them once a point of the run stands at their step or after. What isn't a float series has none.
    /// </summary>
    /// <param name="series">Which.</param>
    /// <param name="loggedBy">Only what these runs logged; null: all of it.</param>
    public IReadOnlyList<PreviewPoint> Previews(SeriesRef series, IReadOnlySet<Guid>? loggedBy = null)
    {
        if (TrySlot(series, AttributeKind.FloatSeries) is not var (run, slot))
            return [];
        var value = (AttributeValue.FloatSeries)slot.Value;
        var own = loggedBy is null || loggedBy.Contains(run.Run.Id) ? value.Previews : [];
        if (run.Run.Fork is null)
            return own;
        var found = new SortedList<Step, PreviewPoint>();
        foreach (var layer in run.Timeline.LayersOf(slot.Id))
        {
            foreach (var preview in PreviewsOf(run, series.Path, layer, loggedBy))
                found[preview.Step] = preview;
        }

        foreach (var preview in own)
            found[preview.Step] = preview;
        var position = value.Summary.Position;
        return [.. found.Values.Where(preview => position.Count == 0 || preview.Step > position.LastStep)];
    }

    /// <summary>What an ancestor has in a layer of the run; an ancestor that was rewound since has its previews on another branch.</summary>
    private IEnumerable<PreviewPoint> PreviewsOf(LiveRun run, AttributePath path, HistoryLayer layer, IReadOnlySet<Guid>? loggedBy)
    {
        if (run.Timeline.Owns(layer.StoreKey) || !_byKey.TryGetValue(layer.StoreKey, out var ancestor)
            || loggedBy?.Contains(ancestor.Run.Id) == false || ancestor.Timeline.CurrentKey != layer.StoreKey)
            return [];
        return Value(ancestor.Run.Id, path.Value) is AttributeValue.FloatSeries floats ? floats.Previews.Where(preview => preview.Step <= layer.UpTo) : [];
    }
}

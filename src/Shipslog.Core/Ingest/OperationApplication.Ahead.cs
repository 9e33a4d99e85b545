using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <content>The way of nearly all points: floats, after all that their series has.</content>
internal sealed partial class OperationApplication
{
    // Steps that were found finite and in order last.
    private ReadOnlyMemory<Step> _ascending;

    /// <summary>Appends floats to a series that is there, if they come after all of it in step order and meet every rule; else changes nothing.</summary>
    public bool TryAppendAhead(RunOperation.AppendFloats append)
    {
        var points = append.Points;
        if (points.Count == 0 || points.Values.Length != points.Count || points.UnixMilliseconds.Length != points.Count
            || !run.Slots.TryGetValue(append.Path.Value, out var slot)
            || slot.Value is not AttributeValue.FloatSeries { Previews.Count: 0 } value
            || !IsAhead(points.Steps, value.Summary.Position)
            || append.Path.IsBelow("sys")
            || (OnlyForward && !IsForward(points, value.Summary.Position)))
        {
            return false;
        }

        See(isPing: false);
        AppendAhead(slot, value, points);
        return true;
    }

    private void AppendAhead(AttributeSlot slot, AttributeValue.FloatSeries value, Points<double> points)
    {
        var totals = new FloatTotals(value.Summary);
        totals.AddAfter(points);
        var changed = WithoutOvertaken(value with { Summary = totals.Build() });
        var buffer = (SeriesBuffer<double>)Buffer(slot);
        if (buffer.TailCount == 0)
            SeriesBegun++;
        lock (run.Lock)
        {
            buffer.Append(points);
            run.Changed();
            run.Replace(slot, changed);
        }

        Points += points.Count;
        Appends++;
        Note(slot.Path, changed, AttributeKind.FloatSeries);
    }

    private bool IsAhead(ReadOnlyMemory<Step> steps, SeriesSummary position) =>
        steps.Length == 0 || ((position.Count == 0 || steps.Span[0] > position.LastStep) && IsAscending(steps));

    // Series that are logged together share their steps.
    private bool IsAscending(ReadOnlyMemory<Step> steps)
    {
        if (steps.Equals(_ascending))
            return true;
        var span = steps.Span;
        if (!double.IsFinite(span[0].Value) || !double.IsFinite(span[^1].Value))
            return false;
        for (var i = 1; i < span.Length; i++)
        {
            if (span[i] <= span[i - 1])
                return false;
        }

        _ascending = steps;
        return true;
    }

    private bool IsForward(Points<double> points, SeriesSummary position)
    {
        if (run.Run.Fork is not null)
            return false;
        var last = position.Count == 0 ? long.MinValue : position.LastUnixMilliseconds;
        foreach (var time in points.UnixMilliseconds.Span)
        {
            if (time < last)
                return false;
            last = time;
        }

        return true;
    }
}

using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <content>Points: their steps, their place in a series, and what is known of it without reading them.</content>
internal sealed partial class OperationApplication
{
    private AttributeSlot SeriesAt(AttributePath path, AttributeKind kind)
    {
        if (!run.Slots.TryGetValue(path.Value, out var slot))
        {
            Set(path, SeriesRecount.Empty(kind));
            slot = run.Slots[path.Value];
        }

        return slot;
    }

    private SeriesBuffer Buffer(AttributeSlot slot) => slot.Buffer ?? Begin(slot);

    private SeriesBuffer Begin(AttributeSlot slot)
    {
        SeriesBuffer buffer = slot.Value.Kind switch
        {
            AttributeKind.FloatSeries => new SeriesBuffer<double>(),
            AttributeKind.StringSeries => new SeriesBuffer<string>(),
            AttributeKind.FileSeries => new SeriesBuffer<SeriesFile>(),
            _ => new SeriesBuffer<Histogram>(),
        };

        // A series deleted earlier in this branch may have left chunks behind: they are not this one's, whether it was created anew or came back by an undone rewind.
        lock (run.Lock)
        {
            if (run.HasDeleted && run.Deleted.Remove(new SeriesKey(run.Timeline.CurrentKey, slot.Id)))
                buffer.Clear();
            return slot.Buffer = buffer;
        }
    }

    private void Clear(AttributePath path, AttributeKind kind)
    {
        var slot = SeriesAt(path, kind);
        lock (run.Lock)
        {
            Buffer(slot).Clear();
            slot.Disturb();
            run.Timeline = run.Timeline.Cut(slot.Id, path, kind);
        }

        var config = (slot.Value as AttributeValue.FloatSeries)?.Config;
        Set(path, config is null ? SeriesRecount.Empty(kind) : new AttributeValue.FloatSeries(FloatSeriesSummary.Empty, config));
    }

    /// <summary>Gives every point its step, and leaves out those whose step is none.</summary>
    private Points<T> Resolve<T>(AttributePath path, Points<T> points, Action<int, string, string>? reject)
    {
        if (points.Steps.Equals(_ascending) || IsResolved(points.Steps.Span))
            return points;
        var position = run[path.Value] is { } value ? SeriesRecount.Position(value) : SeriesSummary.Empty;
        var (last, any) = (position.LastStep, position.Count > 0);
        ChangedSteps = true;
        var steps = points.Steps.ToArray();
        List<int>? bad = null;
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].IsAuto)
                steps[i] = any ? last.Next : new Step(0);
            if (double.IsFinite(steps[i].Value))
            {
                if (!any || steps[i] > last)
                    last = steps[i];
                any = true;
                continue;
            }

            (bad ??= []).Add(i);
            reject?.Invoke(i, "invalid-step", $"The step of a point of {path} is not a finite number.");
        }

        if (bad is null)
            return points with { Steps = steps };
        var kept = Enumerable.Range(0, steps.Length).Except(bad).ToArray();
        return new Points<T>(
            Array.ConvertAll(kept, i => steps[i]),
            Array.ConvertAll(kept, i => points.Values.Span[i]),
            Array.ConvertAll(kept, i => points.UnixMilliseconds.Span[i]));
    }

    private static bool IsResolved(ReadOnlySpan<Step> steps)
    {
        foreach (var step in steps)
        {
            if (!double.IsFinite(step.Value))
                return false;
        }

        return true;
    }

    private async ValueTask AppendFloatsAsync(AttributePath path, Points<double> points, CancellationToken cancellation)
    {
        See(isPing: false);
        var slot = SeriesAt(path, AttributeKind.FloatSeries);
        var value = (AttributeValue.FloatSeries)slot.Value;
        if (IsAhead(points.Steps, value.Summary.Position))
        {
            AppendAhead(slot, value, points);
            return;
        }

        Points += points.Count;
        var buffer = (SeriesBuffer<double>)Buffer(slot);
        var totals = new FloatTotals(value.Summary);
        var (last, any) = (value.Summary.Position.LastStep, value.Summary.Position.Count > 0);
        for (var i = 0; i < points.Count; i++)
        {
            var (step, number, time) = (points.Steps.Span[i], points.Values.Span[i], points.UnixMilliseconds.Span[i]);
            if (any && step <= last)
                slot.Disturb();
            if (!any || step > last)
                totals.Add(step, number, time);
            else if (await layers.FindAsync<double>(run, slot, step, cancellation) is { Found: true } old)
                totals.Replace(step, old.Value, number, time);
            else
                totals.Add(step, number, time);
            (last, any) = (any && last > step ? last : step, true);
            lock (run.Lock)
                buffer.Put(step, number, time);
        }

        var changed = totals.NeedsRecount
            ? (AttributeValue.FloatSeries)await SeriesRecount.ReadAsync(layers, run, slot, cancellation)
            : value with { Summary = totals.Build() };
        Set(slot, WithoutOvertaken(changed));
    }

    private async ValueTask<Points<T>> AppendAsync<T>(
        AttributePath path, Points<T> points, Func<SeriesSummary, T, bool, AttributeValue, AttributeValue> summarise, CancellationToken cancellation)
    {
        See(isPing: false);
        Points += points.Count;
        var slot = SeriesAt(path, KindOf<T>());
        var buffer = (SeriesBuffer<T>)Buffer(slot);
        var value = slot.Value;
        for (var i = 0; i < points.Count; i++)
        {
            var (step, item, time) = (points.Steps.Span[i], points.Values.Span[i], points.UnixMilliseconds.Span[i]);
            var was = SeriesRecount.Position(value);
            var isNew = was.Count == 0 || step > was.LastStep || !(await layers.FindAsync<T>(run, slot, step, cancellation)).Found;
            var isLast = was.Count == 0 || step >= was.LastStep;
            if (was.Count > 0 && step <= was.LastStep)
                slot.Disturb();
            var position = new SeriesSummary(
                was.Count + (isNew ? 1 : 0),
                was.Count == 0 || step < was.FirstStep ? step : was.FirstStep,
                isLast ? step : was.LastStep,
                isLast ? time : was.LastUnixMilliseconds);
            value = summarise(position, item, isLast, value);
            if (item is SeriesFile { Stored: { } stored })
                Grow(stored.SizeBytes);
            lock (run.Lock)
                buffer.Put(step, item, time);
        }

        Set(path, value);
        return points;
    }

    private static AttributeValue SummariseText(SeriesSummary position, string text, bool isLast, AttributeValue was) =>
        new AttributeValue.StringSeries(
            position, isLast ? SeriesRecount.Shortened(text) : ((AttributeValue.StringSeries)was).Last);

    private static AttributeValue SummariseFile(SeriesSummary position, SeriesFile file, bool isLast, AttributeValue was) =>
        new AttributeValue.FileSeries(position, isLast ? file : ((AttributeValue.FileSeries)was).Last);

    private static AttributeValue SummariseHistogram(SeriesSummary position, Histogram histogram, bool isLast, AttributeValue was) =>
        new AttributeValue.HistogramSeries(position);

    private static AttributeKind KindOf<T>() =>
        typeof(T) == typeof(string) ? AttributeKind.StringSeries
        : typeof(T) == typeof(SeriesFile) ? AttributeKind.FileSeries
        : AttributeKind.HistogramSeries;
}

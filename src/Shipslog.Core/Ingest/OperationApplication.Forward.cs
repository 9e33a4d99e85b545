using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <content>What only clients of the 3.x generation ask for.</content>
internal sealed partial class OperationApplication
{
    /// <summary>Leaves out the points that do not come after those before them. A point that is there already, value and all, was sent again.</summary>
    private async ValueTask<Points<double>> KeepForwardAsync(
        AttributePath path, Points<double> points, Action<int, string, string>? reject, CancellationToken cancellation)
    {
        var position = run[path.Value] is { } value ? SeriesRecount.Position(value) : SeriesSummary.Empty;
        var (last, lastTime, any) = (position.LastStep, position.LastUnixMilliseconds, position.Count > 0);
        List<int>? kept = null;
        // One text for all points: a body sent again has as many as were accepted of it.
        var (shared, older, again, before) = (
            new Lazy<string>(() => $"A point of {path} lies before the step at which the run was forked."),
            new Lazy<string>(() => $"A point of {path} is older than the one before it."),
            new Lazy<string>(() => $"A point of {path} is there already."),
            new Lazy<string>(() => $"A point of {path} has a step that does not come after the last."));
        for (var i = 0; i < points.Count; i++)
        {
            var (step, time) = (points.Steps.Span[i], points.UnixMilliseconds.Span[i]);
            var isShared = run.Run.Fork is { } fork && step <= fork.Step;
            if (!isShared && (!any || (step > last && time >= lastTime)))
            {
                (last, lastTime, any) = (step, time, true);
                kept?.Add(i);
                continue;
            }

            kept ??= [.. Enumerable.Range(0, i)];
            if (isShared)
                reject?.Invoke(i, "step-not-after-fork", shared.Value);
            else if (step > last)
                reject?.Invoke(i, "time-decreasing", older.Value);
            else if (await HasAsync(path, points, kept, i, cancellation))
                reject?.Invoke(i, "point-duplicate", again.Value);
            else
                reject?.Invoke(i, "step-not-increasing", before.Value);
        }

        if (kept is null)
            return points;
        ChangedSteps = true;
        return new Points<double>(
            kept.ConvertAll(i => points.Steps.Span[i]).ToArray(),
            kept.ConvertAll(i => points.Values.Span[i]).ToArray(),
            kept.ConvertAll(i => points.UnixMilliseconds.Span[i]).ToArray());
    }

    private async ValueTask<bool> HasAsync(AttributePath path, Points<double> points, List<int> kept, int index, CancellationToken cancellation)
    {
        var (step, value) = (points.Steps.Span[index], points.Values.Span[index]);
        for (var i = kept.Count - 1; i >= 0 && points.Steps.Span[kept[i]] >= step; i--)
        {
            if (points.Steps.Span[kept[i]] == step)
                return points.Values.Span[kept[i]].Equals(value);
        }

        return run.Slots.TryGetValue(path.Value, out var slot)
            && await layers.FindAsync<double>(run, slot, step, cancellation) is { Found: true } old
            && old.Value.Equals(value);
    }

    /// <summary>Source: what the e2e suites of neptune-scale and neptune-query list of a fresh run.</summary>
    private void JoinFamily(RunOperation.JoinFamily join)
    {
        Set(SystemPaths.Family, new AttributeValue.String(join.Family));
        Set(SystemPaths.GroupTags, new AttributeValue.StringSet([]));
        Set(SystemPaths.Archived, new AttributeValue.Bool(false));
        Set(SystemPaths.IsHead, new AttributeValue.Bool(false));
        Set(SystemPaths.ProjectUuid, new AttributeValue.String(join.ProjectId.ToString()));
        Set(SystemPaths.RunUuid, new AttributeValue.String(run.Run.Id.ToString()));
        Delete(new AttributePath(SystemPaths.Name));
        if (join.Origin is null)
            return;
        Set(SystemPaths.ForkParent, new AttributeValue.String(join.Origin.Parent));
        Set(SystemPaths.ForkStep, new AttributeValue.Float(join.Origin.Step.Value));
        Set(SystemPaths.ForkDepth, new AttributeValue.Int(join.Origin.Depth));
    }
}

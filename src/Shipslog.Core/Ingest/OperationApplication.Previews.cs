using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <content>
/// Previews of float series. They are few (those beyond the last point), so the attribute's value holds them, not the chunks; summaries
/// are of points only.
/// </content>
internal sealed partial class OperationApplication
{
    private const int MaxPreviews = 4096;

    private Points<Preview> AppendPreviews(AttributePath path, Points<Preview> points, Action<int, string, string>? reject)
    {
        See(isPing: false);
        var value = (AttributeValue.FloatSeries)SeriesAt(path, AttributeKind.FloatSeries).Value;
        var previews = new SortedList<Step, PreviewPoint>(value.Previews.ToDictionary(preview => preview.Step));
        var kept = new List<int>();
        for (var i = 0; i < points.Count; i++)
        {
            var step = points.Steps.Span[i];
            if (value.Summary.Position.Count > 0 && step <= value.Summary.Position.LastStep)
            {
                reject?.Invoke(i, "preview-not-after-last", $"A preview of {path} does not come after the last point.");
                continue;
            }

            if (previews.Count >= MaxPreviews && !previews.ContainsKey(step))
            {
                reject?.Invoke(i, "too-many-previews", $"{path} has {MaxPreviews} previews already.");
                continue;
            }

            previews[step] = new PreviewPoint(step, points.Values.Span[i], points.UnixMilliseconds.Span[i]);
            kept.Add(i);
        }

        Set(path, value with { Previews = [.. previews.Values] });
        ChangedSteps |= kept.Count < points.Count;
        return kept.Count == points.Count ? points : new Points<Preview>(
            kept.ConvertAll(i => points.Steps.Span[i]).ToArray(),
            kept.ConvertAll(i => points.Values.Span[i]).ToArray(),
            kept.ConvertAll(i => points.UnixMilliseconds.Span[i]).ToArray());
    }

    /// <summary>Without the previews that points have overtaken.</summary>
    private static AttributeValue.FloatSeries WithoutOvertaken(AttributeValue.FloatSeries value) =>
        value.Previews.Count == 0 || value.Summary.Position.Count == 0
            ? value
            : value with { Previews = [.. value.Previews.Where(preview => preview.Step > value.Summary.Position.LastStep)] };
}

using Shipslog.Core;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Last points that a run's table doesn't hold: of histograms, and of long texts the whole.</summary>
internal static class LastPoints
{
    private const int KeptCharacters = 1000;

    private static readonly PointQuery _last = new(Limit: 1, Descending: true);

    /// <summary>An attribute with its last point; null when this generation has no word for its kind.</summary>
    public static async ValueTask<FoundAttribute?> CompleteAsync(
        ProjectEngine engine, Run run, string path, AttributeValue value, CancellationToken cancellation)
    {
        if (AttributeTranslation.ToWire(path, value) is not { } wire)
            return null;
        var series = value.Kind.IsSeries() ? new SeriesRef(run.Id, new AttributePath(path)) : default;
        switch (value)
        {
            case AttributeValue.HistogramSeries { Summary.Count: > 0 }:
                if ((await engine.HistogramsAsync(series, _last, cancellation)).Points is [var histogram])
                    wire.HistogramSeries.Last = AttributeTranslation.HistogramToWire(histogram.Value);
                break;
            case AttributeValue.StringSeries { Last.Length: >= KeptCharacters }:
                if ((await engine.StringsAsync(series, _last, cancellation)).Points is [var text])
                    wire.StringSeries.Last = text.Value;
                break;
        }

        return wire;
    }
}

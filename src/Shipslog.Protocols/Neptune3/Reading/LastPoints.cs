using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Files;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>What an attribute's value alone doesn't tell: the last histogram, the whole of a long text, and by what a file is fetched. Thread safe.</summary>
internal sealed class LastPoints(KeptFiles files)
{
    private const int KeptCharacters = 1000;

    private static readonly PointQuery _last = new(Limit: 1, Descending: true);

    /// <summary>An attribute with its last point; null when this generation has no word for its kind.</summary>
    public async ValueTask<FoundAttribute?> CompleteAsync(
        ProjectScope scope, Run run, string path, AttributeValue value, CancellationToken cancellation)
    {
        if (AttributeTranslation.ToWire(path, value) is not { } wire)
            return null;
        var series = value.Kind.IsSeries() ? new SeriesRef(run.Id, new AttributePath(path)) : default;
        switch (value)
        {
            case AttributeValue.File { Stored.Place: null } file:
                wire.File.Path = await files.PlaceOfAsync(scope.Project.Id, file.Stored, cancellation);
                break;
            case AttributeValue.FileSeries { Last.Stored: { Place: null } stored }:
                wire.FileSeries.Last.Path = await files.PlaceOfAsync(scope.Project.Id, stored, cancellation);
                break;
            case AttributeValue.HistogramSeries { Summary.Count: > 0 }:
                if ((await scope.Engine.HistogramsAsync(series, _last, cancellation)).Points is [var histogram])
                    wire.HistogramSeries.Last = AttributeTranslation.HistogramToWire(histogram.Value);
                break;
            case AttributeValue.StringSeries { Last.Length: >= KeptCharacters }:
                if ((await scope.Engine.StringsAsync(series, _last, cancellation)).Points is [var text])
                    wire.StringSeries.Last = text.Value;
                break;
        }

        return wire;
    }
}

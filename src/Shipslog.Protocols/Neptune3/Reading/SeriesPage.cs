using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Neptune3.Files;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Points of several series, until the page is full.</summary>
/// <param name="range">Which steps, in which order.</param>
/// <param name="perSeries">Points of each series in all, over all pages.</param>
/// <param name="files">By what files are fetched.</param>
/// <param name="oldTexts">Whether texts go where old clients look for them.</param>
internal sealed class SeriesPage(PointRange range, int perSeries, KeptFiles files, bool oldTexts)
{
    private const int MaxPoints = 10_000;
    private const long MaxBytes = 16 << 20;

    private int _points;
    private long _bytes;

    /// <summary>Whether no other point fits.</summary>
    public bool IsFull => _points >= MaxPoints || _bytes >= MaxBytes;

    /// <summary>Adds what fits of a series; where it ends.</summary>
    public Task<PointPlace> AddAsync(PointsOfSeries element, AskedPoints asked, PointPlace? after, CancellationToken cancellation)
    {
        if (after?.IsFinished == true)
            return Task.FromResult(after);
        return asked.Kind switch
        {
            AttributeKind.StringSeries => AddAsync(element, asked, after, asked.Engine.StringsAsync, text => new(new PointObject { Text = text }), cancellation),
            AttributeKind.HistogramSeries => AddAsync(
                element, asked, after, asked.Engine.HistogramsAsync, histogram => new(new PointObject { Histogram = AttributeTranslation.HistogramToWire(histogram) }), cancellation),
            _ => AddAsync(element, asked, after, asked.Engine.FilesAsync, file => FileAsync(asked.Scope.Project.Id, file, cancellation), cancellation),
        };
    }

    private async Task<PointPlace> AddAsync<T>(
        PointsOfSeries element,
        AskedPoints asked,
        PointPlace? after,
        Func<SeriesRef, PointQuery, CancellationToken, Task<PointPage<T>>> read,
        Func<T, ValueTask<PointObject>> translate,
        CancellationToken cancellation)
    {
        var last = after is null ? default(Step?) : new Step(after.Step, after.RemainderMicros);
        var left = Math.Min(perSeries - (after?.Sent ?? 0), MaxPoints - _points);
        var query = (range with { After = after?.Step }).Query(left + 1, asked.LoggedBy); // One more tells whether there is more.
        var page = element.Objects = new PointPage();
        var isText = asked.Kind == AttributeKind.StringSeries && oldTexts;
        if (isText)
            (element.Texts, element.Objects) = (page, null);
        var isCut = false;
        foreach (var point in (await read(asked.Series, query, cancellation)).Points)
        {
            if (last is { } before && after is not null && (range.IsDescending ? point.Step >= before : point.Step <= before) && point.Step.Value == after.Step)
                continue;
            if (page.Points.Count >= left || IsFull)
            {
                isCut = page.Points.Count + (after?.Sent ?? 0) < perSeries;
                break;
            }

            Add(page, point, await translate(point.Value), isText);
            last = point.Step;
        }

        return new PointPlace(last?.Value ?? 0, last?.RemainderMicros ?? 0, (after?.Sent ?? 0) + page.Points.Count, !isCut);
    }

    private async ValueTask<PointObject> FileAsync(Guid project, SeriesFile file, CancellationToken cancellation)
    {
        var wire = AttributeTranslation.FileToWire(file.Stored);
        if (file.Stored is { } stored)
            wire.Path = await files.PlaceOfAsync(project, stored, cancellation);
        return new PointObject { File = wire };
    }

    private void Add<T>(PointPage page, Point<T> point, PointObject value, bool isText)
    {
        var wire = new SeriesPoint { TimestampMillis = point.UnixMilliseconds, Step = point.Step.Value, Completion = 1 };
        if (isText)
            wire.Text = value.Text;
        else
            wire.Object = value;
        page.Points.Add(wire);
        _points++;
        _bytes += wire.CalculateSize();
    }
}

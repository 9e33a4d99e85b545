using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Turns one batch of channel values into operations, and rejections back into the points they mean.</summary>
internal sealed class ChannelValues(RunScope scope, IFileStore files, long now)
{
    private const long RecentMilliseconds = 10 * 60 * 1000;
    private const int PointsAtOnce = 32;

    private readonly List<string> _channels = [];
    private readonly List<List<double?>> _xs = [];
    private bool _onlyRecent = true;

    /// <summary>What to apply.</summary>
    public List<RunOperation> Operations { get; } = [];

    /// <summary>Points that were not kept.</summary>
    public List<object> Errors { get; } = [];

    /// <summary>
    /// The same for the same body, so that a batch that a client sends again, because it never got the answer, is kept once. Null when a
    /// point has no timestamp of now: then two equal batches may both be meant.
    /// </summary>
    public string? RequestId(JsonElement body) => _onlyRecent
        ? $"values {scope.Run.Key} {Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(body)))}"
        : null;

    /// <summary>Adds the values of one channel.</summary>
    public async Task AddAsync(JsonElement channel, AttributePath? path, CancellationToken cancellation)
    {
        var id = channel.Text("channelId") ?? "";
        if (path is not { } valid)
        {
            Errors.Add(new { channelId = id, x = (double?)null, error = "There is no such channel." });
            return;
        }

        var floats = new Columns<double>();
        var texts = new Columns<string>();
        var images = new Columns<SeriesFile>();
        foreach (var point in channel.Items("values"))
        {
            var x = point.Number("x");
            var at = point.Integer("timestampMillis");
            _onlyRecent &= Math.Abs(now - (at ?? 0)) < RecentMilliseconds;
            var y = point.Member("y") ?? default;
            if (point.Member("x") is not null && (x is null || !double.IsFinite(x.Value)))
                Errors.Add(new { channelId = id, x = (double?)null, error = "x is not a finite number." });
            else if (y.Number("numericValue") is { } number)
                floats.Add(x, number, at ?? now);
            else if (y.Text("textValue") is { } text)
                texts.Add(await StepOfAsync(valid, x, texts, cancellation), text, at ?? now);
            else if (y.Member("inputImageValue") is { } image)
                images.Add(x, await ImageFiles.StoreAsync(image, files, cancellation), at ?? now);
            else
                Errors.Add(new { channelId = id, x, error = "The point has no value that is understood." });
        }

        Keep(id, floats, points => new RunOperation.AppendFloats(valid, points));
        Keep(id, texts, points => new RunOperation.AppendStrings(valid, points));
        Keep(id, images, points => new RunOperation.AppendFiles(valid, points));
    }

    /// <summary>Adds what the engine rejected.</summary>
    public void Report(IngestResult result)
    {
        foreach (var rejection in result.Rejected)
        {
            var xs = _xs[rejection.OperationIndex];
            double? x = rejection.PointIndex is { } index && index < xs.Count ? xs[index] : xs.FirstOrDefault();
            Errors.Add(new { channelId = _channels[rejection.OperationIndex], x, error = rejection.Message });
        }
    }

    /// <summary>
    /// Lines must not replace each other. The console's are numbered as they come: their x is the time since the start, which two lines
    /// may share, and which is in the timestamp too. In other channels a line whose x is taken goes to the next step that a double can
    /// express.
    /// </summary>
    private async Task<double?> StepOfAsync(AttributePath path, double? x, Columns<string> batch, CancellationToken cancellation)
    {
        if (x is not { } step || ExperimentTranslation.IsConsole(path.Value))
            return null;
        while (true)
        {
            var taken = step;
            foreach (var point in await FromAsync(path, step, cancellation))
            {
                if (point.Step.Value != step)
                    break;
                step = Math.BitIncrement(step);
            }

            while (double.IsFinite(step) && batch.Has(step))
                step = Math.BitIncrement(step);
            if (!double.IsFinite(step))
                return null;
            if (step == taken)
                return step;
        }
    }

    private async Task<IReadOnlyList<Point<string>>> FromAsync(AttributePath path, double x, CancellationToken cancellation)
    {
        // Mostly lines come in order, and there is nothing to look for.
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        if (run[path.Value] is not AttributeValue.StringSeries { Summary: { Count: > 0 } summary }
            || x > summary.LastStep.Value || !Step.TryCreate(x, out var from))
            return [];
        var page = await scope.Engine.StringsAsync(
            new SeriesRef(scope.Run.Id, path), new PointQuery(from, Limit: PointsAtOnce), cancellation);
        return page.Points;
    }

    private void Keep<T>(string id, Columns<T> columns, Func<Points<T>, RunOperation> operation)
    {
        if (columns.Xs.Count == 0)
            return;
        Operations.Add(operation(columns.ToPoints()));
        _channels.Add(id);
        _xs.Add(columns.Xs);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Shipslog.Core.Ingest.Points;

namespace Shipslog.Bench.Load;

/// <summary>Requests of points as some writers send them, each to its own run, one after the other.</summary>
/// <param name="Writers">How many, each with a connection of its own.</param>
/// <param name="SeriesOfWriter">Series that a writer goes round in.</param>
/// <param name="Series">Series of a request.</param>
/// <param name="Points">Points of each of them.</param>
/// <param name="IsJson">Whether as JSON.</param>
internal sealed record PointsTraffic(int Writers, int SeriesOfWriter, int Series, int Points, bool IsJson = false)
{
    public int PointsOfRequest => Series * Points;

    public string MediaType => IsJson ? "application/json" : PointsMessage.MediaType;

    /// <summary>The body of a writer's request, by its number.</summary>
    public byte[] Body(string run, int writer, int request)
    {
        var rounds = SeriesOfWriter / Series;
        var (round, part) = Math.DivRem(request, rounds);
        var steps = new long[Points];
        var values = new float[Points];
        for (var i = 0; i < Points; i++)
            (steps[i], values[i]) = ((long)round * Points + i, 1f / (1 + i + writer) + (request * 2654435761u >> 16 & 1023) * 1e-4f);
        var id = string.Create(CultureInfo.InvariantCulture, $"{SeriesOfWriter}{(IsJson ? "j" : "b")}{Writers}-{writer}-{request}-{Environment.ProcessId}");
        return IsJson ? Json(run, id, part * Series, steps, values) : Binary(run, id, part * Series, steps, values);
    }

    /// <summary>Sends for a while, every writer its next request as soon as the one before is answered.</summary>
    public async Task<(double RequestsPerSecond, Latencies Latencies)> SustainAsync(
        TimeSpan duration, Uri server, string path, string? token, IReadOnlyList<string> runs)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            using var connection = await RawConnection.OpenAsync(server, path, MediaType, token);
            var latencies = new Latencies();
            for (var request = 0; Stopwatch.GetElapsedTime(start) < duration; request++)
            {
                var body = Body(runs[writer], writer, request);
                await latencies.MeasureAsync(() => connection.PostAsync(body).AsTask());
            }

            return latencies;
        })));
        var sum = new Latencies();
        Array.ForEach(all, sum.Add);
        return (sum.Count / Stopwatch.GetElapsedTime(start).TotalSeconds, sum);
    }

    private byte[] Binary(string run, string id, int first, ReadOnlySpan<long> steps, ReadOnlySpan<float> values)
    {
        var message = new PointsWriter(id, 1).Run(run, steps, [], Series);
        for (var i = first; i < first + Series; i++)
            message.Floats(Name(i), values);
        return message.ToArray();
    }

    private byte[] Json(string run, string id, int first, long[] steps, float[] values)
    {
        var numbers = string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        var text = new StringBuilder(16_384);
        text.Append(CultureInfo.InvariantCulture, $"{{\"requestId\":\"{id}\",\"runs\":[{{\"run\":\"{run}\",\"steps\":[{string.Join(',', steps)}],\"series\":[");
        for (var i = first; i < first + Series; i++)
            text.Append(i == first ? "" : ",").Append("{\"path\":\"").Append(Name(i)).Append("\",\"values\":[").Append(numbers).Append("]}");
        return Encoding.UTF8.GetBytes(text.Append("]}]}").ToString());
    }

    private static string Name(int series) => string.Create(CultureInfo.InvariantCulture, $"metrics/group-{series / 10}/series-{series}");
}

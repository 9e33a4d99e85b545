using System.Diagnostics;
using Shipslog.Core.Ingest.Points;

namespace Shipslog.Bench.Micro;

/// <summary>Pieces of the core in this process. More pieces are more lines here.</summary>
internal static class MicroShape
{
    public static Task RunAsync(BenchSettings settings, Report report)
    {
        var values = Enumerable.Range(0, 1_000).Select(i => (float)Math.Sin(i)).ToArray();
        var steps = Enumerable.Range(0, 10).Select(i => (long)i).ToArray();
        var message = Message(steps, values);
        var copy = new byte[message.Length];
        var limit = Repeat(settings.Runs, () => message.CopyTo(copy, 0));
        report.Rate("write a points message (100 series × 10)", 1_000 / Repeat(settings.Runs, () => Message(steps, values)).TotalSeconds, "points", "",
            1_000 / limit.TotalSeconds, "copying its bytes");
        report.Rate("read a points message (100 series × 10)", 1_000 / Repeat(settings.Runs, () => PointsMessage.Parse(message, 0)).TotalSeconds, "points", "",
            1_000 / limit.TotalSeconds, "copying its bytes");
        return Task.CompletedTask;
    }

    private static byte[] Message(long[] steps, float[] values)
    {
        var writer = new PointsWriter(null, 1).Run("BEN-1", steps, [], 100);
        for (var i = 0; i < 100; i++)
            writer.Floats($"metrics/series-{i}", values.AsSpan(i * 10, 10));
        return writer.ToArray();
    }

    private static TimeSpan Repeat(int times, Action what)
    {
        for (var i = 0; i < times / 10; i++)
            what();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            what();
        return Stopwatch.GetElapsedTime(start) / times;
    }
}

using System.Diagnostics;

namespace Shipslog.Bench;

/// <summary>How long each of many repetitions took.</summary>
internal sealed class Latencies
{
    private readonly List<TimeSpan> _all = [];
    private bool _sorted;

    public int Count => _all.Count;

    public TimeSpan Median => At(0.5);

    public TimeSpan P99 => At(0.99);

    /// <summary>Repeats something, after some repetitions that don't count.</summary>
    public static async Task<Latencies> OfAsync(int times, Func<Task> what, int warmUp = 20)
    {
        for (var i = 0; i < warmUp; i++)
            await what();
        var latencies = new Latencies();
        for (var i = 0; i < times; i++)
            await latencies.MeasureAsync(what);
        return latencies;
    }

    public async Task MeasureAsync(Func<Task> what)
    {
        var start = Stopwatch.GetTimestamp();
        await what();
        _all.Add(Stopwatch.GetElapsedTime(start));
        _sorted = false;
    }

    public void Add(Latencies other)
    {
        _all.AddRange(other._all);
        _sorted = false;
    }

    private TimeSpan At(double share)
    {
        if (!_sorted)
            _all.Sort();
        _sorted = true;
        return _all[Math.Min(_all.Count - 1, (int)(share * _all.Count))];
    }
}

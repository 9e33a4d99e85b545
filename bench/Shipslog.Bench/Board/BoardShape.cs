using System.Diagnostics;
using Shipslog.Bench.Machine;

namespace Shipslog.Bench.Board;

/// <summary>The runs table at 100,000 runs × 200 attributes, and the search among 1,000,000 names.</summary>
internal static class BoardShape
{
    private const int Updaters = 32;
    private const string Filter = "`val/metrics/m1` < 0.5 AND `parameters/text3` = \"resnet1\"";

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        await using (var filling = await ShipslogServer.StartAsync(folder.Path))
            await folder.OnceAsync($"board-{settings.Runs}", () => BoardData.FillAsync(filling, settings.Runs));

        using var empty = new BenchFolder(null);
        var (limit, least) = await StartingAsync(empty, server => server.PostAsync("/runs/query", new { columns = Array.Empty<object>(), limit = 1 }));
        var limitIs = $"of an empty folder (processor time {Report.Milliseconds(least)})";
        var (start, work) = await StartingAsync(folder, server => QueryAsync(server));
        report.Time($"server start to the first answer, asked before, {settings.Runs:#,0} runs × {BoardData.Attributes} (processor time {Report.Milliseconds(work)})", start, "< 2 s", limit, limitIs);
        (start, work) = await StartingAsync(folder, server => QueryAsync(server), server => QueryAsync(server, AnyFilter()));
        report.Time($"the same, never asked before (processor time {Report.Milliseconds(work)})", start, "", limit, limitIs);

        await using var server = await ShipslogServer.StartAsync(folder.Path);
        await using var raw = await RawLimits.StartServerAsync();
        using var rawHttp = new HttpClient { BaseAddress = new Uri(raw.Urls.First()) };
        var bytes = (await QueryAsync(server)).Length;
        var answering = await Latencies.OfAsync(500, () => rawHttp.GetByteArrayAsync($"/bytes/{bytes}"));
        var (page, processor) = await server.MeasureAsync(500, () => QueryAsync(server));
        report.Time("two predicates, sort, count, 50 × 30 cells: median", page.Median, "< 5 ms", answering.Median, $"answering {bytes:#,0} bytes");
        report.Time("the same: p99", page.P99, "", answering.P99, "likewise");
        report.Fact("the same: processor time of the server", Report.Milliseconds(processor));
        await UpdatingAsync(server, settings, report, answering);
        await NamesAsync(settings, report);
        report.Fact("memory of the server", Report.Megabytes(server.MemoryBytes));
        report.Fact("data folder", Report.Megabytes(folder.Bytes));
    }

    /// <summary>About columns that were hardly ever asked for.</summary>
    private static string AnyFilter() => $"`val/metrics/m{Random.Shared.Next(10, 50) * 2 + 1}` < 0.5 AND `parameters/text{Random.Shared.Next(4, 40)}` = \"resnet1\"";

    private static Task<byte[]> QueryAsync(ShipslogServer server, string filter = Filter) => server.PostAsync("/runs/query", new
    {
        filter,
        sort = new[] { new { path = BoardData.Float(7), direction = "descending" } },
        columns = Enumerable.Range(0, 16).Select(i => new { path = BoardData.Float(i) })
            .Concat(Enumerable.Range(0, 14).Select(i => new { path = BoardData.Series(i) })),
        limit = 50,
    });

    /// <summary>From the start of the process to an answer, with its processor time; the process before it was asked <paramref name="before"/>, or the same.</summary>
    private static async Task<(TimeSpan Start, TimeSpan Processor)> StartingAsync(
        BenchFolder folder, Func<ShipslogServer, Task<byte[]>> before, Func<ShipslogServer, Task<byte[]>>? ask = null)
    {
        await using (var earlier = await ShipslogServer.StartAsync(folder.Path))
            await before(earlier);

        var start = Stopwatch.GetTimestamp();
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        await (ask ?? before)(server);
        return (Stopwatch.GetElapsedTime(start), server.ProcessorTime);
    }

    private static async Task UpdatingAsync(ShipslogServer server, BenchSettings settings, Report report, Latencies answering)
    {
        using var stop = new CancellationTokenSource();
        var updates = 0;
        var began = Stopwatch.GetTimestamp();
        // A thousand a second, each when its time has come, from as many clients as wait for their commits at once.
        var updating = Enumerable.Range(0, Updaters).Select(updater => Task.Run(async () =>
        {
            for (var i = updater; !stop.IsCancellationRequested; i += Updaters)
            {
                var ahead = TimeSpan.FromMilliseconds(i) - Stopwatch.GetElapsedTime(began);
                if (ahead > TimeSpan.Zero)
                    await Task.Delay(ahead);
                await server.PostAsync($"/runs/BEN-{1 + i * 97L % settings.Runs}/operations", new
                {
                    operations = new[] { new { op = "assign", path = BoardData.Float(i % 16), kind = "float", value = i % 1000 / 1000.0 } },
                });
                Interlocked.Increment(ref updates);
            }
        })).ToArray();
        var start = Stopwatch.GetTimestamp();
        var page = new Latencies();
        while (Stopwatch.GetElapsedTime(start) < settings.Duration)
        {
            await page.MeasureAsync(() => QueryAsync(server));
            await Task.Delay(10);
        }

        var rate = updates / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(updating);
        report.Time($"the same beside {rate:#,0} updated runs a second: median", page.Median, "", answering.Median, "answering its bytes");
        report.Time("the same: p99", page.P99, "< 10 ms", answering.P99, "likewise");
    }

    private static async Task NamesAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data is null ? null : settings.Data + "-names");
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        await folder.OnceAsync($"names-{settings.Names}", () => NameData.FillAsync(server, settings.Names));
        var names = NameData.All(settings.Names);
        var text = string.Join('\n', names);
        var start = Stopwatch.GetTimestamp();
        var lines = text.AsSpan().Count('\n');
        var scan = Stopwatch.GetElapsedTime(start);
        foreach (var (pattern, isRegex) in NameData.Searches)
        {
            var (search, processor) = await server.MeasureAsync(
                50, () => server.GetAsync($"/attributes?limit=50&regex={(isRegex ? "true" : "false")}&search={Uri.EscapeDataString(pattern)}"));
            report.Time(
                $"{(isRegex ? "regex" : "substring")} `{pattern.Replace("|", "\\|", StringComparison.Ordinal)}` over {lines + 1:#,0} names (processor time {Report.Milliseconds(processor)})",
                search.Median, isRegex ? "< 50 ms" : "", scan, "looking at every character once");
        }

        report.Fact("memory of a server with these names", Report.Megabytes(server.MemoryBytes));
    }
}

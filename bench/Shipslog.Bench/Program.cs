using System.CommandLine;
using Shipslog.Bench;
using Shipslog.Bench.Board;
using Shipslog.Bench.Load;
using Shipslog.Bench.Micro;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

var data = new Option<string?>("--data") { Description = "Folder to fill or, when it was filled before, to reuse (default: a new one, deleted at the end)" };
var runs = new Option<int>("--runs") { Description = "How many runs", DefaultValueFactory = _ => 0 };
var names = new Option<int>("--names") { Description = "How many attribute names the search is measured with", DefaultValueFactory = _ => 1_000_000 };
var metrics = new Option<int>("--metrics") { Description = "scale: series a run", DefaultValueFactory = _ => 1_500 };
var distinct = new Option<int>("--distinct") { Description = "scale: of how many distinct ones in all runs (default: every run has all)", DefaultValueFactory = _ => 0 };
var points = new Option<int>("--points") { Description = "scale: points a series", DefaultValueFactory = _ => 20 };
var seconds = new Option<int>("--seconds") { Description = "How long each sustained load lasts", DefaultValueFactory = _ => 30 };
var only = new Option<string>("--only") { Description = "load: only the rows whose text contains this", DefaultValueFactory = _ => "" };
var program = new Option<string?>("--program") { Description = "The program to measure, or its .dll (default: out/shipslog, which ./dev bench publishes first)" };
var write = new Option<bool>("--write") { Description = "Add the report to docs/performance.md" };

var root = new RootCommand("Measures Shipslog on this machine. Every figure stands beside a raw limit measured in the same run.");
Add("micro", "the core's pieces, in this process", 10_000, (settings, report) => MicroShape.RunAsync(settings, report));
Add("load", "durable ingest through HTTP", 0, (settings, report) => LoadShape.RunAsync(settings, report));
Add("neptune3", "durable ingest as neptune-scale sends it", 0, (settings, report) => Neptune3Shape.RunAsync(settings, report));
Add("training", "runs with very many series every 25 s, as neptune-scale sends them (--runs, --metrics, --seconds)", 20, (settings, report) => Neptune3TrainingShape.RunAsync(settings, report));
Add("board", "run queries and searches of names through HTTP", 100_000, (settings, report) => BoardShape.RunAsync(settings, report));
Add("series", "buckets of long series through HTTP, and bytes a point on disk (--points: of the longest)", 0, (settings, report) => SeriesShape.RunAsync(settings, report));
Add("scale", "many runs with many series: loading, queries, memory", 2_000, (settings, report) => ScaleShape.RunAsync(settings, report));
return await root.Parse(args).InvokeAsync();

void Add(string name, string description, int defaultRuns, Func<BenchSettings, Report, Task> shape)
{
    var command = new Command(name, description) { data, runs, names, metrics, distinct, points, seconds, only, program, write };
    command.SetAction(async parsed =>
    {
        var settings = new BenchSettings(
            parsed.GetValue(data),
            parsed.GetValue(runs) is > 0 and var asked ? asked : defaultRuns,
            parsed.GetValue(names),
            parsed.GetValue(metrics),
            Math.Max(parsed.GetValue(distinct), parsed.GetValue(metrics)),
            parsed.GetValue(points),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            parsed.GetValue(only)!);
        if (parsed.GetValue(program) is { } server)
            Repository.Server = Path.GetFullPath(server);
        var report = new Report($"./dev bench {string.Join(' ', args)}");
        await shape(settings, report);
        if (parsed.GetValue(write))
            report.AddTo(Repository.PerformanceDocument);
    });
    root.Add(command);
}

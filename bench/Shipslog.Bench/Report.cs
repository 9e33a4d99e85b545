using System.Globalization;
using System.Text;
using Shipslog.Bench.Machine;

namespace Shipslog.Bench;

/// <summary>The figures of one run, printed as they come and written as a section of docs/performance.md.</summary>
internal sealed class Report
{
    private readonly List<string> _lines = [];
    private readonly string _title;

    public Report(string command)
    {
        _title = $"## `{command}`, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC";
        Console.WriteLine(_title);
        Console.WriteLine(Computer.Describe());
        Console.WriteLine();
        Take("| what | measured | goal | raw limit in the same run | ratio |");
        Take("|--|--|--|--|--|");
    }

    /// <summary>A duration beside the shortest possible one. Ratio: how many times the limit.</summary>
    public void Time(string what, TimeSpan measured, string goal, TimeSpan limit, string limitIs) =>
        Take($"| {what} | {Milliseconds(measured)} | {goal} | {Milliseconds(limit)} {limitIs} | {Number(measured / limit)} × |");

    /// <summary>A rate beside the highest possible one. Ratio: the share of the limit.</summary>
    public void Rate(string what, double perSecond, string unit, string goal, double limit, string limitIs) => Take(
        $"| {what} | {Thousands(perSecond)} {unit}/s | {goal} | {Thousands(limit)} {unit}/s {limitIs} | {Number(100 * perSecond / limit)} % |");

    /// <summary>Something without a limit to compare with.</summary>
    public void Fact(string what, string measured, string goal = "") => Take($"| {what} | {measured} | {goal} | | |");

    /// <summary>Appends the section to a document.</summary>
    public void AddTo(string document)
    {
        var text = new StringBuilder(File.Exists(document) ? File.ReadAllText(document).TrimEnd() + "\n\n" : "");
        text.Append(_title).Append("\n\n").Append(Computer.Describe()).Append("\n\n");
        _lines.ForEach(line => text.Append(line).Append('\n'));
        File.WriteAllText(document, text.ToString());
    }

    public static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds >= 1_000 ? $"{Number(time.TotalSeconds)} s" : $"{Number(time.TotalMilliseconds)} ms";

    public static string Megabytes(long bytes) => $"{Thousands(bytes / 1e6)} MB";

    public static string Thousands(double value) => value.ToString(value < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private void Take(string line)
    {
        _lines.Add(line);
        Console.WriteLine(line);
    }
}

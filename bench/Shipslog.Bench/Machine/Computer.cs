using System.Globalization;

namespace Shipslog.Bench.Machine;

/// <summary>What the figures were measured on.</summary>
internal static class Computer
{
    /// <summary>One line: processor, cores, memory, system, runtime.</summary>
    public static string Describe()
    {
        var processor = Lines("/proc/cpuinfo", "model name").FirstOrDefault() ?? "unknown processor";
        var memory = Lines("/proc/meminfo", "MemTotal").Select(text => long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture)).FirstOrDefault();
        return $"{Environment.ProcessorCount} cores of {processor}, {memory / 1_048_576.0:0} GiB, {Environment.OSVersion}, .NET {Environment.Version}. "
            + $"Load average at the start: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.";
    }

    private static IEnumerable<string> Lines(string file, string name) => File.ReadLines(file)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
}

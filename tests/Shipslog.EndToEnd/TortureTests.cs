using System.Globalization;
using Shipslog.EndToEnd.Program;
using Shipslog.EndToEnd.Torture;

namespace Shipslog.EndToEnd;

/// <summary>Many kills of the published program, under a load of many kinds; <c>./dev torture</c> plays longer, and with any seed.</summary>
public sealed class TortureTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_in_a_hundred_rounds()
    {
        var rounds = Setting("SHIPSLOG_TORTURE_ROUNDS") ?? 100;
        var seed = Setting("SHIPSLOG_TORTURE_SEED") ?? 20261126;
        var report = Path.Combine(Repository.Output("torture"), "report.txt");
        void Tell(string line) => File.AppendAllText(report, line + "\n");

        Tell($"torture: {rounds} rounds with seed {seed} begin");
        using var torture = new TortureRun(rounds, seed, Tell);
        try
        {
            Tell(await torture.PlayAsync());
        }
        catch (TortureException failure)
        {
            Tell(failure.Message);
            throw;
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

using System.Globalization;
using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Rounds of load, SIGKILL at a random moment, restart, and comparison of all that was acknowledged with what is stored.</summary>
internal sealed class TortureRun(int rounds, int seed, Action<string> tell) : IDisposable
{
    private const int EverythingEvery = 25;
    private const int MaxAcknowledgements = 80;

    private readonly Random _random = new(seed);
    private readonly TortureCounts _counts = new();
    private readonly SortedDictionary<string, int> _kills = new(StringComparer.Ordinal);
    private readonly DataFolder _folder = new();
    private ServerProcess? _server;
    private volatile bool _stopping;

    /// <summary>All rounds; returns the summary, or throws at the first loss with the seed and the round in the message.</summary>
    public async Task<string> PlayAsync()
    {
        var round = 0;
        try
        {
            _server = await StartAsync();
            using var account = await Account.CreateAsync(_folder, _server);
            await _folder.RunAsync(["project", "create", $"{account.Workspace}/other", "--key", "OTH"]);
            var writers = Enumerable.Range(0, 4)
                .Select(i => new TortureWriter($"w{i}", i == 3 ? "other" : account.Project, seed * 10 + i, _counts)).ToList();
            for (round = 1; round <= rounds; round++)
                await PlayAsync(account, writers, everything: round % EverythingEvery == 0 || round == rounds);
            Assert.Equal(0, await _server.StopAsync());
            return Summary(rounds) + "; nothing was lost";
        }
        catch (Exception failure)
        {
            var kept = Repository.Output($"torture-{seed}-{round}");
            await CopyAsync(kept);
            throw new TortureException($"Torture with seed {seed}, round {round}: {failure.Message}\nThe data folder is kept in {kept}.\n{Summary(round)}", failure);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task PlayAsync(Account account, IReadOnlyList<TortureWriter> writers, bool everything)
    {
        using (var before = account.At(_server!))
        {
            var target = _counts.Acknowledged + _random.Next(MaxAcknowledgements);
            _stopping = false;
            var writing = writers.Select(writer => Task.Run(() => writer.WriteAsync(before, () => _stopping))).ToList();
            while (_counts.Acknowledged < target && !writing.Exists(task => task.IsCompleted))
                await Task.Delay(1);
            await KillAsync();
            await Task.WhenAll(writing);
        }

        await _server!.DisposeAsync();
        _server = await StartAsync();
        using var after = account.At(_server);
        await Task.WhenAll(writers.Select(writer => Task.Run(() => writer.VerifyAsync(after, everything))));
        if (everything)
            tell(Summary(null));
    }

    private async Task KillAsync()
    {
        var moment = _random.Next(100);
        if (moment < 30)
        {
            // While it answers what is queued and moves its logs into chunks.
            Count("while stopping");
            _stopping = true;
            await _server!.SignalAsync("TERM");
            await Task.Delay(_random.Next(250));
            await _server.KillAsync();
            return;
        }

        Count("under load");
        await Task.Delay(_random.Next(15));
        await _server!.KillAsync();
        for (; moment >= 85; moment -= 5)
        {
            Count("while starting");
            await using var starting = ServerProcess.Launch(_folder, program: Repository.Server);
            await Task.Delay(_random.Next(800));
            await starting.KillAsync();
        }
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_folder, program: Repository.Server);

    private void Count(string kind) => _kills[kind] = _kills.GetValueOrDefault(kind) + 1;

    private string Summary(int? played) => string.Create(
        CultureInfo.InvariantCulture,
        $"torture: {played ?? _kills.Where(kill => kill.Key != "while starting").Sum(kill => kill.Value)} rounds, seed {seed}, "
        + $"kills {string.Join(", ", _kills.Select(kill => $"{kill.Value} {kill.Key}"))}; {_counts}");

    /// <summary>What someone who looks for the cause needs.</summary>
    private async Task CopyAsync(string to)
    {
        if (_server is not null)
        {
            await File.WriteAllLinesAsync(Path.Combine(to, "server.log"), _server.Lines);
            await _server.DisposeAsync();
        }

        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/files/", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, "data", Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}

/// <summary>Something acknowledged is not there, or something is that should not be.</summary>
internal sealed class TortureException(string message, Exception cause) : Exception(message, cause);

using System.Globalization;
using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Rounds of load, SIGKILL at a random moment, restart, and comparison of all that was acknowledged with what is stored.</summary>
internal sealed class TortureRun : IDisposable
{
    private const int EverythingEvery = 25;
    private const int MaxAcknowledgements = 80;

    // What a kill is aimed at now and then; others are hit in passing.
    private static readonly string[] Aims = ["purges", "purges", "files", "files in parts", "files of sets", "sets of files"];

    private readonly int _rounds;
    private readonly int _seed;
    private readonly Action<string> _tell;
    private readonly Random _random;
    private readonly TortureCounts _counts = new();
    private readonly SortedDictionary<string, int> _kills = new(StringComparer.Ordinal);
    private readonly DataFolder _folder = new();
    private readonly TortureBackup _backup;
    private ServerProcess? _server;
    private bool _checkpointsAlways;
    private volatile bool _stopping;

    public TortureRun(int rounds, int seed, Action<string> tell) =>
        (_rounds, _seed, _tell, _random, _backup) = (rounds, seed, tell, new Random(seed), new TortureBackup(_folder));

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
                .Select(i => new TortureWriter($"w{i}", i == 3 ? "other" : account.Project, _seed * 10 + i, _counts)).ToList();
            for (round = 1; round <= _rounds; round++)
                await PlayAsync(account, writers, everything: round % EverythingEvery == 0 || round == _rounds);
            Assert.Equal(0, await _server.StopAsync());
            await TortureBackup.VerifyAsync(_folder);
            return Summary(_rounds) + "; nothing was lost, all is well";
        }
        catch (Exception failure)
        {
            var kept = Repository.Output($"torture-{_seed}-{round}");
            await CopyAsync(kept);
            throw new TortureException($"Torture with seed {_seed}, round {round}: {failure.Message}\nThe data folder is kept in {kept}.\n{Summary(round)}", failure);
        }
    }

    public void Dispose()
    {
        _backup.Dispose();
        _folder.Dispose();
    }

    private async Task PlayAsync(Account account, IReadOnlyList<TortureWriter> writers, bool everything)
    {
        using (var before = account.At(_server!))
        {
            var target = _counts.Acknowledged + _random.Next(MaxAcknowledgements);
            _stopping = false;
            var writing = writers.Select(writer => Task.Run(() => writer.WriteAsync(before, () => _stopping))).ToList();
            while (_counts.Acknowledged < target && !writing.Exists(task => task.IsCompleted))
                await Task.Delay(1);
            var copying = _random.Next(10) == 0 ? BackUpAsync() : null;
            await KillAsync(writers);
            await Task.WhenAll(writing);
            if (copying is not null)
                await copying;
        }

        await _server!.DisposeAsync();
        if (_random.Next(20) == 0)
            await UpgradeAsync();
        _server = await StartAsync();
        using var after = account.At(_server);
        await Task.WhenAll(writers.Select(writer => Task.Run(() => writer.VerifyAsync(after, everything))));
        if (!everything)
            return;
        await CompareBackupAsync(account, writers);
        _tell(Summary(null));
    }

    /// <summary>A backup beside the load, which is killed itself or sees its server die; what comes of it must say rightly whether it is complete.</summary>
    private async Task BackUpAsync()
    {
        var finished = await _backup.MakeAsync(_random.Next(4) == 0 ? TimeSpan.FromSeconds(20) : TimeSpan.FromMilliseconds(_random.Next(700)));
        Count(finished ? "beside a backup" : "of a backup");
        (await _backup.CheckAsync())?.Dispose();
    }

    /// <summary>A backup of what is there, served from where it was restored to, holds every bit of it.</summary>
    private async Task CompareBackupAsync(Account account, IReadOnlyList<TortureWriter> writers)
    {
        Assert.True(await _backup.MakeAsync(null));
        using var restored = await _backup.CheckAsync();
        Assert.NotNull(restored);
        await using var server = await ServerProcess.StartAsync(restored, program: Repository.Server);
        using var there = account.At(server);
        foreach (var writer in writers)
            await writer.CompareAsync(there);
        Assert.Equal(0, await server.StopAsync());
    }

    /// <summary>The folder as an older program left it, and a new program that is killed while it upgrades it.</summary>
    private async Task UpgradeAsync()
    {
        OldFormat.Restore(_folder);
        for (var kills = 1 + _random.Next(3); kills > 0 && !File.Exists(OldFormat.FormatOf(_folder)); kills--)
        {
            await using var upgrading = ServerProcess.Launch(_folder, program: Repository.Server);
            Assert.True(await upgrading.PrintedAsync("Upgrading the data folder from format 0"), string.Join('\n', upgrading.Lines));
            await Task.Delay(_random.Next(60));
            await upgrading.KillAsync();
            Count(File.Exists(OldFormat.FormatOf(_folder)) ? "just after an upgrade" : "while upgrading");
        }
    }

    private async Task KillAsync(IReadOnlyList<TortureWriter> writers)
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

        Count(_checkpointsAlways ? "under load with checkpoints" : "under load");
        await (_random.Next(2) == 0 ? AimAsync(writers, _random.Next(Aims.Length)) : Task.Delay(_random.Next(15)));
        await _server!.KillAsync();
        for (; moment >= 85; moment -= 5)
        {
            Count("while starting");
            await using var starting = ServerProcess.Launch(_folder, program: Repository.Server);
            await Task.Delay(_random.Next(800));
            await starting.KillAsync();
        }
    }

    /// <summary>Waits until a writer sends a request of a kind, for a while.</summary>
    private async Task AimAsync(IReadOnlyList<TortureWriter> writers, int aim)
    {
        for (var patience = 500; patience > 0 && !writers.Any(writer => writer.UnderWay == Aims[aim]); patience--)
            await Task.Delay(1);
        await Task.Delay(_random.Next(6));
    }

    /// <summary>Half of the time the server begins a checkpoint after every few log entries, so that kills hit it.</summary>
    private async Task<ServerProcess> StartAsync()
    {
        _checkpointsAlways = _random.Next(2) == 0;
        var environment = new Dictionary<string, string> { ["SHIPSLOG_TEST_CHECKPOINT_AFTER"] = _checkpointsAlways ? "3" : "20000" };
        var server = await ServerProcess.StartAsync(_folder, program: Repository.Server, environment: environment);
        Assert.DoesNotContain(server.Lines, line => line.Contains("damaged", StringComparison.Ordinal)); // A kill is none.
        return server;
    }

    private void Count(string kind) => _kills[kind] = _kills.GetValueOrDefault(kind) + 1;

    private string Summary(int? played) => string.Create(
        CultureInfo.InvariantCulture,
        $"torture: {played ?? _kills.Where(kill => kill.Key is "while stopping" or "under load" or "under load with checkpoints").Sum(kill => kill.Value)} rounds, seed {_seed}, "
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

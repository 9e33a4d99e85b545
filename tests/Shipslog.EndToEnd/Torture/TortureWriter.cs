using System.Globalization;
using System.Text.Json;
using Shipslog.EndToEnd.Clients;

namespace Shipslog.EndToEnd.Torture;

/// <summary>A client that sends one random request after the other about runs of its own, and knows what each run must hold.</summary>
internal sealed class TortureWriter(string name, string project, int seed, TortureCounts counts)
{
    private const int Live = 3;
    private const int MaxRuns = 6;

    private readonly RandomData _random = new(seed);
    private readonly List<ModelRun> _runs = [];
    private readonly List<ModelRun> _purged = [];
    private TortureRequest? _inDoubt;
    private int _made;

    /// <summary>The name of the request that it sends now.</summary>
    public volatile string UnderWay = "";

    /// <summary>Sends requests until the server is gone.</summary>
    /// <param name="account">The server.</param>
    /// <param name="mayRefuse">Whether the server was told to stop, so that it may answer 503.</param>
    public async Task WriteAsync(Account account, Func<bool> mayRefuse)
    {
        account = account.In(project);
        var maker = new RequestMaker(_random, account.Root);
        while (true)
        {
            var request = Choose(maker);
            UnderWay = request.Name;
            foreach (var (run, change) in request.Changes)
                run.Begin(change);
            if (await SendAsync(account, request, mayRefuse, seenBefore: null) is not true)
            {
                _inDoubt = request;
                return;
            }

            counts.Acknowledge(request.Name);
            foreach (var (run, _) in request.Changes)
                run.Acknowledge();
            Retire();
            if (_random.Chance(0.05))
            {
                // As a client that did not see the answer: nothing may change.
                counts.Retry();
                if (await SendAsync(account, request, mayRefuse, seenBefore: true) is not true)
                    return;
            }
        }
    }

    /// <summary>Compares what is stored with what was acknowledged, and settles what is in doubt.</summary>
    /// <param name="account">The server, started anew.</param>
    /// <param name="everything">Also runs that were not touched since the last time.</param>
    public async Task VerifyAsync(Account account, bool everything)
    {
        account = account.In(project);
        var (inDoubt, stored) = (_inDoubt, new List<bool?>());
        _inDoubt = null;
        foreach (var run in _runs.Where(run => everything || run.IsTouched || _random.Chance(0.1)).ToList())
        {
            var wasInDoubt = run.InDoubt is not null;
            var present = await SettleAsync(account, run);
            if (wasInDoubt)
                stored.Add(present);
        }

        foreach (var run in _purged.Where(_ => everything || _random.Chance(0.05)))
            Assert.True(await Observation.ReadAsync(account, run.Id) is null, $"{name}: {run.Id} was purged, and is there again.");
        if (inDoubt is not null)
        {
            counts.Doubt(inDoubt.Name, stored.Contains(true));
            if (_random.Chance(0.6))
                await SendAgainAsync(account, inDoubt, stored);
        }

        Retire();
    }

    /// <summary>Compares a copy of the data, made when nothing was in doubt, with everything acknowledged.</summary>
    public async Task CompareAsync(Account account)
    {
        account = account.In(project);
        foreach (var run in _runs)
        {
            var damage = RunModel.Difference(run.Acknowledged, (await Observation.ReadAsync(account, run.Id))?.Model);
            Assert.True(damage is null, $"{name}: in the restored backup, {run.Id}: {damage}.");
        }

        foreach (var run in _purged)
            Assert.True(await Observation.ReadAsync(account, run.Id) is null, $"{name}: in the restored backup, {run.Id} is there, which was purged.");
    }

    private async Task SendAgainAsync(Account account, TortureRequest request, List<bool?> stored)
    {
        counts.Retry();
        foreach (var (run, change) in request.Changes)
            run.Begin(change);
        bool? seenBefore = stored.TrueForAll(one => one == true) ? true : stored.TrueForAll(one => one == false) ? false : null;
        Assert.True(await SendAsync(account, request, () => false, seenBefore), $"{name}: the server is gone.");
        foreach (var (run, _) in request.Changes)
        {
            run.Acknowledge();
            await SettleAsync(account, run);
        }
    }

    private async Task<bool?> SettleAsync(Account account, ModelRun run)
    {
        var observed = await Observation.ReadAsync(account, run.Id);
        run.Uuid ??= observed?.Uuid;
        var (stored, damage) = run.Settle(observed?.Model);
        Assert.True(damage is null, $"{name}: {run.Id} ({run.Uuid}): {damage}.");
        return stored;
    }

    /// <summary>Sends a request; returns whether it was acknowledged. Anything but success, unless the server is on its way out, fails.</summary>
    private async Task<bool> SendAsync(Account account, TortureRequest request, Func<bool> mayRefuse, bool? seenBefore)
    {
        string body;
        try
        {
            string? prepared = null;
            foreach (var make in request.Before)
            {
                using var step = make(prepared);
                using var begun = await account.Http.SendAsync(step);
                var told = await begun.Content.ReadAsStringAsync();
                if ((int)begun.StatusCode == 503 && mayRefuse())
                    return false;
                Assert.True(begun.IsSuccessStatusCode, $"{name}: {step.Method} {step.RequestUri}: {(int)begun.StatusCode} {told}");
                prepared ??= told;
            }

            using var message = prepared is not null ? request.MakeOf!(prepared) : request.Make();
            using var answer = await account.Http.SendAsync(message);
            body = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode == 503 && mayRefuse())
                return false;
            Assert.True(answer.IsSuccessStatusCode, $"{name}: {message.Method} {message.RequestUri}: {(int)answer.StatusCode} {body}");
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            return false;
        }

        using var json = JsonDocument.Parse(body);
        request.Check(json.RootElement);
        if (request.TellsDuplicates && seenBefore is { } seen)
            Assert.True(json.RootElement.GetProperty("duplicate").GetBoolean() == seen, $"{name}: the request was {(seen ? "" : "not ")}stored before: {body}");
        return true;
    }

    private TortureRequest Choose(RequestMaker maker)
    {
        var open = _runs.Where(run => run.Acknowledged is { Trashed: false }).ToList();
        var trashed = _runs.Where(run => run.Acknowledged is { Trashed: true }).ToList();
        if (open.Count < Live || (_runs.Count < MaxRuns && _random.Chance(0.03)))
            return maker.Create(Add());
        if (_runs.Count >= MaxRuns && trashed.Count == 0)
            return maker.Trash(_random.Pick(open), true);
        if (trashed.Count > 0 && _random.Chance(_runs.Count >= MaxRuns ? 0.3 : 0.05))
            return _random.Chance(0.2) ? maker.Trash(_random.Pick(trashed), false) : maker.Purge(_random.Pick(trashed));
        var run = _random.Pick(open);
        return _random.Next(10) switch
        {
            0 or 1 => maker.Operations(run),
            2 or 3 => maker.Points([run], json: false),
            4 => maker.Points([.. open.Take(3)], json: false),
            5 => maker.Points([.. open.Take(2)], json: true),
            6 => maker.Neptune(run),
            7 => maker.Upload(run),
            8 => _random.Next(3) switch
            {
                0 => maker.UploadParts(run),
                1 => maker.UploadToSet(run),
                _ => maker.UploadTar(run),
            },
            _ => maker.Trash(run, true),
        };
    }

    private ModelRun Add()
    {
        var run = new ModelRun(string.Create(CultureInfo.InvariantCulture, $"{name}-{seed}-{++_made}"));
        _runs.Add(run);
        return run;
    }

    private void Retire()
    {
        _purged.AddRange(_runs.Where(run => run is { Acknowledged: null, InDoubt: null, Uuid: not null }));
        _runs.RemoveAll(run => run is { Acknowledged: null, InDoubt: null });
    }
}

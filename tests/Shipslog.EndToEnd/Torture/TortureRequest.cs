using System.Text.Json;

namespace Shipslog.EndToEnd.Torture;

/// <summary>A request and what it means.</summary>
/// <param name="Name">What it is, for the summary.</param>
/// <param name="Make">Makes it anew for each sending.</param>
/// <param name="Changes">What it does to which runs; each run's part is there wholly or not at all.</param>
/// <param name="Check">Fails when a successful answer refuses a part. Told whether the same request may have been there before.</param>
/// <param name="TellsDuplicates">Whether the answer says that the request was seen before.</param>
internal sealed record TortureRequest(
    string Name,
    Func<HttpRequestMessage> Make,
    IReadOnlyList<(ModelRun Run, Func<RunModel?, RunModel?> Change)> Changes,
    Action<JsonElement> Check,
    bool TellsDuplicates = false)
{
    /// <summary>Requests that come before it and change nothing that anybody sees; each is told the answer of the one before, null of the first.</summary>
    public IReadOnlyList<Func<string?, HttpRequestMessage>> Before { get; init; } = [];

    /// <summary>Makes the request itself of the first answer of those before.</summary>
    public Func<string, HttpRequestMessage>? MakeOf { get; init; }
}

/// <summary>What happened in a torture run.</summary>
internal sealed class TortureCounts
{
    private readonly SortedDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private int _acknowledged;
    private readonly SortedDictionary<string, int> _doubts = new(StringComparer.Ordinal);
    private int _inDoubt;
    private int _stored;
    private int _retried;

    public int Acknowledged => _acknowledged;

    public void Acknowledge(string name)
    {
        Interlocked.Increment(ref _acknowledged);
        lock (_requests)
            _requests[name] = _requests.GetValueOrDefault(name) + 1;
    }

    /// <summary>A kill hit a request that was under way.</summary>
    public void Doubt(string name, bool stored)
    {
        Interlocked.Increment(ref _inDoubt);
        lock (_doubts)
            _doubts[name] = _doubts.GetValueOrDefault(name) + 1;
        if (stored)
            Interlocked.Increment(ref _stored);
    }

    public void Retry() => Interlocked.Increment(ref _retried);

    public override string ToString() =>
        $"{_acknowledged} requests acknowledged ({string.Join(", ", _requests.Select(one => $"{one.Value} {one.Key}"))}), "
        + $"{_inDoubt} hit by a kill ({string.Join(", ", _doubts.Select(one => $"{one.Value} {one.Key}"))}; {_stored} of them stored), {_retried} sent again";
}

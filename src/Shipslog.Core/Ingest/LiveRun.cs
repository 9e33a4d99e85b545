using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <summary>One attribute of a run in memory.</summary>
internal sealed class AttributeSlot(int id, AttributePath path, AttributeValue value)
{
    public int Id { get; } = id;

    public AttributePath Path { get; } = path;

    public AttributeValue Value { get; set; } = value;

    /// <summary>Of a series: its points that aren't in chunks yet.</summary>
    public SeriesBuffer? Buffer { get; set; }
}

/// <summary>A run in memory. The writer changes it, readers take snapshots; both hold <see cref="Lock"/>.</summary>
internal sealed class LiveRun(Run run)
{
    private RunSnapshot? _snapshot;

    public Lock Lock { get; } = new();

    public Run Run { get; } = run;

    /// <summary>Sequence number of the last log entry applied.</summary>
    public long Version { get; set; }

    /// <summary>When its client last gave a sign of life; ms since 1970.</summary>
    public long SeenUnixMilliseconds { get; set; } = run.CreatedUnixMilliseconds;

    /// <summary>Numbers of deleted series whose chunks the next checkpoint removes.</summary>
    public HashSet<int> Removed { get; } = [];

    /// <summary>Numbers of series deleted since the project was opened: one created anew starts without chunks.</summary>
    public HashSet<int> Deleted { get; } = [];

    public Dictionary<string, AttributeSlot> Slots { get; } = new(StringComparer.Ordinal);

    public LiveRun Changed()
    {
        _snapshot = null;
        return this;
    }

    public AttributeValue? this[string path] => Slots.GetValueOrDefault(path)?.Value;

    public string State => this[SystemPaths.State] is AttributeValue.String state ? state.Value : "";

    public bool IsRunning => State == RunStates.Name(RunState.Running);

    public RunSnapshot Snapshot()
    {
        lock (Lock)
        {
            return _snapshot ??= new RunSnapshot(
                Run,
                [.. Slots.Values
                    .OrderBy(slot => slot.Path.Value, StringComparer.Ordinal)
                    .Select(slot => new RunAttribute(slot.Id, slot.Path, slot.Value))],
                Version);
        }
    }
}

using System.Collections.Concurrent;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>
/// Which runs of a project have their attributes in memory: those that changed since they were stored, and those that were asked for
/// lately. The others are read again from their documents. Thread safe; only the writer may let runs go.
/// </summary>
internal sealed class RunMemory(IProjectStore store, Func<int, AttributePath?> nameOf, int maxAttributes)
{
    /// <summary>How many attributes of clean runs are kept. An attribute takes 100 to 400 bytes.</summary>
    public const int DefaultMaxAttributes = 600_000;

    private readonly ConcurrentQueue<LiveRun> _resident = new();
    private int _attributes;

    // Whether anything changed since the last eviction: runs that wait to be stored are not looked at again and again.
    private volatile bool _mayHelp = true;

    /// <summary>Whether it is time to let runs go.</summary>
    public bool IsFull => Volatile.Read(ref _attributes) > maxAttributes && _mayHelp;

    /// <summary>Runs were stored: they may go now.</summary>
    public void Stored() => _mayHelp = true;

    /// <summary>A run that has its attributes in memory from now on.</summary>
    public void Track(LiveRun run) => _resident.Enqueue(run);

    /// <summary>Attributes came or went.</summary>
    public void Count(int attributes) => Interlocked.Add(ref _attributes, attributes);

    /// <summary>Reads a run's attributes. The run's lock is held, so that nobody else reads them.</summary>
    /// <exception cref="ShipslogException">Unavailable: the document is damaged, or gone.</exception>
    public Dictionary<string, AttributeSlot> Read(LiveRun run)
    {
        var row = store.ReadDocument(run.Run.Key)
            ?? throw new ShipslogException(Failure.Unavailable, $"The document of {run.Run.ShortId} is missing.", "damaged");
        var slots = DocumentCodec.DecodeAttributes(row, nameOf);
        Count(slots.Count);
        Track(run);
        _mayHelp = true;
        return slots;
    }

    /// <summary>On the writer, between two entries: lets clean runs go that nobody asked for since the last time, until there is room.</summary>
    public void Evict()
    {
        _mayHelp = false;
        for (var left = 2 * _resident.Count; left > 0 && Volatile.Read(ref _attributes) > maxAttributes / 4L * 3 && _resident.TryDequeue(out var run); left--)
        {
            if (!run.TryEvict())
                _resident.Enqueue(run);
        }
    }
}

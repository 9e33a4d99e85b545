using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>
/// The points of a series that are in the log but not yet in chunks: a tail that grows, and, while a checkpoint runs, a frozen part
/// that it encodes. Later parts win over earlier ones: chunks, frozen, tail. Guarded by the lock of its run.
/// </summary>
internal abstract class SeriesBuffer
{
    /// <summary>The series was cleared since the last checkpoint: its stored chunks no longer count.</summary>
    public bool ChunksAreDead { get; protected set; }

    /// <summary>Points in the tail.</summary>
    public abstract int TailCount { get; }

    /// <summary>Whether a checkpoint has something to do.</summary>
    public abstract bool IsDirty { get; }

    public abstract void Clear();

    /// <summary>Moves the tail aside for a checkpoint, which then encodes it outside the lock.</summary>
    /// <param name="isFirst">Whether nothing of the run was ever stored: then nobody looks for its end there.</param>
    public abstract void Freeze(bool isFirst);

    /// <summary>Of the one checkpoint that may run: adds what it has to store of what was frozen.</summary>
    public abstract ValueTask EncodeAsync(IProjectStore store, SeriesKey key, CheckpointParts parts, CancellationToken cancellation);

    /// <summary>The checkpoint is stored: the frozen part is in chunks now.</summary>
    /// <param name="goesOn">Whether more points are expected: then their room is kept.</param>
    public abstract void Thaw(bool goesOn);

    /// <summary>No more points are expected soon: room that was kept for them goes.</summary>
    public abstract void GiveRoomBack();
}

/// <inheritdoc/>
internal sealed class SeriesBuffer<T> : SeriesBuffer
{
    // Points whose room is kept: with fewer, a million series would hold more room than points. Checkpoints wait for more, see UnfrozenPoints.
    private const int WorthKeeping = 24;

    private PointColumns<T> _tail = new();
    private PointColumns<T>? _frozen;

    // Room of the last frozen part, for the next tail: a series that is written steadily allocates nothing.
    private PointColumns<T>? _spare;
    private bool _frozenClears;

    // What the checkpoint encodes: as it was frozen, whatever happens to the series meanwhile.
    private PointColumns<T>? _encoded;
    private bool _encodedClears;

    // Of the one checkpoint that may run: where the series ends in the store, now and when the checkpoint is stored; null: not known.
    private SeriesEnd? _end;
    private SeriesEnd? _nextEnd;

    public override int TailCount => _tail.Count;

    public override bool IsDirty => _tail.Count > 0 || ChunksAreDead || _frozen is not null;

    public bool TryGet(Step step, out T value)
    {
        if (_tail.TryGet(step, out value))
            return true;
        return _frozen is not null && _frozen.TryGet(step, out value);
    }

    /// <summary>Whether points in chunks still count (a lookup there is needed for a step not found here).</summary>
    public bool ChunksCount => !ChunksAreDead && !_frozenClears;

    public void Put(Step step, T value, long unixMilliseconds) => _tail.Put(step, value, unixMilliseconds);

    /// <summary>Adds points in step order that come after all that the series has.</summary>
    public void Append(Points<T> points) => _tail.Take(points.Steps, points.Values, points.UnixMilliseconds);

    public override void Clear()
    {
        _tail = new PointColumns<T>();
        if (_frozen is not null)
            _frozen = new PointColumns<T>();
        ChunksAreDead = true;
    }

    /// <summary>A copy of what is not in chunks yet.</summary>
    public PointColumns<T> Copy()
    {
        var tail = _tail.Slice(0, _tail.Count);
        return _frozen is null ? tail : tail.Count == 0 ? _frozen.Slice(0, _frozen.Count) : PointColumns<T>.Merge(_frozen, tail);
    }

    public override void Freeze(bool isFirst)
    {
        // A part still frozen belongs to a checkpoint that failed: it goes with this one.
        _encoded = _frozen = _frozen is null ? _tail : PointColumns<T>.Merge(_frozen, _tail);
        _encodedClears = _frozenClears |= ChunksAreDead;
        _tail = _spare ?? new PointColumns<T>();
        _spare = null;
        ChunksAreDead = false;
        if (isFirst)
            _end = SeriesEnd.Empty;
    }

    public override async ValueTask EncodeAsync(IProjectStore store, SeriesKey key, CheckpointParts parts, CancellationToken cancellation)
    {
        var end = _end;
        _end = null;
        _nextEnd = await ChunkWriter.WriteAsync(store, key, _encoded!, _encodedClears, end, parts, cancellation);
    }

    public override void Thaw(bool goesOn)
    {
        // A series that is not written any more holds no room.
        if (_frozen?.Count >= WorthKeeping && goesOn)
        {
            _frozen.Empty();
            _spare = _frozen;
        }

        (_frozen, _encoded) = (null, null);
        _frozenClears = false;
        _end = _nextEnd;
    }

    public override void GiveRoomBack()
    {
        _spare = null;
        if (_tail.Count == 0)
            _tail = new PointColumns<T>();
    }
}

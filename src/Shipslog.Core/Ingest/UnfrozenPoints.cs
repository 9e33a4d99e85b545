namespace Shipslog.Core.Ingest;

/// <summary>
/// What was appended since the last checkpoint began: points wait in memory, some 32 bytes each, and after a crash are read from the log
/// again, a few million a second. Of the writer.
/// </summary>
internal struct UnfrozenPoints
{
    /// <summary>So many points are worth a checkpoint.</summary>
    public const int Enough = 2_000_000;

    /// <summary>So many must not wait any longer.</summary>
    public const int AtMost = 4_000_000;

    // Very many series get few points each meanwhile: chunks of so many cost half as much.
    private const int WorthwhileChunk = 32;

    private long _points;
    private long _appends;
    private long _series;

    public void Add(long points, int appends, int seriesBegun)
    {
        _points += points;
        _appends += appends;
        _series += seriesBegun;
    }

    /// <summary>Whether it is time for a checkpoint. Series that more keeps coming to wait until each has enough for a chunk, as long as memory bears it.</summary>
    public readonly bool Suffice => _points >= Enough
        && (_points >= AtMost || _points >= WorthwhileChunk * _series || _appends < _series + _series / 2);
}

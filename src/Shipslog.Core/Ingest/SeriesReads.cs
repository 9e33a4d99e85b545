namespace Shipslog.Core.Ingest;

/// <summary>What a question made the engine read: tests hold it to its bounds. Thread safe.</summary>
internal sealed class SeriesReads
{
    private int _chunks;
    private int _blocks;

    /// <summary>Chunks whose points were decoded.</summary>
    public int Chunks => _chunks;

    /// <summary>Blocks of chunk heads that were opened.</summary>
    public int Blocks => _blocks;

    public void CountChunks(int more) => Interlocked.Add(ref _chunks, more);

    public void CountBlock() => Interlocked.Increment(ref _blocks);
}

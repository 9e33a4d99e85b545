namespace Shipslog.Core.Ingest;

/// <summary>What a question made the engine read: tests hold it to its bounds.</summary>
internal sealed class SeriesReads
{
    /// <summary>Chunks whose points were decoded.</summary>
    public int Chunks { get; set; }

    /// <summary>Blocks of chunk heads that were opened.</summary>
    public int Blocks { get; set; }
}

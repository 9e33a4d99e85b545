using Shipslog.Core.Model;

namespace Shipslog.Core.Storage;

/// <summary>
/// A project's durable, transactional container: its log, chunks, run documents and names. It knows nothing of their meaning: payloads
/// are bytes that the core encodes, checksums and decodes. One writer at a time calls the writing methods; readers may be many and
/// concurrent with it. Errors of the medium (full, read-only, corrupt) surface as <see cref="ShipslogException"/> Unavailable; nothing of a failed
/// call is then stored.
/// </summary>
public interface IProjectStore : IAsyncDisposable
{
    /// <summary>Appends log entries, new names and request ids in one durable transaction: when it returns they survive a power cut.</summary>
    Task AppendAsync(LogGroup group, CancellationToken cancellation);

    /// <summary>Log entries with a sequence number above <paramref name="afterSequence"/>, ascending.</summary>
    IAsyncEnumerable<LogEntry> ReadLogAsync(long afterSequence, CancellationToken cancellation);

    /// <summary>Stores chunks and documents, removes what they replace and trims the log, in one durable transaction.</summary>
    Task CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation);

    /// <summary>
    /// Heads of a series' chunks in first-step order, without their data: from the last one that begins at or before
    /// <paramref name="from"/> (whether it reaches it or not), those that begin up to <paramref name="to"/>, at most <paramref name="limit"/>.
    /// </summary>
    Task<IReadOnlyList<ChunkHead>> ReadChunkHeadsAsync(SeriesKey series, Step from, Step to, int limit, CancellationToken cancellation);

    /// <summary>Heads of a series' newest chunks in first-step order, at most <paramref name="count"/>.</summary>
    Task<IReadOnlyList<ChunkHead>> ReadLastChunkHeadsAsync(SeriesKey series, int count, CancellationToken cancellation);

    /// <summary>Chunks with data that overlap [<paramref name="from"/>, <paramref name="to"/>], in first-step order.</summary>
    IAsyncEnumerable<Chunk> ReadChunksAsync(SeriesKey series, Step from, Step to, CancellationToken cancellation);

    /// <summary>Every chunk of the project, by run, attribute and first step.</summary>
    IAsyncEnumerable<Chunk> ReadAllChunksAsync(CancellationToken cancellation);

    /// <summary>What each series takes, by run and attribute, without reading the points.</summary>
    IAsyncEnumerable<SeriesSize> ReadSizesAsync(CancellationToken cancellation);

    /// <summary>What the store takes on its medium, everything included, in bytes.</summary>
    Task<long> MeasureAsync(CancellationToken cancellation);

    /// <summary>Checks the container's own structure, and returns what is wrong, a sentence each; the blobs in it are checked by whoever decodes them.</summary>
    Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation);

    /// <summary>The same for many ranges, one after the other: each chunk with the index of its range.</summary>
    IAsyncEnumerable<(int Range, Chunk Chunk)> ReadChunksAsync(
        SeriesKey series, IReadOnlyList<(Step From, Step To)> ranges, CancellationToken cancellation);

    /// <summary>One run's document, or null. Not asynchronous: a run's attributes are read under its lock when somebody first needs them, which takes microseconds.</summary>
    RunDocumentRow? ReadDocument(int runKey);

    /// <summary>The values of an attribute over all runs, as they were kept last; null when they weren't.</summary>
    KeptColumn? ReadColumn(int attributeId);

    /// <summary>Keeps values of attributes over all runs, each instead of what was kept of it before.</summary>
    Task KeepColumnsAsync(IReadOnlyList<KeptColumn> columns, CancellationToken cancellation);

    /// <summary>All heads of runs in key order.</summary>
    IAsyncEnumerable<RunHeadRow> ReadHeadsAsync(CancellationToken cancellation);

    /// <summary>In how many stored documents each attribute is; none with 0.</summary>
    IAsyncEnumerable<AttributeUse> ReadUsesAsync(CancellationToken cancellation);

    /// <summary>All run documents in key order.</summary>
    IAsyncEnumerable<RunDocumentRow> ReadDocumentsAsync(CancellationToken cancellation);

    /// <summary>All attribute names (id, path) in id order.</summary>
    IAsyncEnumerable<AttributeName> ReadNamesAsync(CancellationToken cancellation);

    /// <summary>Which of these request ids were stored with an earlier group, with the answer kept for each.</summary>
    Task<byte[]?> FindRequestAsync(string requestId, CancellationToken cancellation);

    /// <summary>Sequence number up to which documents and chunks are complete: replay starts after it.</summary>
    Task<long> ReadCheckpointSequenceAsync(CancellationToken cancellation);

    /// <summary>Removes the document and head of a run and, unless they are kept, every chunk, and counts <paramref name="uses"/> in; returns the bytes freed.</summary>
    Task<long> DeleteRunAsync(int runKey, bool keepChunks, IReadOnlyList<AttributeUse> uses, CancellationToken cancellation);
}

/// <summary>A series of a run within a project's store.</summary>
/// <param name="RunKey">Number of the run.</param>
/// <param name="AttributeId">Number of the attribute name; negative: the pyramid above that series.</param>
public readonly record struct SeriesKey(int RunKey, int AttributeId);

/// <summary>What a series takes in chunks.</summary>
/// <param name="Series">Whose.</param>
/// <param name="Points">Points in chunks.</param>
/// <param name="Bytes">Bytes of the chunks and their summaries.</param>
public readonly record struct SeriesSize(SeriesKey Series, long Points, long Bytes);

/// <summary>A name's number.</summary>
public readonly record struct AttributeName(int Id, string Path);

/// <summary>One entry of the log.</summary>
/// <param name="Sequence">Ascending, from 1, without gaps within a project.</param>
/// <param name="RunKey">The run it changes; 0 for entries of the project itself.</param>
/// <param name="Payload">Encoded operations with their own checksum.</param>
public readonly record struct LogEntry(long Sequence, int RunKey, ReadOnlyMemory<byte> Payload);

/// <summary>What one group commit makes durable.</summary>
/// <param name="Entries">Log entries, ascending.</param>
/// <param name="Names">New attribute names.</param>
/// <param name="Requests">Request ids with the encoded answer to repeat.</param>
/// <param name="UnixMilliseconds">Now; request ids are forgotten after a window.</param>
public sealed record LogGroup(
    IReadOnlyList<LogEntry> Entries,
    IReadOnlyList<AttributeName> Names,
    IReadOnlyList<(string RequestId, byte[] Answer)> Requests,
    long UnixMilliseconds);

/// <summary>A chunk's place and summary: enough to skip or summarise it without its data.</summary>
/// <param name="Series">Whose.</param>
/// <param name="First">First step.</param>
/// <param name="Last">Last step, inclusive.</param>
/// <param name="Count">Points.</param>
/// <param name="Summary">Encoded statistics of the points.</param>
public sealed record ChunkHead(SeriesKey Series, Step First, Step Last, int Count, ReadOnlyMemory<byte> Summary);

/// <summary>A chunk: up to 8,192 points of one series, encoded with a checksum.</summary>
public sealed record Chunk(ChunkHead Head, ReadOnlyMemory<byte> Data);

/// <summary>A run's stored document.</summary>
/// <param name="RunKey">Whose.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Document">Encoded attributes with a checksum.</param>
public readonly record struct RunDocumentRow(int RunKey, long Version, ReadOnlyMemory<byte> Document);

/// <summary>What a project is opened with of a run.</summary>
/// <param name="RunKey">Whose.</param>
/// <param name="Version">Of the document.</param>
/// <param name="Head">Encoded, with a checksum.</param>
public readonly record struct RunHeadRow(int RunKey, long Version, ReadOnlyMemory<byte> Head);

/// <summary>The values of an attribute over all runs, kept beside the documents that hold the same.</summary>
/// <param name="AttributeId">Number of the attribute name.</param>
/// <param name="Sequence">Holds for every run whose document has at most this version.</param>
/// <param name="Data">Encoded, with a checksum.</param>
public readonly record struct KeptColumn(int AttributeId, long Sequence, ReadOnlyMemory<byte> Data);

/// <summary>In how many documents an attribute is; as a part of a write: how many more (or, negative, fewer).</summary>
/// <param name="AttributeId">Number of the attribute name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Holder">In documents of which kind of holder.</param>
/// <param name="Runs">How many.</param>
public readonly record struct AttributeUse(int AttributeId, AttributeKind Kind, HolderKind Holder, int Runs);

/// <summary>One slice of background work, stored atomically.</summary>
/// <param name="ReplacedSeries">Ranges whose chunks are deleted before <paramref name="Chunks"/> are put: (series, first step of the chunk).</param>
/// <param name="ClearedSeries">Series all of whose chunks are deleted first.</param>
/// <param name="Chunks">Chunks to store.</param>
/// <param name="Documents">Documents to store.</param>
/// <param name="CompleteTo">When set: documents and chunks now hold everything up to this sequence number, and the log is trimmed to it.</param>
public sealed record Checkpoint(
    IReadOnlyList<(SeriesKey Series, Step First)> ReplacedSeries,
    IReadOnlyList<SeriesKey> ClearedSeries,
    IReadOnlyList<Chunk> Chunks,
    IReadOnlyList<RunDocumentRow> Documents,
    long? CompleteTo)
{
    /// <summary>Heads to store.</summary>
    public IReadOnlyList<RunHeadRow> Heads { get; init; } = [];

    /// <summary>Changes of the counts of attributes.</summary>
    public IReadOnlyList<AttributeUse> Uses { get; init; } = [];
}

/// <summary>Opens and deletes the stores of a data folder's projects.</summary>
public interface IProjectStores
{
    /// <summary>Opens a project's store, creating it on first use. The caller disposes it.</summary>
    Task<IProjectStore> OpenAsync(Guid projectId, CancellationToken cancellation);

    /// <summary>The projects that have a store.</summary>
    Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellation);

    /// <summary>Deletes a closed project's store and returns the bytes freed.</summary>
    Task<long> DeleteAsync(Guid projectId, CancellationToken cancellation);
}

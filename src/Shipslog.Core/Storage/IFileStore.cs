using Shipslog.Core.Model;

namespace Shipslog.Core.Storage;

/// <summary>
/// Files by content hash: writing the same bytes twice stores them once. Streams only; memory per transfer stays below 1 MB.
/// Thread safe. Errors of the medium surface as <see cref="ShipslogException"/> Unavailable.
/// </summary>
public interface IFileStore
{
    /// <summary>Stores a stream and returns its address and length once it is on disk. A stream over <paramref name="maxBytes"/> fails with TooLarge and leaves nothing behind.</summary>
    Task<(ContentHash Hash, long SizeBytes)> PutAsync(Stream content, long maxBytes, CancellationToken cancellation);

    /// <summary>
    /// Opens a file for reading (seekable); null when it isn't there. Bytes that no longer have the file's hash fail with Unavailable (<c>damaged</c>): of a small file here, of
    /// a larger one before its last bytes are given, or before the first when one begins elsewhere than at the start. Only parts of files beyond a gigabyte are given unchecked.
    /// </summary>
    Stream? OpenRead(ContentHash hash);

    /// <summary>Begins a chunked upload and returns its id. Unfinished uploads survive a restart and are removed after a day of silence.</summary>
    Task<string> BeginUploadAsync(CancellationToken cancellation);

    /// <summary>Begins an upload under an id that the caller chose, written <c>N</c> elsewhere; one that is there is begun anew, empty.</summary>
    Task BeginUploadAsync(Guid uploadId, CancellationToken cancellation);

    /// <summary>Writes bytes at an offset of an upload, durably. Any order; rewriting a range is allowed. Unknown id: NotFound.</summary>
    Task WriteAsync(string uploadId, long offset, Stream content, long maxBytes, CancellationToken cancellation);

    /// <summary>Makes a file of an upload, checking its length when <paramref name="expectedBytes"/> is given (else Invalid).</summary>
    Task<(ContentHash Hash, long SizeBytes)> FinishUploadAsync(string uploadId, long? expectedBytes, CancellationToken cancellation);

    /// <summary>Drops an upload; unknown ids are ignored.</summary>
    Task AbandonUploadAsync(string uploadId, CancellationToken cancellation);

    /// <summary>
    /// Makes a file also be found, by <see cref="OpenRead"/>, at an address that is no hash of its bytes: for clients that name a place and bring the bytes on their own, before
    /// or after a run refers to the place. Durable; binding anew replaces. Deleting the address deletes the binding only.
    /// </summary>
    Task BindToAsync(ContentHash address, ContentHash content, CancellationToken cancellation);

    /// <summary>The file that was bound to an address; null when none was.</summary>
    ContentHash? Bound(ContentHash address);

    /// <summary>Every stored file by the hash of its bytes, with when it was last stored, in no order; no bindings. Those stored or deleted meanwhile may be among them or not.</summary>
    IEnumerable<(ContentHash Hash, long SizeBytes, DateTimeOffset Stored)> List();

    /// <summary>Every binding, with when it was made last, in no order.</summary>
    IEnumerable<(ContentHash Address, ContentHash Content, DateTimeOffset Bound)> ListBindings();

    /// <summary>How large the medium is and how much of it is free, in bytes; null when it has no bounds that it knows of.</summary>
    (long TotalBytes, long FreeBytes)? Space();

    /// <summary>
    /// Deletes a file (or a binding) that nobody refers to any more; returns the bytes freed. One stored within the last minute stays (0): somebody is about to refer to it.
    /// </summary>
    /// <param name="hash">Its address.</param>
    /// <param name="unusedAt">When the caller began to look for references: what was stored within the minute before or later stays too. Null: now.</param>
    long Delete(ContentHash hash, DateTimeOffset? unusedAt = null);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune;

/// <summary>
/// Files that come in chunks with an <c>X-Range</c> header (contract, 5.7). With a known total, chunks gather in an upload of the file
/// store. Without one no chunk can be told to be the last, so each makes the file longer and is durable by itself. Thread safe.
/// </summary>
internal sealed partial class RangedUploads(IFileStore files)
{
    private readonly ConcurrentDictionary<(Guid Run, string Path), string> _uploads = new();

    /// <summary>Takes a chunk; returns the file when it is complete (so far, when the total is unknown), or null.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="path">The file, unique within the run.</param>
    /// <param name="request">With its header and body.</param>
    /// <param name="earlier">What the path holds now: to it a chunk of unknown total is appended.</param>
    public async Task<(ContentHash Hash, long SizeBytes)?> TakeAsync(
        Guid run, string path, HttpRequest request, StoredFile? earlier)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var match = Range().Match(request.Headers["X-Range"].ToString());
        if (!match.Success)
            return await files.PutAsync(request.Body, StoredFiles.MaxBytes, cancellation);
        var first = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var last = long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        if (!match.Groups[3].Success)
            return await ExtendAsync(request.Body, first, earlier, cancellation);
        var total = long.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture);
        if (first == 0 && last + 1 >= total)
        {
            var whole = await files.PutAsync(request.Body, StoredFiles.MaxBytes, cancellation);
            return whole.SizeBytes == total ? whole : throw Mismatch();
        }

        if (first == 0)
            _uploads[(run, path)] = await files.BeginUploadAsync(cancellation);
        if (!_uploads.TryGetValue((run, path), out var upload))
            throw new ShipslogException(Failure.Unavailable, "The upload was interrupted; begin it again.", "upload-interrupted");
        await files.WriteAsync(upload, first, request.Body, last - first + 1, cancellation);
        if (last + 1 < total)
            return null;
        _uploads.TryRemove((run, path), out _);
        return await files.FinishUploadAsync(upload, total, cancellation);
    }

    private async Task<(ContentHash Hash, long SizeBytes)?> ExtendAsync(
        Stream chunk, long first, StoredFile? earlier, CancellationToken cancellation)
    {
        var upload = await files.BeginUploadAsync(cancellation);
        if (first > 0)
        {
            if (earlier is null || earlier.SizeBytes < first || files.OpenRead(earlier.Hash) is not { } before)
                throw Mismatch();
            await using (before)
            {
                await files.WriteAsync(upload, 0, new FirstBytes(before, first), first, cancellation);
            }
        }

        await files.WriteAsync(upload, first, chunk, StoredFiles.MaxBytes, cancellation);
        return await files.FinishUploadAsync(upload, null, cancellation);
    }

    private static ShipslogException Mismatch() => new(Failure.Invalid, "Length of stream does not match given range.", "invalid-range");

    [GeneratedRegex(@"^bytes=(\d{1,18})-(-?\d{1,18})(?:/(\d{1,18}))?$")]
    private static partial Regex Range();
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune;

/// <summary>
/// Files that come in chunks with an <c>X-Range</c> header (contract, 5.7), one after the other. Chunks gather in an upload of the file
/// store whose id follows from run, path and total, so that a client goes on after a restart of the server. Thread safe.
/// </summary>
/// <remarks>
/// Without a total no chunk can be told to be the last. A file is then made whenever a chunk is shorter than the client's chunks are, or
/// the length has doubled: made at each chunk, a long stream would be copied over and over. What is left over is made into a file by
/// <see cref="SettleAsync"/>; until then it is durable in its upload.
/// </remarks>
internal sealed partial class RangedUploads(IFileStore files)
{
    private const int ClientChunkBytes = 1024 * 1024;

    // Streams of unknown length with bytes that no file has yet.
    private readonly ConcurrentDictionary<(Guid Run, string Path), long> _growing = new();

    // One writer an upload: a file that is made of it must not change any more. Uploads share gates, which costs them time at most.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];

    // Where the next chunk must begin: a gap would become zeros.
    private readonly ConcurrentDictionary<Guid, long> _ends = new();

    /// <summary>Takes a chunk; returns the file when it is complete (so far, when the total is unknown), or null.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="path">The file, unique within the run.</param>
    /// <param name="request">With its header and body.</param>
    /// <param name="earlier">What the path holds now: a stream of unknown length may go on from there.</param>
    /// <exception cref="ShipslogException">Invalid: the range is not that of the body, or does not follow what came before.</exception>
    public async Task<(ContentHash Hash, long SizeBytes)?> TakeAsync(Guid run, string path, HttpRequest request, StoredFile? earlier)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var match = Range().Match(request.Headers["X-Range"].ToString());
        if (!match.Success)
            return await files.PutAsync(request.Body, StoredFiles.MaxBytes, cancellation);
        var first = Whole(match.Groups["first"]);
        var end = match.Groups["last"].Length > 0 ? Whole(match.Groups["last"]) + 1 : first;
        long? total = match.Groups["total"].Success ? Whole(match.Groups["total"]) : null;
        if (end < first || (request.ContentLength is { } length && length != end - first))
            throw Mismatch();
        if (first == 0 && end >= total)
        {
            var whole = await files.PutAsync(request.Body, StoredFiles.MaxBytes, cancellation);
            return whole.SizeBytes == end ? whole : throw Mismatch();
        }

        var upload = IdOf(run, path, total);
        var gate = GateOf(upload);
        await gate.WaitAsync(cancellation);
        try
        {
            if (!await WriteAsync(upload, first, end, request.Body, earlier, cancellation))
                return null;
            if (total is null)
                return await GrowAsync(run, path, upload, end - first, end, earlier?.SizeBytes ?? 0, cancellation);
            return end < total ? null : await FinishAsync(upload, end, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Makes files of the streams of a run that have grown since.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="candidates">Also of these paths, which may have grown before the server was started anew.</param>
    public async Task<IReadOnlyList<(string Path, ContentHash Hash, long SizeBytes)>> SettleAsync(Guid run, IEnumerable<string>? candidates = null)
    {
        var settled = new List<(string, ContentHash, long)>();
        var paths = _growing.Keys.Where(key => key.Run == run).Select(key => key.Path).Concat(candidates ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var upload = IdOf(run, path, null);
            var gate = GateOf(upload);
            if (!gate.Wait(0))
                continue; // A chunk is coming: it grows on.
            try
            {
                var (hash, size) = await FinishAsync(upload, null, CancellationToken.None);
                settled.Add((path, hash, size));
                _growing.TryRemove((run, path), out _);
            }
            catch (ShipslogException none) when (none.Failure is Failure.NotFound)
            {
                _growing.TryRemove((run, path), out _); // Nothing was left over.
            }
            finally
            {
                gate.Release();
            }
        }

        return settled;
    }

    /// <summary>False when the chunk was there already: its answer was lost, and the client sent it again.</summary>
    private async Task<bool> WriteAsync(Guid upload, long first, long end, Stream chunk, StoredFile? earlier, CancellationToken cancellation)
    {
        if (first == 0)
            await files.BeginUploadAsync(upload, cancellation);
        else if (_ends.TryGetValue(upload, out var known) && first > known)
            throw Mismatch();
        try
        {
            await files.WriteAsync(upload.ToString("N"), first, chunk, end - first, cancellation);
        }
        catch (ShipslogException gone) when (gone.Failure is Failure.NotFound)
        {
            if (earlier?.SizeBytes >= end && await HoldsAsync(earlier, first, chunk, cancellation))
                return false;
            if (earlier is null || earlier.SizeBytes < first || files.OpenRead(earlier.Hash) is not { } before)
                throw Mismatch();
            await using (before)
            {
                await files.BeginUploadAsync(upload, cancellation);
                await files.WriteAsync(upload.ToString("N"), 0, new FirstBytes(before, first), first, cancellation);
            }

            await files.WriteAsync(upload.ToString("N"), first, chunk, end - first, cancellation);
        }

        _ends[upload] = end;
        return true;
    }

    private async Task<(ContentHash Hash, long SizeBytes)?> GrowAsync(
        Guid run, string path, Guid upload, long chunk, long end, long attached, CancellationToken cancellation)
    {
        _growing[(run, path)] = end;
        if (chunk >= ClientChunkBytes && end < 2 * attached)
            return null;
        var made = await FinishAsync(upload, end, cancellation);
        _growing.TryRemove((run, path), out _);
        return made;
    }

    private async Task<(ContentHash Hash, long SizeBytes)> FinishAsync(Guid upload, long? expected, CancellationToken cancellation)
    {
        var made = await files.FinishUploadAsync(upload.ToString("N"), expected, cancellation);
        _ends.TryRemove(upload, out _);
        return made;
    }

    /// <summary>Whether the file has these bytes at an offset. Reads the chunk.</summary>
    private async Task<bool> HoldsAsync(StoredFile file, long offset, Stream chunk, CancellationToken cancellation)
    {
        if (files.OpenRead(file.Hash) is not { } content)
            return false;
        await using (content)
        {
            content.Position = offset;
            var (mine, theirs) = (new byte[64 * 1024], new byte[64 * 1024]);
            int read;
            while ((read = await chunk.ReadAsync(theirs, cancellation)) > 0)
            {
                if (await content.ReadAtLeastAsync(mine.AsMemory(0, read), read, throwOnEndOfStream: false, cancellation) < read
                    || !mine.AsSpan(0, read).SequenceEqual(theirs.AsSpan(0, read)))
                    throw Mismatch();
            }
        }

        return true;
    }

    private SemaphoreSlim GateOf(Guid upload) => _gates[(uint)upload.GetHashCode() % (uint)_gates.Length];

    private static Guid IdOf(Guid run, string path, long? total) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{run:N} {total} {path}")).AsSpan(0, 16));

    private static long Whole(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    private static ShipslogException Mismatch() => new(Failure.Invalid, "Length of stream does not match given range.", "invalid-range");

    // An empty file is bytes=0--1/0 in 0.4.133 and bytes=0-/0 in 0.4.106.
    [GeneratedRegex(@"^bytes=(?<first>\d{1,18})-(?<last>(?:-?\d{1,18})?)(?:/(?<total>\d{1,18}))?$")]
    private static partial Regex Range();
}

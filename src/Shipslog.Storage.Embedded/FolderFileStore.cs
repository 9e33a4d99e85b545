using System.Security.Cryptography;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// Files below <c>files/</c> of a data folder, at <c>ab/cd/&lt;sha256&gt;</c>. Content is written beside, synced, then renamed, so a file that is there is whole.
/// Uploads lie in <c>files/uploads/</c>. Drawn in docs/formats/README.md.
/// </summary>
public sealed partial class FolderFileStore : IFileStore
{
    private const int CopyBytes = 128 * 1024;
    private const int MaxRecent = 10_000;
    private static readonly TimeSpan UploadSilence = TimeSpan.FromDays(1);

    // A file just stored is about to be referred to: deleting it in between would break the reference.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly Lock _settling = new();
    private readonly Dictionary<ContentHash, DateTimeOffset> _recent = [];
    private readonly SoundFiles _sound = new();
    private readonly string _folder;
    private readonly string _uploads;
    private readonly TimeProvider _time;

    /// <summary>Opens (or creates) the files of a data folder.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="time">The clock by which unfinished uploads grow old.</param>
    /// <exception cref="ShipslogException">Unavailable: the folder can't be written.</exception>
    public FolderFileStore(string dataFolder, TimeProvider time)
    {
        _time = time;
        _folder = Path.Combine(dataFolder, "files");
        _uploads = Path.Combine(_folder, "uploads");
        SqliteErrors.Guard(() => Directory.CreateDirectory(_uploads));
        RemoveOldUploads();
    }

    /// <inheritdoc/>
    public async Task<(ContentHash Hash, long SizeBytes)> PutAsync(Stream content, long maxBytes, CancellationToken cancellation)
    {
        var temporary = Path.Combine(_uploads, "put-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using (var file = Create(temporary, FileMode.CreateNew))
            {
                await CopyAsync(content, file, maxBytes, cancellation).ConfigureAwait(false);
                Sync(file);
            }

            return await AdoptAsync(temporary, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(ContentHash Hash, long SizeBytes, DateTimeOffset Stored)> List() =>
        from file in new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories)
        where ContentHash.TryParse(file.Name, out _) && file.Exists
        select (new ContentHash(file.Name), file.Length, new DateTimeOffset(file.LastWriteTimeUtc));

    /// <inheritdoc/>
    public (long TotalBytes, long FreeBytes)? Space()
    {
        var disk = new DriveInfo(_folder);
        return (disk.TotalSize, disk.AvailableFreeSpace);
    }

    /// <inheritdoc/>
    public Stream? OpenRead(ContentHash hash)
    {
        try
        {
            return new CheckedContent(
                new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, useAsync: true), hash, _sound);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Bound(hash) is { } bound && bound != hash ? OpenRead(bound) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShipslogException(Failure.Unavailable, "A stored file can't be read.", "storage-failed", e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<string> BeginUploadAsync(CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        await BeginUploadAsync(id, cancellation).ConfigureAwait(false);
        return id.ToString("N");
    }

    /// <inheritdoc/>
    public Task BeginUploadAsync(Guid uploadId, CancellationToken cancellation)
    {
        RemoveOldUploads();
        var id = uploadId.ToString("N");
        using (var file = Create(UploadPath(id), FileMode.Create))
            Sync(file);
        File.Delete(UploadParts.PathOf(UploadPath(id)));
        Touch(id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string uploadId, long offset, Stream content, long maxBytes, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var path = Existing(uploadId);
        await using (var file = Create(path, FileMode.Open))
        {
            file.Position = offset;
            var written = await CopyAsync(content, file, maxBytes, cancellation).ConfigureAwait(false);
            Sync(file);
            SqliteErrors.Guard(() => UploadParts.Add(path, offset, written));
        }

        Touch(uploadId);
    }

    /// <inheritdoc/>
    public async Task<(ContentHash Hash, long SizeBytes)> FinishUploadAsync(
        string uploadId, long? expectedBytes, CancellationToken cancellation)
    {
        var path = Existing(uploadId);
        var length = new FileInfo(path).Length;
        if (expectedBytes is { } expected && expected != length)
            throw new ShipslogException(Failure.Invalid, $"The upload has {length} bytes, not {expected}.", "upload-incomplete");
        if (SqliteErrors.Guard(() => UploadParts.FirstGap(path, length)) is { } gap)
            throw new ShipslogException(Failure.Invalid, $"The upload lacks the bytes from {gap} on.", "upload-incomplete");
        var made = await AdoptAsync(path, cancellation).ConfigureAwait(false);
        File.Delete(UploadParts.PathOf(path));
        return made;
    }

    /// <inheritdoc/>
    public Task AbandonUploadAsync(string uploadId, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(uploadId, "N", out _))
        {
            File.Delete(UploadPath(uploadId));
            File.Delete(UploadParts.PathOf(UploadPath(uploadId)));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public long Delete(ContentHash hash, DateTimeOffset? unusedAt = null)
    {
        // Under the lock: the same bytes may just be stored again, and are put in place after they were noted as recent.
        lock (_settling)
        {
            var settled = (unusedAt ?? _time.GetUtcNow()) - Settling;
            Unbind(hash, unusedAt is null ? null : settled);
            var file = new FileInfo(PathOf(hash));
            if (!file.Exists || (_recent.TryGetValue(hash, out var stored) && stored > settled) || (unusedAt is not null && file.LastWriteTimeUtc > settled.UtcDateTime))
                return 0;
            _recent.Remove(hash);
            return SqliteErrors.Guard(() =>
            {
                var bytes = file.Length;
                file.Delete();
                return bytes;
            });
        }
    }

    private static FileStream Create(string path, FileMode mode) =>
        SqliteErrors.Guard(() => new FileStream(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite, 0, useAsync: true));

    private static void Sync(FileStream file) => SqliteErrors.Guard(() =>
    {
        file.Flush(flushToDisk: true);
        return true;
    });

    private static async Task<long> CopyAsync(Stream from, FileStream to, long maxBytes, CancellationToken cancellation)
    {
        var buffer = new byte[CopyBytes];
        long total = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            total += read;
            if (total > maxBytes)
                throw new ShipslogException(Failure.TooLarge, $"The file is larger than the limit of {maxBytes} bytes.", "file-too-large");
            try
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                // The last is what .NET makes of a file that may not grow so large.
                throw new ShipslogException(Failure.Unavailable, "The file can't be stored.", "storage-failed", e is IOException ? e.Message : "The file may not grow so large.");
            }
        }

        return total;
    }

    private async Task<(ContentHash Hash, long SizeBytes)> AdoptAsync(string path, CancellationToken cancellation)
    {
        ContentHash hash;
        long length;
        await using (var file = Create(path, FileMode.Open))
        {
            hash = ContentHash.FromBytes(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            length = file.Length;
        }

        var target = PathOf(hash);
        Note(hash);
        SqliteErrors.Guard(() =>
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime); // The time by which it grows old, by the clock that will be asked then.
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(path, target, overwrite: true);
            FolderSync.Sync(Path.GetDirectoryName(target)!);
            return true;
        });
        return (hash, length);
    }

    private void Note(ContentHash hash)
    {
        lock (_settling)
        {
            var now = _time.GetUtcNow();
            if (_recent.Count >= MaxRecent)
            {
                foreach (var settled in _recent.Where(file => now - file.Value >= Settling).ToList())
                    _recent.Remove(settled.Key);
            }

            _recent[hash] = now;
        }
    }

    /// <summary>The time by which an upload grows old, by the clock that will be asked then.</summary>
    private void Touch(string uploadId)
    {
        try
        {
            File.SetLastWriteTimeUtc(UploadPath(uploadId), _time.GetUtcNow().UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // Finished or abandoned meanwhile.
        }
    }

    private string PathOf(ContentHash hash) => Path.Combine(_folder, hash.Hex[..2], hash.Hex[2..4], hash.Hex);

    private string UploadPath(string id) => Path.Combine(_uploads, id);

    private string Existing(string uploadId) =>
        Guid.TryParseExact(uploadId, "N", out _) && File.Exists(UploadPath(uploadId))
            ? UploadPath(uploadId)
            : throw new ShipslogException(Failure.NotFound, "The upload does not exist (any more).", "upload-not-found");

    private void RemoveOldUploads()
    {
        var oldest = _time.GetUtcNow() - UploadSilence;
        foreach (var file in new DirectoryInfo(_uploads).EnumerateFiles().Where(file => file.LastWriteTimeUtc < oldest))
            file.Delete();
    }
}

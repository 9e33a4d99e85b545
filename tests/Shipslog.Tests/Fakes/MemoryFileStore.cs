using System.Security.Cryptography;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests.Fakes;

/// <summary>Files in memory.</summary>
public sealed class MemoryFileStore(TimeProvider time) : IFileStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ContentHash, (byte[] Bytes, DateTimeOffset Stored)> _files = [];
    private readonly Dictionary<string, Upload> _uploads = [];
    private readonly Dictionary<ContentHash, (ContentHash Content, DateTimeOffset Bound)> _bound = [];

    public async Task<(ContentHash Hash, long SizeBytes)> PutAsync(Stream content, long maxBytes, CancellationToken cancellation) =>
        Adopt(await ReadAsync(content, maxBytes, cancellation));

    public Stream? OpenRead(ContentHash hash)
    {
        lock (_lock)
            return _files.TryGetValue(_bound.TryGetValue(hash, out var bound) ? bound.Content : hash, out var file) ? new MemoryStream(file.Bytes, writable: false) : null;
    }

    public Task BindToAsync(ContentHash address, ContentHash content, CancellationToken cancellation)
    {
        lock (_lock)
            _bound[address] = (content, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public ContentHash? Bound(ContentHash address)
    {
        lock (_lock)
            return _bound.TryGetValue(address, out var bound) ? bound.Content : null;
    }

    public IEnumerable<(ContentHash Hash, long SizeBytes, DateTimeOffset Stored)> List()
    {
        lock (_lock)
            return [.. _files.Select(file => (file.Key, (long)file.Value.Bytes.Length, file.Value.Stored))];
    }

    public IEnumerable<(ContentHash Address, ContentHash Content, DateTimeOffset Bound)> ListBindings()
    {
        lock (_lock)
            return [.. _bound.Select(binding => (binding.Key, binding.Value.Content, binding.Value.Bound))];
    }

    public (long TotalBytes, long FreeBytes)? Space() => null;

    public async Task<string> BeginUploadAsync(CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        await BeginUploadAsync(id, cancellation);
        return id.ToString("N");
    }

    public Task BeginUploadAsync(Guid uploadId, CancellationToken cancellation)
    {
        lock (_lock)
        {
            foreach (var old in _uploads.Where(upload => upload.Value.Written < time.GetUtcNow().AddDays(-1)).ToList())
                _uploads.Remove(old.Key);
            _uploads[uploadId.ToString("N")] = new Upload([], [], time.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    public async Task WriteAsync(string uploadId, long offset, Stream content, long maxBytes, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        RequireUpload(uploadId);
        var part = await ReadAsync(content, maxBytes, cancellation);
        lock (_lock)
        {
            var (bytes, arrived, _) = RequireUpload(uploadId);
            var length = Math.Max(bytes.Length, (int)offset + part.Length);
            Array.Resize(ref bytes, length);
            Array.Resize(ref arrived, length);
            part.CopyTo(bytes, offset);
            Array.Fill(arrived, true, (int)offset, part.Length);
            _uploads[uploadId] = new Upload(bytes, arrived, time.GetUtcNow());
        }
    }

    public Task<(ContentHash Hash, long SizeBytes)> FinishUploadAsync(string uploadId, long? expectedBytes, CancellationToken cancellation)
    {
        var (bytes, arrived, _) = RequireUpload(uploadId);
        if ((expectedBytes is { } expected && expected != bytes.Length) || arrived.Contains(false))
            throw new ShipslogException(Failure.Invalid, "The upload is not whole.", "upload-incomplete");
        lock (_lock)
            _uploads.Remove(uploadId);
        return Task.FromResult(Adopt(bytes));
    }

    public Task AbandonUploadAsync(string uploadId, CancellationToken cancellation)
    {
        lock (_lock)
            _uploads.Remove(uploadId);
        return Task.CompletedTask;
    }

    public long Delete(ContentHash hash, DateTimeOffset? unusedAt = null)
    {
        lock (_lock)
        {
            var settled = (unusedAt ?? time.GetUtcNow()) - TimeSpan.FromMinutes(1);
            if (unusedAt is null || (_bound.TryGetValue(hash, out var bound) && bound.Bound <= settled))
                _bound.Remove(hash);
            if (!_files.TryGetValue(hash, out var file) || file.Stored > settled)
                return 0;
            _files.Remove(hash);
            return file.Bytes.Length;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream content, long maxBytes, CancellationToken cancellation)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        return copy.Length <= maxBytes ? copy.ToArray() : throw new ShipslogException(Failure.TooLarge, "The file is too large.");
    }

    private Upload RequireUpload(string uploadId)
    {
        lock (_lock)
        {
            return _uploads.TryGetValue(uploadId, out var upload)
                ? upload
                : throw new ShipslogException(Failure.NotFound, "The upload does not exist (any more).", "upload-not-found");
        }
    }

    private (ContentHash Hash, long SizeBytes) Adopt(byte[] bytes)
    {
        var hash = ContentHash.FromBytes(SHA256.HashData(bytes));
        lock (_lock)
            _files[hash] = (bytes, time.GetUtcNow());
        return (hash, bytes.Length);
    }

    private sealed record Upload(byte[] Bytes, bool[] Arrived, DateTimeOffset Written);
}

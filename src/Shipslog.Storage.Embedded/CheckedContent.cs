using System.Security.Cryptography;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// A stored file whose bytes are compared with its hash while they are read: of a damaged one the last bytes are never given, so that nobody takes it for complete.
/// Small files are checked before the first byte, so that the failure can still be answered as such. Whoever jumps in a larger one has it checked as a whole first,
/// once for each state of the file, up to a size.
/// </summary>
internal sealed class CheckedContent : Stream
{
    /// <summary>Files up to this size are checked when they are opened (a fraction of a millisecond).</summary>
    private const int SmallBytes = 256 * 1024;

    /// <summary>Larger files are not checked when only parts of them are asked for: a client that waits for the first byte would give up.</summary>
    private const long MaxWholeBytes = 1L << 30;
    private const int BlockBytes = 128 * 1024;

    private readonly FileStream _file;
    private readonly ContentHash _expected;
    private readonly SoundFiles _sound;
    private readonly long _length;
    private IncrementalHash? _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _hashed;

    /// <summary>Takes over an open file, at its beginning.</summary>
    /// <exception cref="ShipslogException">Unavailable (<c>damaged</c>): it is small, and damaged.</exception>
    public CheckedContent(FileStream file, ContentHash expected, SoundFiles sound)
    {
        (_file, _expected, _sound, _length) = (file, expected, sound, file.Length);
        if (_length > SmallBytes)
            return;
        try
        {
            Span<byte> block = stackalloc byte[8 * 1024];
            while (Guarded(block) is > 0 and var read)
                _hash.AppendData(block[..read]);
            Compare();
            _file.Position = 0;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_hash is not null && Position != _hashed)
            CheckWholeAsync(CancellationToken.None).GetAwaiter().GetResult();
        var read = Guarded(buffer);
        Note(buffer[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_hash is not null && Position != _hashed)
            await CheckWholeAsync(cancellationToken).ConfigureAwait(false);
        var read = await GuardedAsync(buffer, cancellationToken).ConfigureAwait(false);
        Note(buffer.Span[..read]);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
            _hash = null;
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts bytes in that are about to be given; the last of them only when the whole is right.</summary>
    private void Note(ReadOnlySpan<byte> read)
    {
        if (_hash is null)
            return;
        _hash.AppendData(read);
        _hashed += read.Length;
        if (_hashed >= _length || read.IsEmpty)
            Compare();
    }

    private async Task CheckWholeAsync(CancellationToken cancellation)
    {
        var position = Position;
        if (_length <= MaxWholeBytes && !_sound.Knows(_expected, _file))
        {
            using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[BlockBytes];
            _file.Position = 0;
            while (await GuardedAsync(block, cancellation).ConfigureAwait(false) is > 0 and var read)
                whole.AppendData(block.AsSpan(0, read));
            _hash?.Dispose();
            _hash = whole;
            Compare();
            _file.Position = position;
        }

        _hash?.Dispose();
        _hash = null;
    }

    /// <summary>Ends the checking.</summary>
    private void Compare()
    {
        var actual = ContentHash.FromBytes(_hash!.GetHashAndReset());
        _hash.Dispose();
        _hash = null;
        if (actual != _expected)
            throw new ShipslogException(Failure.Unavailable, $"The file {_expected} is damaged: its bytes have the hash {actual}.", "damaged", "Restore it from a backup, or upload it again.");
        _sound.Add(_expected, _file);
    }

    private int Guarded(Span<byte> buffer)
    {
        try
        {
            return _file.Read(buffer);
        }
        catch (IOException failure)
        {
            throw Unreadable(failure);
        }
    }

    private async ValueTask<int> GuardedAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await _file.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw Unreadable(failure);
        }
    }

    private static ShipslogException Unreadable(IOException failure) => new(Failure.Unavailable, "A stored file can't be read.", "storage-failed", failure.Message);
}

using System.Buffers;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>A buffer to build bytes in, kept by its thread for the next use: fresh large arrays cost more than what is written into them.</summary>
internal readonly struct Scratch : IDisposable
{
    // Larger ones are rare, and go.
    private const int MostKept = 1 << 20;

    // As many as are in use at once.
    private const int MostBuffers = 3;

    [ThreadStatic]
    private static Stack<ArrayBufferWriter<byte>>? _kept;

    private Scratch(ArrayBufferWriter<byte> buffer) => Buffer = buffer;

    /// <summary>The buffer, empty at first.</summary>
    public ArrayBufferWriter<byte> Buffer { get; }

    /// <summary>Takes a buffer that this thread has kept, or a new one.</summary>
    public static Scratch Take() => new((_kept ??= []).TryPop(out var buffer) ? buffer : new ArrayBufferWriter<byte>(4096));

    public void Dispose()
    {
        if (Buffer.Capacity > MostKept || _kept is null || _kept.Count >= MostBuffers)
            return;
        Buffer.ResetWrittenCount();
        _kept.Push(Buffer);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest.Points;

/// <summary>Writes messages of points, as a client does. Not thread safe. Drawn in docs/formats/points.md.</summary>
public sealed class PointsWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Begins a message.</summary>
    /// <param name="requestId">Identifies the message for retries, at most 200 UTF-8 bytes; null: none.</param>
    /// <param name="runs">How many runs will be written.</param>
    public PointsWriter(string? requestId, int runs)
    {
        _buffer.Write(PointsMessage.Magic);
        Text(requestId ?? "");
        Varint((ulong)runs);
    }

    /// <summary>Begins a run whose series share whole steps and, if given, times.</summary>
    /// <param name="run">Short id, UUID or custom id.</param>
    /// <param name="steps">Whole steps in any order.</param>
    /// <param name="unixMilliseconds">As many times, in ms since 1970; empty: the server's time.</param>
    /// <param name="series">How many series follow.</param>
    public PointsWriter Run(string run, ReadOnlySpan<long> steps, ReadOnlySpan<long> unixMilliseconds, int series)
    {
        Text(run);
        Clock(steps, unixMilliseconds);
        Varint((ulong)series);
        return this;
    }

    /// <summary>A series of floats at the run's steps.</summary>
    public PointsWriter Floats(string path, ReadOnlySpan<float> values)
    {
        Head(path, 2);
        var bytes = _buffer.GetSpan(Math.Max(1, values.Length * 4));
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * 4)..], values[i]);
        _buffer.Advance(values.Length * 4);
        return this;
    }

    /// <summary>A series of doubles at the run's steps.</summary>
    public PointsWriter Floats(string path, ReadOnlySpan<double> values)
    {
        Head(path, 1);
        var bytes = _buffer.GetSpan(Math.Max(1, values.Length * 8));
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * 8)..], values[i]);
        _buffer.Advance(values.Length * 8);
        return this;
    }

    /// <summary>A series of texts at the run's steps.</summary>
    public PointsWriter Strings(string path, IReadOnlyList<string> values)
    {
        Head(path, 3);
        foreach (var value in values)
            Text(value);
        return this;
    }

    /// <summary>The message.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>The message as one zstd frame, for <c>Content-Encoding: zstd</c>.</summary>
    public byte[] ToCompressed() => Zstd.Compress(_buffer.WrittenSpan);

    private void Head(string path, byte kind)
    {
        Text(path);
        Byte(kind);
        Byte(0);
    }

    private void Clock(ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        Varint((ulong)steps.Length);
        Byte(2);
        Deltas(steps);
        Byte(times.IsEmpty ? (byte)0 : (byte)2);
        Deltas(times);
    }

    private void Deltas(ReadOnlySpan<long> numbers)
    {
        long previous = 0, previousDelta = 0;
        foreach (var number in numbers)
        {
            var delta = unchecked(number - previous);
            var change = unchecked(delta - previousDelta);
            Varint((ulong)((change << 1) ^ (change >> 63)));
            (previous, previousDelta) = (number, delta);
        }
    }

    private void Byte(byte value) => _buffer.Write([value]);

    private void Varint(ulong value)
    {
        var bytes = _buffer.GetSpan(10);
        var length = 0;
        for (; value >= 128; value >>= 7)
            bytes[length++] = (byte)(value | 128);
        bytes[length++] = (byte)value;
        _buffer.Advance(length);
    }

    private void Text(string text)
    {
        Varint((ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _buffer);
    }
}

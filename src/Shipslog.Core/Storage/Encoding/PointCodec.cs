using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>
/// Columns of points as bytes: steps and timestamps as varints of the difference of differences (steps that are no whole numbers raw),
/// floats narrowed to 32 bits where that loses nothing and split into byte planes so that zstd finds the repetition. Bits of NaN survive.
/// Drawn in docs/formats/chunks.md.
/// </summary>
internal static class PointCodec
{
    // Below this the heads of the parts eat what they save.
    private const int PartsFromPoints = 256;

    // Fewer floats take some ten bytes each as they are: zstd costs five microseconds to save two of them, and a loose chunk is written anew soon.
    private const int PackedFromPoints = 64;

    // Steps, times, and a plane for each byte of a float64.
    private const int MaxParts = 2 + 8;

    [ThreadStatic]
    private static byte[]? _opened;

    internal const byte WholeSteps = 1;
    internal const byte DoubleSteps = 2;
    internal const byte ExactSteps = 3;

    public static byte[] Encode<T>(ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> times)
    {
        using var room = Scratch.Take();
        Write(room.Buffer, steps, values, times, stackalloc int[MaxParts]);
        return room.Buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same in a frame, as chunks are stored. Columns and byte planes of long ones are compressed each on its own: noise in one would spoil the others.</summary>
    public static byte[] Seal<T>(ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> times)
    {
        using var room = Scratch.Take();
        Span<int> ends = stackalloc int[MaxParts];
        var parts = Write(room.Buffer, steps, values, times, ends);
        return typeof(T) == typeof(double) && steps.Length < PackedFromPoints ? Frame.SealAsIs(room.Buffer.WrittenSpan, [])
            : steps.Length < PartsFromPoints ? Frame.Seal(room.Buffer.WrittenSpan) : Frame.SealParts(room.Buffer.WrittenSpan, ends[..parts]);
    }

    /// <summary>Writes the columns, and where the parts of them end that are compressed on their own.</summary>
    /// <returns>How many parts.</returns>
    private static int Write<T>(ArrayBufferWriter<byte> buffer, ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> times, Span<int> ends)
    {
        var writer = new PointWriter(buffer);
        writer.Varint(steps.Length);
        writer.Steps(steps);
        ends[0] = buffer.WrittenCount;
        writer.Deltas(times);
        ends[1] = buffer.WrittenCount;
        if (typeof(T) != typeof(double))
        {
            WriteValues(buffer, values);
            ends[2] = buffer.WrittenCount;
            return 3;
        }

        // The byte that says the width is a part with the lowest plane.
        var width = writer.Floats(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, double>(ref MemoryMarshal.GetReference(values)), values.Length));
        for (var plane = 0; plane < width; plane++)
            ends[2 + plane] = ends[1] + 1 + (plane + 1) * values.Length;
        return 2 + width;
    }

    private static void WriteValues<T>(ArrayBufferWriter<byte> buffer, ReadOnlySpan<T> values)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var value in values)
            WriteValue(writer, value);
        writer.Flush();
        buffer.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    public static PointColumns<T> Decode<T>(ReadOnlySpan<byte> bytes)
    {
        var columns = new PointReader(bytes);
        var count = columns.ReadCount();
        var steps = columns.ReadSteps(count);
        var times = columns.ReadDeltas(count);
        T[] values;
        if (typeof(T) == typeof(double))
        {
            values = (T[])(object)columns.ReadFloats(count);
        }
        else
        {
            values = new T[count];
            using var reader = new BinaryReader(new MemoryStream(bytes[columns.Position..].ToArray()));
            for (var i = 0; i < count; i++)
                values[i] = (T)ReadValue(reader, typeof(T));
        }

        return new PointColumns<T>(steps, values, times);
    }

    /// <summary>What <see cref="Seal"/> made.</summary>
    /// <exception cref="ShipslogException">Unavailable: damaged.</exception>
    public static PointColumns<T> Open<T>(ReadOnlySpan<byte> frame) => Decode<T>(Frame.Open(frame, "chunk", ref _opened));

    private static void WriteValue<T>(BinaryWriter writer, T value)
    {
        switch (value)
        {
            case string text: writer.Write(text); break;
            case SeriesFile file: writer.WriteSeriesFile(file); break;
            case Histogram histogram: writer.WriteHistogram(histogram); break;
            default: throw new InvalidOperationException($"No points of {typeof(T)}.");
        }
    }

    private static object ReadValue(BinaryReader reader, Type type) =>
        type == typeof(string) ? reader.ReadString()
        : type == typeof(SeriesFile) ? reader.ReadSeriesFile()
        : reader.ReadHistogram();
}

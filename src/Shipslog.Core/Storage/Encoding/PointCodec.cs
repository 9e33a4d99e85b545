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

    internal const byte WholeSteps = 1;
    private const byte DoubleSteps = 2;
    internal const byte ExactSteps = 3;

    public static byte[] Encode<T>(ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> times) => Encode(steps, values, times, []);

    /// <summary>The same in a frame, as chunks are stored. Columns and byte planes of long ones are compressed each on its own: noise in one would spoil the others.</summary>
    public static byte[] Seal<T>(ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> times)
    {
        var ends = new List<int>();
        var body = Encode(steps, values, times, ends);
        return steps.Length < PartsFromPoints ? Frame.Seal(body) : Frame.SealParts(body, CollectionsMarshal.AsSpan(ends));
    }

    private static byte[] Encode<T>(ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> times, List<int> ends)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write7BitEncodedInt(steps.Length);
        WriteSteps(writer, steps);
        ends.Add((int)buffer.Position);
        WriteDeltas(writer, times);
        ends.Add((int)buffer.Position);
        if (typeof(T) == typeof(double))
        {
            WriteFloats(writer, MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<T, double>(ref MemoryMarshal.GetReference(values)), values.Length));
            for (var end = ends[^1] + 1 + values.Length; end < buffer.Position; end += values.Length)
                ends.Add(end);
        }
        else
        {
            foreach (var value in values)
                WriteValue(writer, value);
        }

        writer.Flush();
        ends.Add((int)buffer.Position);
        return buffer.ToArray();
    }

    public static PointColumns<T> Decode<T>(byte[] bytes)
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
            using var reader = new BinaryReader(new MemoryStream(bytes, columns.Position, bytes.Length - columns.Position));
            for (var i = 0; i < count; i++)
                values[i] = (T)ReadValue(reader, typeof(T));
        }

        return new PointColumns<T>(steps, values, times);
    }

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

    private static void WriteSteps(BinaryWriter writer, ReadOnlySpan<Step> steps)
    {
        var form = WholeSteps;
        foreach (var step in steps)
        {
            if (step.RemainderMicros != 0 || step.IsAuto)
                form = ExactSteps;
            else if (form == WholeSteps && (step.Value != Math.Floor(step.Value) || Math.Abs(step.Value) > 1L << 53))
                form = DoubleSteps;
        }

        writer.Write(form);
        if (form == WholeSteps)
        {
            var whole = new long[steps.Length];
            for (var i = 0; i < whole.Length; i++)
                whole[i] = (long)steps[i].Value;
            WriteDeltas(writer, whole);
            return;
        }

        foreach (var step in steps)
        {
            writer.Write(step.Value);
            if (form == ExactSteps)
                writer.Write(step.RemainderMicros);
        }
    }

    private static void WriteDeltas(BinaryWriter writer, ReadOnlySpan<long> numbers)
    {
        long previous = 0, previousDelta = 0;
        foreach (var number in numbers)
        {
            var delta = unchecked(number - previous);
            var change = unchecked(delta - previousDelta);
            writer.Write7BitEncodedInt64((change << 1) ^ (change >> 63));
            (previous, previousDelta) = (number, delta);
        }
    }

    private static void WriteFloats(BinaryWriter writer, ReadOnlySpan<double> values)
    {
        var narrow = true;
        foreach (var value in values)
            narrow &= BitConverter.DoubleToInt64Bits((float)value) == BitConverter.DoubleToInt64Bits(value);
        var width = narrow ? 4 : 8;
        writer.Write((byte)width);
        var planes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            var bits = narrow ? BitConverter.SingleToUInt32Bits((float)values[i]) : BitConverter.DoubleToUInt64Bits(values[i]);
            for (var b = 0; b < width; b++)
                planes[b * values.Length + i] = (byte)(bits >> (8 * b));
        }

        writer.Write(planes);
    }
}

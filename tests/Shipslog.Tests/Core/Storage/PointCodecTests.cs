using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Tests.Core.Storage;

/// <summary>The columns of points against docs/formats/chunks.md: as bytes written here by hand, and at random against a slow writer of the same form.</summary>
public sealed class PointCodecTests
{
    [Fact]
    public void Columns_are_written_as_drawn()
    {
        Assert.Equal(
            "03" + "01" + "000200" + "D00F870E01" + "04" + "000000" + "000000" + "8000C0" + "3FC0FF",
            Convert.ToHexString(PointCodec.Encode<double>([new(0), new(1), new(2)], [1, -2, double.NaN], [1000, 1100, 1199])));
        Assert.Equal("01" + "02" + "000000000000E03F" + "00" + "08" + "9A9999999999B93F", Convert.ToHexString(PointCodec.Encode<double>([new(0.5)], [0.1], [0])));
        Assert.Equal("01" + "03" + "000000A2941A6D42FD" + "00" + "04" + "00000000", Convert.ToHexString(PointCodec.Encode<double>([new(1e12, -3)], [0], [0])));
        Assert.Equal("01" + "01" + "00" + "00" + "03" + "68C3A9", Convert.ToHexString(PointCodec.Encode<string>([new(0)], ["h\u00e9"], [0])));
    }

    [Fact]
    public void Columns_of_every_length_and_kind_are_written_as_drawn_and_come_back()
    {
        var random = new Random(11);
        foreach (var count in (int[])[0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 255, 256, 257, 1000, 8192])
        {
            foreach (var steps in Steps(count, random))
            {
                foreach (var times in Times(count, random))
                {
                    foreach (var values in Values(count, random))
                        Check(steps, values, times);
                }
            }
        }
    }

    private static void Check(Step[] steps, double[] values, long[] times)
    {
        var columns = PointCodec.Encode<double>(steps, values, times);
        var chunk = PointCodec.Seal<double>(steps, values, times);
        var read = PointCodec.Open<double>(chunk);

        Assert.True(Reference(steps, values, times).AsSpan().SequenceEqual(columns), $"{steps.Length} points");
        Assert.True(Frame.Open(chunk, "chunk").AsSpan().SequenceEqual(columns), "The frame holds something else.");
        Assert.True(read.Steps.SequenceEqual(steps) && read.UnixMilliseconds.SequenceEqual(times) && Bits(read.Values).SequenceEqual(Bits(values)), $"{steps.Length} points");
        var floats = new FloatChunk();
        floats.Read(chunk, SeriesAxis.Step, 0);
        Assert.True(floats.X.SequenceEqual(Array.ConvertAll(steps, step => step.Value)) && Bits(floats.Values).SequenceEqual(Bits(values)), $"{steps.Length} points");
    }

    private static IEnumerable<Step[]> Steps(int count, Random random) =>
    [
        [.. Enumerable.Range(0, count).Select(i => new Step(i < 100 ? i : 3 * i))],
        [.. Enumerable.Range(0, count).Select(i => new Step(i * 0.5))],
        [.. Enumerable.Range(0, count).Select(i => Step.FromMicros(900_000_000_000 + i, random.Next(1_000_000)))],
        [.. Enumerable.Range(0, count).Select(_ => new Step(random.NextInt64(-(1L << 53), 1L << 53)))],
        [.. Enumerable.Range(0, count).Select(i => new Step(i < count - 1 ? i : (1L << 53) + 2))],
    ];

    private static IEnumerable<long[]> Times(int count, Random random) =>
    [
        [.. Enumerable.Range(0, count).Select(i => 1_700_000_000_000 + 100L * i)],
        [.. Enumerable.Range(0, count).Select(i => 1_700_000_000_000 + 100L * i + random.Next(200))],
        [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))],
    ];

    private static IEnumerable<double[]> Values(int count, Random random) =>
    [
        [.. Enumerable.Range(0, count).Select(_ => (double)random.NextSingle())],
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())],
        [.. Enumerable.Range(0, count).Select(i => (i % 5) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, 3 => -0.0, _ => float.MaxValue })],
        [.. Enumerable.Range(0, count).Select(i => i < count - 1 ? 1 : BitConverter.UInt64BitsToDouble(0x7FF0000000000001))],
        [.. Enumerable.Range(0, count).Select(i => i == count / 2 ? 1e300 : 0)],
    ];

    /// <summary>The form as the drawing has it, byte by byte.</summary>
    private static byte[] Reference(Step[] steps, double[] values, long[] times)
    {
        var bytes = new List<byte>();
        Varint(bytes, (ulong)steps.Length);
        if (steps.All(step => step.RemainderMicros == 0 && step.Value == Math.Floor(step.Value) && Math.Abs(step.Value) <= 1L << 53))
        {
            bytes.Add(1);
            Deltas(bytes, Array.ConvertAll(steps, step => (long)step.Value));
        }
        else
        {
            var isExact = steps.Any(step => step.RemainderMicros != 0);
            bytes.Add(isExact ? (byte)3 : (byte)2);
            foreach (var step in steps)
            {
                bytes.AddRange(BitConverter.GetBytes(step.Value));
                if (isExact)
                    bytes.Add((byte)step.RemainderMicros);
            }
        }

        Deltas(bytes, times);
        var isNarrow = values.All(value => BitConverter.DoubleToInt64Bits((float)value) == BitConverter.DoubleToInt64Bits(value));
        var items = Array.ConvertAll(values, value => isNarrow ? BitConverter.GetBytes((float)value) : BitConverter.GetBytes(value));
        bytes.Add(isNarrow ? (byte)4 : (byte)8);
        for (var plane = 0; plane < (isNarrow ? 4 : 8); plane++)
            bytes.AddRange(items.Select(item => item[plane]));
        return [.. bytes];
    }

    private static void Deltas(List<byte> bytes, long[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            var (one, two) = (i > 0 ? numbers[i - 1] : 0, i > 1 ? numbers[i - 2] : 0);
            var change = unchecked(numbers[i] - one - (one - two));
            Varint(bytes, (ulong)((change << 1) ^ (change >> 63)));
        }
    }

    private static void Varint(List<byte> bytes, ulong value)
    {
        for (; value >= 128; value >>= 7)
            bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
    }

    private static long[] Bits(ReadOnlySpan<double> values) => Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);
}

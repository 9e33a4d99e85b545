using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Tests.Core.Series;

/// <summary>A chunk read for an axis only, against the same chunk decoded whole.</summary>
public sealed class FloatChunkTests
{
    private const long Created = 1_700_000_000_123;

    private static readonly Gen<double> Values = Gen.OneOf(
        Gen.Double, Gen.Single.Select(value => (double)value), Gen.Long.Select(BitConverter.Int64BitsToDouble), Gen.Const(double.NaN), Gen.Const(-0.0));

    private static readonly Gen<(Step[] Steps, double[] Values, long[] Times)> Chunks = Gen.Select(
        Gen.Int[1, 700], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Bool, Gen.Int,
        (count, stride, times, isNarrow, seed) =>
        {
            var random = new Random(seed);
            double step = random.Next(-500, 500), time = Created;
            var (steps, values, at) = (new Step[count], new double[count], new long[count]);
            for (var i = 0; i < count; i++)
            {
                step += stride switch { 0 => 1, 1 => random.Next(1, 400), 2 => 0.1, 3 => random.Next(50) == 0 ? 7 : 2, _ => 1e9 };
                steps[i] = stride == 4 && i % 3 == 0 ? new Step(step, 5) : new Step(step);
                at[i] = (long)(time += times switch { 0 => 100, 1 => random.Next(-5000, 9000), _ => random.Next(3) });
                values[i] = isNarrow ? (float)random.NextDouble() : random.Next(20) == 0 ? double.NegativeInfinity : random.NextDouble();
            }

            return (steps, values, at);
        });

    [Fact]
    public void Every_axis_and_value_is_that_of_the_whole_chunk() => Gen.Select(Chunks.Array[1, 3], Values.Array[0, 40]).Sample((chunks, odd) =>
    {
        var reading = new FloatChunk();
        foreach (var (steps, values, times) in chunks)
        {
            odd.AsSpan(0, Math.Min(odd.Length, values.Length)).CopyTo(values);
            var sealedChunk = PointCodec.Seal<double>(steps, values, times);
            foreach (var axis in Enum.GetValues<SeriesAxis>())
            {
                reading.Read(sealedChunk, axis, Created);
                var (x, _) = SeriesAxes.Project(new PointColumns<double>(steps, values, times), axis, Created);
                Assert.Equal(x, reading.X.ToArray());
                Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), reading.Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }, iter: 300);

    [Fact]
    public void Reading_a_chunk_again_and_again_makes_nothing_new()
    {
        var steps = Enumerable.Range(0, 8192).Select(i => new Step(i)).ToArray();
        var values = steps.Select(step => (double)(float)Math.Sin(step.Value)).ToArray();
        var frame = PointCodec.Seal<double>(steps, values, [.. steps.Select(step => (long)step.Value * 100)]);
        var reading = new FloatChunk();
        reading.Read(frame, SeriesAxis.Step, 0);
        reading.Read(frame, SeriesAxis.Time, 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        reading.Read(frame, SeriesAxis.Step, 0);
        reading.Read(frame, SeriesAxis.Time, 0);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}

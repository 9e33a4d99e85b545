using System.Text.Json;
using CsCheck;
using Shipslog.Core.Series;
using Shipslog.Protocols.Api;

namespace Shipslog.Tests.Protocols.Api;

/// <summary>The text of buckets, read back by the general reader of JSON.</summary>
public sealed class BucketsJsonTests
{
    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Double, Gen.Long.Select(BitConverter.Int64BitsToDouble), Gen.Int[-1000, 1_000_000].Select(whole => (double)whole),
        Gen.Int[0, 7].Select(i => new[] { 0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MinValue, 1e15, -5e-324 }[i]));

    private static readonly Gen<Bucket> Buckets = Gen.Select(Numbers.Array[6], Gen.Long[1, 1L << 50], (numbers, count) =>
        new Bucket(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], count, count / 7, count / 11, count / 13));

    [Fact]
    public void Every_number_is_read_back_bit_for_bit() => Buckets.Array[0, 50].Sample(buckets =>
    {
        var first = buckets.Length == 0 ? ((double, double)?)null : (buckets[0].X, buckets[0].First);
        var last = buckets.Length == 0 ? ((double, double)?)null : (buckets[^1].X, buckets[^1].Last);
        var points = buckets.Sum(bucket => (decimal)bucket.Count) > long.MaxValue / 2 ? buckets.Length : buckets.Sum(bucket => bucket.Count);

        var read = JsonSerializer.Deserialize<BucketsMessage>(BucketsJson.TextOf(new SeriesBuckets(points, buckets, first, last)), ApiJson.Options)!;

        Assert.Equal((points, points == buckets.Length), (read.Points, read.Exact));
        AssertSame(buckets.Select(bucket => bucket.X), read.X);
        AssertSame(buckets.Select(bucket => bucket.Last), read.Last);
        AssertSame(buckets.Select(bucket => bucket.Min), read.Min);
        AssertSame(buckets.Select(bucket => bucket.Max), read.Max);
        AssertSame(buckets.Select(bucket => bucket.Mean), read.Mean);
        Assert.Equal(buckets.Select(bucket => bucket.Count), read.Count);
        Assert.Equal(buckets.Select(bucket => bucket.NaNs + bucket.PositiveInfinities + bucket.NegativeInfinities), read.NonFinite);
        AssertSame(first is { } f ? [f.Item1, f.Item2] : [], read.FirstPoint ?? []);
        AssertSame(last is { } l ? [l.Item1, l.Item2] : [], read.LastPoint ?? []);
    });

    [Fact]
    public void The_text_of_a_kept_answer_is_made_once()
    {
        var answer = new SeriesBuckets(1, [new Bucket(1, 2, 2, 2, 2, 2, 1, 0, 0, 0)], (1, 2), (1, 2));

        Assert.Same(BucketsJson.TextOf(answer), BucketsJson.TextOf(answer));
    }

    private static void AssertSame(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.Equal(expected.Select(Bits), actual.Select(Bits));

    // The reader knows one NaN only.
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
}

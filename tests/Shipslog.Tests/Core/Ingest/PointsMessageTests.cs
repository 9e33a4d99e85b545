using CsCheck;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Core.Ingest;

public sealed class PointsMessageTests
{
    [Fact]
    public void A_message_gives_back_what_was_written()
    {
        var message = new PointsWriter("again", 1)
            .Run("DIG-1", [3, 1, 2], [10, 20, 5], 3)
            .Floats("a", [0.5f, float.NaN, float.NegativeInfinity])
            .Floats("b", [1e300, double.PositiveInfinity, -0.0])
            .Strings("Ä/ж", ["x", "", "日本"])
            .ToArray();

        var request = PointsMessage.Parse(message, 0);

        Assert.Equal("again", request.RequestId);
        var run = Assert.Single(request.Runs);
        Assert.Equal("DIG-1", run.Run);
        var a = Assert.IsType<RunOperation.AppendFloats>(run.Operations[0]).Points;
        var b = Assert.IsType<RunOperation.AppendFloats>(run.Operations[1]).Points;
        var c = Assert.IsType<RunOperation.AppendStrings>(run.Operations[2]);
        Assert.Equal([3.0, 1, 2], a.Steps.ToArray().Select(step => step.Value));
        Assert.Equal([10L, 20, 5], b.UnixMilliseconds.ToArray());
        Assert.Equal([0.5, double.NaN, double.NegativeInfinity], a.Values.ToArray());
        Assert.Equal([1e300, double.PositiveInfinity, -0.0], b.Values.ToArray());
        Assert.Equal("Ä/ж", c.Path.Value);
        Assert.Equal(["x", "", "日本"], c.Points.Values.ToArray());
        Assert.True(a.Steps.Equals(b.Steps), "Series with one clock share its steps.");
    }

    [Fact]
    public void Any_bytes_are_a_message_or_a_clear_refusal()
    {
        var whole = new PointsWriter("id", 1).Run("DIG-1", [0, 1], [1, 2], 2).Floats("a", [1f, 2f]).Strings("b", ["x", "y"]).ToArray();
        var refused = 0;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample(
            (at, value, length) =>
            {
                var damaged = whole.ToArray();
                damaged[at] = value;
                try
                {
                    PointsMessage.Parse(damaged.AsSpan(0, length), 0);
                }
                catch (ShipslogException failure)
                {
                    Assert.Contains(failure.Failure, new[] { Failure.Invalid, Failure.TooLarge });
                    Interlocked.Increment(ref refused);
                }
            },
            iter: 20_000,
            seed: "0000000000001");

        Assert.True(refused > 1000);
    }

    [Theory]
    [InlineData("53 4C 50 31 00 01 01 41 FF FF FF FF 0F 00 00 01")] // 4 billion points
    [InlineData("53 4C 50 31 00 FF FF FF 7F")] // millions of runs
    [InlineData("53 4C 50 31 00 01 01 41 80 89 7A 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 F0 3F 00 01 01 61 01 00")] // 2 million values that don't come
    public void A_count_makes_no_more_room_than_its_message_has_bytes(string hex)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ShipslogException>(() => PointsMessage.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), 0));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_path_that_is_none_is_left_out_and_told()
    {
        var run = PointsMessage.Parse(new PointsWriter(null, 1).Run("R", [1], [], 2).Floats("", [1f]).Floats("b", [2f]).ToArray(), 77).Runs[0];

        Assert.Equal("invalid-attribute-path", Assert.Single(run.Rejected).Code);
        Assert.Equal(77, Assert.IsType<RunOperation.AppendFloats>(Assert.Single(run.Operations)).Points.UnixMilliseconds.Span[0]);
    }
}

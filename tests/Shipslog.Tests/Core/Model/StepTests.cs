using CsCheck;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Core.Model;

public class StepTests
{
    [Fact]
    public void Every_whole_and_micro_step_of_the_wire_form_comes_back() =>
        Gen.Select(Gen.Long[0, 999_999_999_999], Gen.Int[0, 999_999]).Sample((whole, micros) =>
        {
            var step = Step.FromMicros(whole, micros);

            return step.TryGetMicros(out var exact) && exact == whole * 1_000_000 + micros;
        });

    [Fact]
    public void Micro_steps_keep_their_order() =>
        Gen.Select(Gen.Long[0, 999_999_999_999_999_998], Gen.Long[1, 200]).Sample((micros, distance) =>
        {
            var later = Math.Min(micros + distance, 999_999_999_999_999_999);

            return FromMicros(micros) < FromMicros(later);
        });

    [Fact]
    public void Every_finite_double_is_a_step_and_comes_back() =>
        Gen.Double.Where(double.IsFinite).Sample(value => Step.TryCreate(value, out var step) && step.Value == value);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_is_no_step(double value) => Assert.False(Step.TryCreate(value, out _));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2.7, 3)]
    [InlineData(-0.5, 0)]
    public void The_next_step_is_the_last_rounded_down_plus_one(double last, double next) =>
        Assert.Equal(new Step(next), new Step(last).Next);

    private static Step FromMicros(long micros) => Step.FromMicros(micros / 1_000_000, (int)(micros % 1_000_000));

    [Fact]
    public void A_step_has_a_text()
    {
        Assert.Equal("1.5", new Step(1.5).ToString());
        Assert.Equal("auto", Step.Auto.ToString());
    }
}

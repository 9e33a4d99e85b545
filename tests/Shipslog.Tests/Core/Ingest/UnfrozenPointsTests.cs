using Shipslog.Core.Ingest;

namespace Shipslog.Tests.Core.Ingest;

/// <summary>When the points that no checkpoint has taken yet are enough for one.</summary>
public sealed class UnfrozenPointsTests
{
    [Theory]
    [InlineData(100, 10, 2_000_000)]
    [InlineData(40_000, 10, 2_000_000)]
    [InlineData(90_000, 10, 32 * 90_000)]
    [InlineData(1_000_000, 1, 4_000_000)]
    public void Series_that_keep_growing_wait_for_points_worth_a_chunk(int series, int pointsEach, int expected) =>
        Assert.Equal(expected, PointsUntilEnough(pointsEach, round => round == 0 ? series : 0, series));

    [Fact]
    public void Series_that_are_written_once_don_t_wait_for_more() => Assert.Equal(2_000_000, PointsUntilEnough(20, _ => 1_000, 1_000));

    /// <summary>Rounds of appends to so many series, of which some begin in each round.</summary>
    private static long PointsUntilEnough(int pointsEach, Func<int, int> begun, int series)
    {
        var unfrozen = default(UnfrozenPoints);
        var points = 0L;
        for (var round = 0; ; round++)
        {
            for (var i = 0; i < series; i++)
            {
                points += pointsEach;
                unfrozen.Add(pointsEach, 1, i < begun(round) ? 1 : 0);
                if (unfrozen.Suffice)
                    return points;
            }
        }
    }
}

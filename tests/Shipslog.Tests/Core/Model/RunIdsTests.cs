using CsCheck;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Core.Model;

public class RunIdsTests
{
    [Fact]
    public void A_run_id_carries_the_number_of_its_project() =>
        Gen.Select(Gen.Int[1, (1 << 28) - 1], Gen.Long[0, 1L << 47]).Sample((number, time) =>
            RunIds.ProjectNumber(RunIds.New(number, time)) == number);

    [Fact]
    public void A_random_uuid_is_no_run_id() => Assert.Null(RunIds.ProjectNumber(Guid.NewGuid()));

    [Fact]
    public void Later_runs_sort_after_earlier_ones()
    {
        var earlier = RunIds.New(7, 1_000);
        var later = RunIds.New(7, 2_000);

        Assert.True(string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0);
    }
}

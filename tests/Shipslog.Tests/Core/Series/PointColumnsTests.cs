using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Tests.Core.Series;

/// <summary>Columns that others hold too are never changed, whatever happens to the series that took them.</summary>
public sealed class PointColumnsTests
{
    [Fact]
    public void Series_that_share_columns_don_t_see_each_other() => Gen.Select(Gen.Int[1, 6], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 9]).Array[0, 30]).Sample((count, changes) =>
    {
        Step[] steps = [.. Enumerable.Range(0, count).Select(i => new Step(2 * i))];
        double[] values = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        long[] times = [.. Enumerable.Range(0, count).Select(i => 1_000L + i)];
        var series = Enumerable.Range(0, 3).Select(_ => new PointColumns<double>()).ToArray();
        var expected = Enumerable.Range(0, 3).Select(_ => new SortedDictionary<Step, (double, long)>()).ToArray();
        for (var i = 0; i < series.Length; i++)
            Take(i);
        for (var change = 0; change < changes.Length; change++)
        {
            var (which, how, place) = changes[change];
            switch (how)
            {
                case 0:
                    series[which].Put(new Step(place), change, change);
                    expected[which][new Step(place)] = (change, change);
                    break;
                case 1:
                    series[which].Append([new Step(1_000 + change)], [change], [change]);
                    expected[which][new Step(1_000 + change)] = (change, change);
                    break;
                case 2:
                    series[which].Empty();
                    expected[which].Clear();
                    break;
                case 3 when expected[which].Count == 0:
                    Take(which);
                    break;
            }
        }

        for (var i = 0; i < series.Length; i++)
        {
            Assert.Equal(expected[i].Keys, series[i].Steps.ToArray());
            Assert.Equal(expected[i].Values, series[i].Values.ToArray().Zip(series[i].UnixMilliseconds.ToArray()));
        }

        Assert.Equal(Enumerable.Range(0, count).Select(i => (2.0 * i, (double)i, 1_000L + i)), steps.Zip(values, times).Select(point => (point.First.Value, point.Second, point.Third)));

        void Take(int i)
        {
            series[i].Take(steps, values, times);
            for (var point = 0; point < count; point++)
                expected[i][steps[point]] = (values[point], times[point]);
        }
    });
}

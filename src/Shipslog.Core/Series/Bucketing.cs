namespace Shipslog.Core.Series;

/// <summary>Divides points into buckets of equal width on an axis. Pure; every point of the range is counted exactly once.</summary>
internal static class Bucketing
{
    /// <summary>The x of every point on an axis, and the points' order along it (step order but where timestamps run backwards).</summary>
    public static (double[] X, double[] Values) Project(
        PointColumns<double> points, SeriesAxis axis, long runCreatedUnixMilliseconds)
    {
        var x = new double[points.Count];
        var values = points.Values.ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = axis switch
            {
                SeriesAxis.Step => points.Steps[i].Value,
                SeriesAxis.Time => points.UnixMilliseconds[i],
                _ => (points.UnixMilliseconds[i] - runCreatedUnixMilliseconds) / 1000.0,
            };
        }

        if (axis != SeriesAxis.Step && !IsSorted(x))
        {
            var order = Enumerable.Range(0, x.Length).OrderBy(i => x[i]).ToArray();
            return (Array.ConvertAll(order, i => x[i]), Array.ConvertAll(order, i => values[i]));
        }

        return (x, values);
    }

    public static SeriesBuckets Divide(double[] x, double[] values, double from, double to, int buckets, bool logX)
    {
        var start = Array.BinarySearch(x, from);
        start = start < 0 ? ~start : FirstEqual(x, start);
        var cells = new List<Bucket>();
        var cell = BucketBuilder.Empty;
        var current = -1;
        var end = start;
        for (; end < x.Length && x[end] <= to; end++)
        {
            var index = IndexOf(x[end], from, to, buckets, logX);
            if (index != current && !cell.IsEmpty)
            {
                cells.Add(cell.Build());
                cell = BucketBuilder.Empty;
            }

            current = index;
            cell.Add(x[end], values[end]);
        }

        if (cell.IsEmpty)
            return new SeriesBuckets(0, [], null, null);
        cells.Add(cell.Build());
        return new SeriesBuckets(end - start, cells, (x[start], values[start]), (x[end - 1], values[end - 1]));
    }

    private static int IndexOf(double x, double from, double to, int buckets, bool logX)
    {
        if (logX)
        {
            if (x <= 0)
                return 0;
            (x, from, to) = (Math.Log(x), from > 0 ? Math.Log(from) : 0, to > 0 ? Math.Log(to) : 0);
        }

        var width = to - from;
        return width > 0 ? Math.Clamp((int)((x - from) / width * buckets), 0, buckets - 1) : 0;
    }

    private static int FirstEqual(double[] x, int index)
    {
        while (index > 0 && x[index - 1] == x[index])
            index--;
        return index;
    }

    private static bool IsSorted(double[] x)
    {
        for (var i = 1; i < x.Length; i++)
        {
            if (x[i] < x[i - 1])
                return false;
        }

        return true;
    }
}

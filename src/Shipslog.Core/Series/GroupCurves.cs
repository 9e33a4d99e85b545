namespace Shipslog.Core.Series;

/// <summary>Buckets of many series into one curve. Pure.</summary>
internal static class GroupCurves
{
    /// <summary>The buckets in which any series has a finite value, in x order.</summary>
    public static IReadOnlyList<GroupBucket> Combine(IEnumerable<SeriesBuckets> group, Bucketing bucketing)
    {
        var cells = new SortedDictionary<int, List<Bucket>>();
        foreach (var bucket in group.SelectMany(series => series.Buckets))
        {
            if (double.IsNaN(bucket.Min))
                continue;
            var index = bucketing.IndexOf(bucket.X);
            if (!cells.TryGetValue(index, out var cell))
                cells[index] = cell = [];
            cell.Add(bucket);
        }

        return [.. cells.Values.Select(Combine)];
    }

    private static GroupBucket Combine(List<Bucket> cell)
    {
        var means = cell.ConvertAll(bucket => bucket.Mean);
        means.Sort();
        var mean = means.Average();
        var median = (means[(means.Count - 1) / 2] + means[means.Count / 2]) / 2;
        var deviation = Math.Sqrt(means.Average(value => (value - mean) * (value - mean)));
        return new GroupBucket(
            cell.Max(bucket => bucket.X), cell.Count, mean, median, deviation, cell.Min(bucket => bucket.Min), cell.Max(bucket => bucket.Max));
    }
}

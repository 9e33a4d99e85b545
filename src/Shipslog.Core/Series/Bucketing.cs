using System.Buffers;
using System.Runtime.InteropServices;

namespace Shipslog.Core.Series;

/// <summary>
/// Divides a range of an axis into buckets of equal width, and puts points and digests of points into them; every point of the range is
/// counted exactly once. What it costs depends on what is added, and its memory on the number of buckets: that is used again once it is disposed of.
/// </summary>
internal sealed class Bucketing(double from, double to, int buckets, bool logX) : IDisposable
{
    // A thousand are a large object: fresh ones for every series of a question keep the collector busier than the points keep us.
    private readonly BucketBuilder[] _cells = Rent(buckets);
    private readonly double _start = logX ? from > 0 ? Math.Log(from) : 0 : from;
    private readonly double _end = logX ? to > 0 ? Math.Log(to) : 0 : to;

    /// <summary>Where a digest's points fall.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="firstX">Smallest x of its points.</param>
    /// <param name="lastX">Largest x of its points.</param>
    /// <param name="isInOrder">Whether the points are in the order of the axis.</param>
    public Placement Place(SeriesDigest digest, double firstX, double lastX, bool isInOrder)
    {
        if (lastX < from || firstX > to)
            return Placement.Outside;
        return isInOrder && firstX >= from && lastX <= to && IndexOf(firstX) == IndexOf(lastX) ? Placement.Together : Placement.Apart;
    }

    /// <summary>Adds all points of a digest that fall into one bucket.</summary>
    public void Add(SeriesDigest digest, double firstX, double lastX) => _cells[IndexOf(firstX)].Add(digest, firstX, lastX);

    /// <summary>Divides points in step order among buckets; those outside of the range are left out. Changes nothing here: many may do so at once.</summary>
    /// <param name="x">Of every point.</param>
    /// <param name="values">Of every point.</param>
    /// <param name="into">Gets what each touched bucket gains.</param>
    public void Divide(ReadOnlySpan<double> x, ReadOnlySpan<double> values, BucketGains into)
    {
        if (!IsSorted(x))
        {
            DivideUnsorted(x, values, into);
            return;
        }

        var start = FirstAt(x, 0, value => value >= from);
        var end = FirstAt(x, start, value => value > to);
        while (start < end)
        {
            var index = IndexOf(x[start]);
            var next = EndOf(x[..end], start, index);
            var cell = default(BucketBuilder);
            cell.Add(x[start..next], values[start..next]);
            into.Add(new BucketGain(index, cell));
            start = next;
        }
    }

    /// <summary>Adds what <see cref="Divide"/> found, in step order.</summary>
    public void Add(ReadOnlySpan<BucketGain> gains)
    {
        foreach (ref readonly var gain in gains)
            _cells[gain.Index].Add(gain.Cell);
    }

    private void DivideUnsorted(ReadOnlySpan<double> x, ReadOnlySpan<double> values, BucketGains into)
    {
        var cells = new Dictionary<int, BucketBuilder>();
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] >= from && x[i] <= to)
                CollectionsMarshal.GetValueRefOrAddDefault(cells, IndexOf(x[i]), out _).Add(x[i], values[i]);
        }

        foreach (var (index, cell) in cells)
            into.Add(new BucketGain(index, cell));
    }

    /// <summary>What was added.</summary>
    public SeriesBuckets Build()
    {
        var cells = _cells.AsSpan(0, buckets);
        var (filled, points, first, last) = (0, 0L, -1, -1);
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].IsEmpty)
                continue;
            (filled, last) = (filled + 1, i);
            first = first < 0 ? i : first;
        }

        if (filled == 0)
            return new SeriesBuckets(0, [], null, null);
        var built = new Bucket[filled];
        var next = 0;
        foreach (ref readonly var cell in cells)
        {
            if (cell.IsEmpty)
                continue;
            built[next] = cell.Build();
            points += built[next++].Count;
        }

        return new SeriesBuckets(points, built, cells[first].FirstPoint, cells[last].LastPoint);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<BucketBuilder>.Shared.Return(_cells);

    private static BucketBuilder[] Rent(int buckets)
    {
        var cells = ArrayPool<BucketBuilder>.Shared.Rent(buckets);
        cells.AsSpan(0, buckets).Clear();
        return cells;
    }

    /// <summary>The bucket of an x of the range.</summary>
    public int IndexOf(double x)
    {
        if (logX)
        {
            if (x <= 0)
                return 0;
            x = Math.Log(x);
        }

        var width = _end - _start;
        return width > 0 ? Math.Clamp((int)((x - _start) / width * buckets), 0, buckets - 1) : 0;
    }

    /// <summary>Where the points of a bucket end: short ones are found by going on, long ones by halving.</summary>
    private int EndOf(ReadOnlySpan<double> x, int start, int index)
    {
        var (low, step) = (start + 1, 1);
        while (low < x.Length && IndexOf(x[low]) == index)
        {
            var far = Math.Min(low + step, x.Length);
            if (far == x.Length || IndexOf(x[far]) != index)
                return Halve(x, low + 1, far, index);
            (low, step) = (far, step * 2);
        }

        return low;
    }

    private int Halve(ReadOnlySpan<double> x, int low, int high, int index)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (IndexOf(x[middle]) == index)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static int FirstAt(ReadOnlySpan<double> x, int low, Func<double, bool> isThere)
    {
        var high = x.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (isThere(x[middle]))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static bool IsSorted(ReadOnlySpan<double> x)
    {
        for (var i = 1; i < x.Length; i++)
        {
            if (x[i] < x[i - 1])
                return false;
        }

        return true;
    }
}

/// <summary>Where consecutive points fall.</summary>
internal enum Placement
{
    /// <summary>None of them into the range.</summary>
    Outside,

    /// <summary>All into one bucket.</summary>
    Together,

    /// <summary>Into several buckets, or some outside of the range: they must be looked at.</summary>
    Apart,
}

using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Core.Ingest;

/// <summary>The room of points that went into chunks.</summary>
public sealed class SeriesBufferTests
{
    private const int Count = 100;

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void A_series_that_goes_on_keeps_its_room_until_its_run_ends(bool goesOn, bool ends, bool allocates)
    {
        var buffer = new SeriesBuffer<double>();
        buffer.Append(Points(0));
        buffer.Freeze(isFirst: true);
        buffer.Thaw(goesOn);
        buffer.Append(Points(1));
        buffer.Freeze(isFirst: false);
        if (ends)
            buffer.GiveRoomBack();
        var points = Points(2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        buffer.Append(points);

        Assert.Equal(allocates, GC.GetAllocatedBytesForCurrentThread() - before > Count * sizeof(double));
        Assert.Equal(2 * Count, buffer.Copy().Count);
    }

    /// <summary>Parts of longer columns, which no series takes over as they are.</summary>
    private static Points<double> Points(int part) => new(
        Enumerable.Range(part * Count, Count + 1).Select(i => new Step(i)).ToArray().AsMemory(0, Count),
        new double[Count + 1].AsMemory(0, Count),
        new long[Count + 1].AsMemory(0, Count));
}

namespace Shipslog.Core.Query.Columns;

/// <summary>Selects the first rows of an order without sorting all of them.</summary>
internal static class TopRows
{
    /// <summary>The positions <paramref name="offset"/> to <paramref name="offset"/> + <paramref name="limit"/> of <paramref name="count"/> in order.</summary>
    public static int[] Select(int count, int offset, int limit, IComparer<int> order)
    {
        if (offset >= count || limit <= 0)
            return [];
        var wanted = (int)Math.Min(count, (long)offset + limit);
        var first = wanted < count / 8 ? First(count, wanted, order) : [.. Enumerable.Range(0, count)];
        Array.Sort(first, order);
        return first[offset..wanted];
    }

    /// <summary>
    /// The first <paramref name="wanted"/> in any order, kept in a heap whose root is the worst of them. Goes from the last candidate
    /// to the first: rows ascend by creation and ties go to the newest, so the other way every row would enter the heap.
    /// </summary>
    private static int[] First(int count, int wanted, IComparer<int> order)
    {
        var heap = new int[wanted];
        for (var i = 0; i < wanted; i++)
            heap[i] = count - 1 - i;
        for (var i = wanted / 2 - 1; i >= 0; i--)
            SiftDown(heap, i, order);
        for (var i = count - wanted - 1; i >= 0; i--)
        {
            if (order.Compare(i, heap[0]) >= 0)
                continue;
            heap[0] = i;
            SiftDown(heap, 0, order);
        }

        return heap;
    }

    private static void SiftDown(int[] heap, int at, IComparer<int> order)
    {
        var value = heap[at];
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= heap.Length)
                break;
            if (child + 1 < heap.Length && order.Compare(heap[child + 1], heap[child]) > 0)
                child++;
            if (order.Compare(heap[child], value) <= 0)
                break;
            heap[at] = heap[child];
            at = child;
        }

        heap[at] = value;
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Numbers as planes of bytes: all lowest bytes, then all second bytes, and so on. Sixteen numbers at a time.</summary>
internal static partial class BytePlanes
{
    private const int AtOnce = 16;

    /// <param name="planes">All planes.</param>
    /// <param name="width">How many: 4 (float32) or 8.</param>
    /// <param name="numbers">As many as each plane is long.</param>
    public static void Join(ReadOnlySpan<byte> planes, int width, Span<double> numbers)
    {
        var count = numbers.Length;
        ref var from = ref MemoryMarshal.GetReference(planes[..(width * count)]);
        ref var into = ref MemoryMarshal.GetReference(numbers);
        var done = 0;
        for (; done + AtOnce <= count; done += AtOnce)
        {
            if (width == 4)
                JoinSingles(ref from, (nuint)done, (nuint)count, ref into);
            else
                JoinDoubles(ref from, (nuint)done, (nuint)count, ref into);
        }

        for (; done < count; done++)
        {
            ulong bits = 0;
            for (var plane = 0; plane < width; plane++)
                bits |= (ulong)planes[plane * count + done] << (8 * plane);
            numbers[done] = width == 4 ? BitConverter.UInt32BitsToSingle((uint)bits) : BitConverter.UInt64BitsToDouble(bits);
        }
    }

    private static void JoinSingles(ref byte planes, nuint at, nuint count, ref double into)
    {
        var (lows, moreLows) = Pairs(ref planes, at, count);
        var (highs, moreHighs) = Pairs(ref planes, at + 2 * count, count);
        var (a, b) = Join(lows, highs);
        var (c, d) = Join(moreLows, moreHighs);
        Store(a.AsSingle(), ref into, at);
        Store(b.AsSingle(), ref into, at + 4);
        Store(c.AsSingle(), ref into, at + 8);
        Store(d.AsSingle(), ref into, at + 12);
    }

    private static void JoinDoubles(ref byte planes, nuint at, nuint count, ref double into)
    {
        var first = Pairs(ref planes, at, count);
        var second = Pairs(ref planes, at + 2 * count, count);
        var third = Pairs(ref planes, at + 4 * count, count);
        var fourth = Pairs(ref planes, at + 6 * count, count);
        var (a, b) = Join(first.Item1, second.Item1);
        var (c, d) = Join(first.Item2, second.Item2);
        var (e, f) = Join(third.Item1, fourth.Item1);
        var (g, h) = Join(third.Item2, fourth.Item2);
        Store(a, e, ref into, at);
        Store(b, f, ref into, at + 4);
        Store(c, g, ref into, at + 8);
        Store(d, h, ref into, at + 12);
    }

    /// <summary>Two planes of sixteen bytes as sixteen numbers of 16 bits.</summary>
    private static (Vector128<ushort>, Vector128<ushort>) Pairs(ref byte planes, nuint at, nuint count)
    {
        var (a, b) = Vector128.Widen(Vector128.LoadUnsafe(ref planes, at));
        var (c, d) = Vector128.Widen(Vector128.LoadUnsafe(ref planes, at + count));
        return (a | (c << 8), b | (d << 8));
    }

    private static (Vector128<uint>, Vector128<uint>) Join(Vector128<ushort> lows, Vector128<ushort> highs)
    {
        var (a, b) = Vector128.Widen(lows);
        var (c, d) = Vector128.Widen(highs);
        return (a | (c << 16), b | (d << 16));
    }

    private static void Store(Vector128<float> numbers, ref double into, nuint at)
    {
        var (a, b) = Vector128.Widen(numbers);
        a.StoreUnsafe(ref into, at);
        b.StoreUnsafe(ref into, at + 2);
    }

    private static void Store(Vector128<uint> lows, Vector128<uint> highs, ref double into, nuint at)
    {
        var (a, b) = Vector128.Widen(lows);
        var (c, d) = Vector128.Widen(highs);
        (a | (c << 32)).AsDouble().StoreUnsafe(ref into, at);
        (b | (d << 32)).AsDouble().StoreUnsafe(ref into, at + 2);
    }
}

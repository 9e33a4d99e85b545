using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shipslog.Core.Storage.Encoding;

/// <content>Numbers into planes.</content>
internal static partial class BytePlanes
{
    /// <summary>Writes every value as a float32; false when one of them isn't that bit for bit, and then what was written means nothing.</summary>
    public static bool TryNarrow(ReadOnlySpan<double> values, Span<float> narrow)
    {
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            var (low, high) = (Vector256.Create(values.Slice(i, 4)), Vector256.Create(values.Slice(i + 4, 4)));
            var floats = Vector256.Narrow(low, high);
            var (lowAgain, highAgain) = Vector256.Widen(floats);
            if (((lowAgain.AsUInt64() ^ low.AsUInt64()) | (highAgain.AsUInt64() ^ high.AsUInt64())) != Vector256<ulong>.Zero)
                return false;
            floats.CopyTo(narrow[i..]);
        }

        for (; i < values.Length; i++)
        {
            narrow[i] = (float)values[i];
            if (BitConverter.DoubleToInt64Bits(narrow[i]) != BitConverter.DoubleToInt64Bits(values[i]))
                return false;
        }

        return true;
    }

    /// <summary>Splits float32 into four planes.</summary>
    public static void Split(ReadOnlySpan<float> values, Span<byte> planes)
    {
        var (count, i) = (values.Length, 0);
        ref var bits = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(values));
        ref var plane = ref MemoryMarshal.GetReference(planes[..(4 * count)]);
        for (; i + AtOnce <= count; i += AtOnce)
        {
            ref var from = ref Unsafe.Add(ref bits, i);
            SplitBlock(Vector128.LoadUnsafe(ref from), Vector128.LoadUnsafe(ref from, 4), Vector128.LoadUnsafe(ref from, 8), Vector128.LoadUnsafe(ref from, 12),
                ref Unsafe.Add(ref plane, i), count);
        }

        for (; i < count; i++)
        {
            for (var b = 0; b < 4; b++)
                planes[b * count + i] = (byte)(BitConverter.SingleToUInt32Bits(values[i]) >> (8 * b));
        }
    }

    /// <summary>Splits float64 into eight planes.</summary>
    public static void Split(ReadOnlySpan<double> values, Span<byte> planes)
    {
        var (count, i) = (values.Length, 0);
        ref var bits = ref Unsafe.As<double, ulong>(ref MemoryMarshal.GetReference(values));
        ref var plane = ref MemoryMarshal.GetReference(planes[..(8 * count)]);
        for (; i + AtOnce <= count; i += AtOnce)
        {
            ref var from = ref Unsafe.Add(ref bits, i);
            var (a, b) = HalvesOf(ref from);
            var (c, d) = HalvesOf(ref Unsafe.Add(ref from, 4));
            var (e, f) = HalvesOf(ref Unsafe.Add(ref from, 8));
            var (g, h) = HalvesOf(ref Unsafe.Add(ref from, 12));
            SplitBlock(a, c, e, g, ref Unsafe.Add(ref plane, i), count);
            SplitBlock(b, d, f, h, ref Unsafe.Add(ref plane, i + 4 * count), count);
        }

        for (; i < count; i++)
        {
            for (var b = 0; b < 8; b++)
                planes[b * count + i] = (byte)(BitConverter.DoubleToUInt64Bits(values[i]) >> (8 * b));
        }
    }

    private static (Vector128<uint> Low, Vector128<uint> High) HalvesOf(ref ulong from)
    {
        var (a, b) = (Vector128.LoadUnsafe(ref from), Vector128.LoadUnsafe(ref from, 2));
        return (Vector128.Narrow(a, b), Vector128.Narrow(a >>> 32, b >>> 32));
    }

    private static void SplitBlock(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, Vector128<uint> d, ref byte plane, int distance)
    {
        var (low, lowToo) = (Vector128.Narrow(a, b), Vector128.Narrow(c, d));
        var (high, highToo) = (Vector128.Narrow(a >>> 16, b >>> 16), Vector128.Narrow(c >>> 16, d >>> 16));
        Vector128.Narrow(low, lowToo).StoreUnsafe(ref plane);
        Vector128.Narrow(low >>> 8, lowToo >>> 8).StoreUnsafe(ref Unsafe.Add(ref plane, distance));
        Vector128.Narrow(high, highToo).StoreUnsafe(ref Unsafe.Add(ref plane, 2 * distance));
        Vector128.Narrow(high >>> 8, highToo >>> 8).StoreUnsafe(ref Unsafe.Add(ref plane, 3 * distance));
    }
}

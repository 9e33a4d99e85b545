using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>A step as 9 bytes whose order is the order of steps: the double's bits made monotonic, big-endian, then the remainder plus 128.</summary>
internal static class StepKey
{
    public const int Bytes = 9;

    public static void Write(Step step, Span<byte> key)
    {
        var bits = BitConverter.DoubleToInt64Bits(step.Value);
        BinaryPrimitives.WriteInt64BigEndian(key, bits < 0 ? ~bits : bits ^ long.MinValue);
        key[8] = (byte)(step.RemainderMicros + 128);
    }

    public static Step Decode(ReadOnlySpan<byte> bytes)
    {
        var key = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return new Step(BitConverter.Int64BitsToDouble(key < 0 ? key ^ long.MinValue : ~key), (sbyte)(bytes[8] - 128));
    }
}

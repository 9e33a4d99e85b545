using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>A step as 9 bytes whose order is the order of steps: the double's bits made monotonic, big-endian, then the remainder plus 128.</summary>
internal static class StepKey
{
    public static byte[] Encode(Step step)
    {
        var bytes = new byte[9];
        var bits = BitConverter.DoubleToInt64Bits(step.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes, bits < 0 ? ~bits : bits ^ long.MinValue);
        bytes[8] = (byte)(step.RemainderMicros + 128);
        return bytes;
    }

    public static Step Decode(byte[] bytes)
    {
        var key = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return new Step(BitConverter.Int64BitsToDouble(key < 0 ? key ^ long.MinValue : ~key), (sbyte)(bytes[8] - 128));
    }
}

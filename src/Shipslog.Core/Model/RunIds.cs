using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Shipslog.Core.Model;

/// <summary>
/// UUIDs of runs (version 8): 48 bits of creation time, so they sort; the project's number in 28 bits, because clients name a run by
/// its UUID alone; 46 random bits. A project's own holder has the project's UUID instead.
/// </summary>
public static class RunIds
{
    /// <summary>A fresh id.</summary>
    /// <param name="projectNumber"><see cref="Project.Number"/>, below 2²⁸.</param>
    /// <param name="unixMilliseconds">Creation time.</param>
    public static Guid New(int projectNumber, long unixMilliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)unixMilliseconds << 16) | 0x8000 | (uint)(projectNumber >> 16));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[9..], (ushort)projectNumber);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The number of the project a run's id was made for; null for ids that no run of ours can have.</summary>
    public static int? ProjectNumber(Guid runId)
    {
        Span<byte> bytes = stackalloc byte[16];
        runId.TryWriteBytes(bytes, bigEndian: true, out _);
        if (bytes[6] >> 4 != 8 || bytes[8] >> 6 != 2)
            return null;
        return ((BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0FFF) << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]);
    }
}

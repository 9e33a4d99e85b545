using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune;

/// <summary>
/// UUIDs (version 8) of channels and metrics, which exist for 0.x clients only: project number (28 bits, where run ids hold it), run
/// key, attribute number and, for metrics, the gauge's kind. So no table is needed, and access is checked by the project.
/// </summary>
/// <param name="Project">Project number.</param>
/// <param name="RunKey">Run key.</param>
/// <param name="AttributeId">Attribute number; 0 of metrics.</param>
/// <param name="Metric">0 for channels; else 1 + index of the resource, plus 32 when it has several gauges.</param>
internal readonly record struct NeptuneIds(int Project, int RunKey, int AttributeId, byte Metric)
{
    /// <summary>The id as clients see it.</summary>
    public string ToText()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, RunKey);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)(AttributeId >>> 16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x8000 | (Project >> 16)));
        bytes[8] = (byte)(0x80 | Metric);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[9..], (ushort)Project);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[11..], (ushort)AttributeId);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Reads an id from outside; null when it is none of ours.</summary>
    public static NeptuneIds? Parse(string? text)
    {
        if (!Guid.TryParse(text, out var id) || RunIds.ProjectNumber(id) is not { } project)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var attribute = (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[11..]);
        return new NeptuneIds(project, BinaryPrimitives.ReadInt32BigEndian(bytes), attribute, (byte)(bytes[8] & 0x3F));
    }
}

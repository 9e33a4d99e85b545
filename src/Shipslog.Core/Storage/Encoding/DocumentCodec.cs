using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Run documents as bytes. Drawn in docs/formats/run-document.md.</summary>
internal static class DocumentCodec
{
    // Larger ones are rare, and go.
    private const int MostKept = 1 << 20;

    // Of the thread: documents of runs with very many series are large objects, which only a full garbage collection takes away.
    [ThreadStatic]
    private static MemoryStream? _room;

    public static byte[] Encode(RunSnapshot snapshot, RunTimeline timeline, long seenUnixMilliseconds)
    {
        var buffer = _room ?? new MemoryStream();
        _room = null;
        using var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8, leaveOpen: true);
        OperationCodec.WriteRun(writer, snapshot.Run);
        writer.Write(seenUnixMilliseconds);
        writer.Write7BitEncodedInt(snapshot.Attributes.Count);
        foreach (var attribute in snapshot.Attributes)
        {
            writer.Write7BitEncodedInt(attribute.Id);
            ValueCodec.Write(writer, attribute.Value);
        }

        if (!timeline.IsPlain)
            TimelineCodec.Write(writer, timeline);
        writer.Flush();
        var document = Frame.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        if (buffer.Capacity > MostKept)
            return document;
        buffer.SetLength(0);
        _room = buffer;
        return document;
    }

    /// <summary>The whole run, by itself.</summary>
    public static LiveRun Decode(RunDocumentRow row, Func<int, AttributePath?> nameOf)
    {
        using var reader = new BinaryReader(new MemoryStream(Frame.Open(row.Document.Span, "run document")));
        var run = new LiveRun(OperationCodec.ReadRun(reader)) { Version = row.Version, SeenUnixMilliseconds = reader.ReadInt64() };
        foreach (var slot in ReadAttributes(reader, nameOf).Values)
            run.Add(slot);
        // Most runs have none, and none that were stored before there were branches.
        if (reader.BaseStream.Position < reader.BaseStream.Length)
            run.Timeline = TimelineCodec.ReadTimeline(reader, run.Run);
        return run;
    }

    /// <summary>Its attributes only.</summary>
    public static Dictionary<string, AttributeSlot> DecodeAttributes(RunDocumentRow row, Func<int, AttributePath?> nameOf)
    {
        using var reader = new BinaryReader(new MemoryStream(Frame.Open(row.Document.Span, "run document")));
        OperationCodec.ReadRun(reader);
        reader.ReadInt64();
        return ReadAttributes(reader, nameOf);
    }

    private static Dictionary<string, AttributeSlot> ReadAttributes(BinaryReader reader, Func<int, AttributePath?> nameOf)
    {
        var count = reader.Read7BitEncodedInt();
        var slots = new Dictionary<string, AttributeSlot>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var id = reader.Read7BitEncodedInt();
            var value = ValueCodec.Read(reader);
            if (nameOf(id) is { } path)
                slots.Add(path.Value, new AttributeSlot(id, path, value));
        }

        return slots;
    }
}

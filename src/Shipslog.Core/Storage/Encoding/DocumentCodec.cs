using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Run documents as bytes. Drawn in docs/formats/run-document.md.</summary>
internal static class DocumentCodec
{
    public static byte[] Encode(RunSnapshot snapshot, RunTimeline timeline, long seenUnixMilliseconds)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        OperationCodec.WriteRun(writer, snapshot.Run);
        writer.Write(seenUnixMilliseconds);
        writer.Write7BitEncodedInt(snapshot.Attributes.Count);
        foreach (var attribute in snapshot.Attributes)
        {
            writer.Write7BitEncodedInt(attribute.Id);
            ValueCodec.Write(writer, attribute.Value);
        }

        // Most runs have none, and none that were stored before there were branches.
        if (timeline.Branches.Count > 1 || timeline.Cuts.Count > 0)
            TimelineCodec.Write(writer, timeline);
        writer.Flush();
        return Frame.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static LiveRun Decode(RunDocumentRow row, IReadOnlyList<AttributePath?> names)
    {
        using var reader = new BinaryReader(new MemoryStream(Frame.Open(row.Document.Span, "run document")));
        var run = new LiveRun(OperationCodec.ReadRun(reader)) { Version = row.Version, SeenUnixMilliseconds = reader.ReadInt64() };
        var count = reader.Read7BitEncodedInt();
        for (var i = 0; i < count; i++)
        {
            var id = reader.Read7BitEncodedInt();
            var value = ValueCodec.Read(reader);
            if (names.ElementAtOrDefault(id) is { } path)
                run.Add(new AttributeSlot(id, path, value));
        }

        if (reader.BaseStream.Position < reader.BaseStream.Length)
            run.Timeline = TimelineCodec.ReadTimeline(reader, run.Run);

        return run;
    }
}

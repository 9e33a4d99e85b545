using Shipslog.Core.Ingest;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Heads of runs as bytes. Drawn in docs/formats/run-document.md.</summary>
internal static class HeadCodec
{
    public static byte[] Encode(RunHead head)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        OperationCodec.WriteRun(writer, head.Run);
        writer.Write(head.SeenUnixMilliseconds);
        writer.Write(head.IsRunning);
        writer.WriteOptional(head.Line);
        if (!head.Timeline.IsPlain)
            TimelineCodec.Write(writer, head.Timeline);
        writer.Flush();
        return Frame.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static RunHead Decode(ReadOnlySpan<byte> frame)
    {
        using var reader = new BinaryReader(new MemoryStream(Frame.Open(frame, "head of a run")));
        var run = OperationCodec.ReadRun(reader);
        var (seen, isRunning, line) = (reader.ReadInt64(), reader.ReadBoolean(), reader.ReadOptional());
        var isPlain = reader.BaseStream.Position == reader.BaseStream.Length;
        return new RunHead(run, seen, isRunning, line, isPlain ? new RunTimeline(run) : TimelineCodec.ReadTimeline(reader, run));
    }
}

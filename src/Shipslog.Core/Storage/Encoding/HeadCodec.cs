using System.Runtime.CompilerServices;
using Shipslog.Core.Ingest;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Heads of runs as bytes. Drawn in docs/formats/run-document.md.</summary>
internal static class HeadCodec
{
    [ThreadStatic]
    private static byte[]? _buffer;

    public static byte[] Encode(RunHead head)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        OperationCodec.WriteRun(writer, head.Run);
        writer.Write(head.SeenUnixMilliseconds);
        writer.Write(head.IsRunning);
        writer.WriteOptional(head.Line);
        if (head.Timeline is { IsPlain: false })
            TimelineCodec.Write(writer, head.Timeline);
        writer.Flush();
        return Frame.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static RunHead Decode(ReadOnlySpan<byte> frame)
    {
        var body = Frame.Open(frame, "head of a run", ref _buffer);
        var reader = new SpanReader(body);
        if (OperationCodec.ReadPlainRun(ref reader) is { } run)
        {
            var head = new RunHead(run, reader.Int64(), reader.Bool(), reader.Bool() ? reader.Text() : null, null);
            if (reader.IsAtEnd)
                return head;
        }

        return DecodeWhole(frame);
    }

    private static RunHead DecodeWhole(ReadOnlySpan<byte> frame)
    {
        using var reader = new BinaryReader(new MemoryStream(Frame.Open(frame, "head of a run")));
        var run = OperationCodec.ReadRun(reader);
        var (seen, isRunning, line) = (reader.ReadInt64(), reader.ReadBoolean(), reader.ReadOptional());
        var isPlain = reader.BaseStream.Position == reader.BaseStream.Length;
        return new RunHead(run, seen, isRunning, line, isPlain ? null : TimelineCodec.ReadTimeline(reader, run));
    }
}

using System.Buffers.Binary;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>What one log entry says: changes of one run, with every step resolved, so that replay needs nothing else.</summary>
/// <param name="UnixMilliseconds">When the server accepted it.</param>
/// <param name="Created">The run, when the entry creates it.</param>
/// <param name="IsPurge">The run is deleted for ever.</param>
/// <param name="Operations">Accepted operations in order.</param>
internal sealed record LogRecord(long UnixMilliseconds, Run? Created, bool IsPurge, IReadOnlyList<RunOperation> Operations);

/// <summary>How a log entry holds a message of points.</summary>
internal enum PackedForm : byte
{
    /// <summary>As it came.</summary>
    Plain = 0,

    /// <summary>As it came, one zstd frame.</summary>
    Zstd = 1,

    /// <summary>Its series are called by the numbers of their names.</summary>
    Numbered = 2,
}

/// <summary>Log entries as bytes. Drawn in docs/formats/log.md.</summary>
internal static class OperationCodec
{
    private const byte PackedFlag = 4;
    private const byte ForkBit = 128;

    public static byte[] Encode(LogRecord record)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(record.UnixMilliseconds);
        writer.Write((byte)((record.Created is null ? 0 : 1) | (record.IsPurge ? 2 : 0)));
        if (record.Created is not null)
            WriteRun(writer, record.Created);
        writer.WriteList(record.Operations, Write);
        writer.Flush();
        return Frame.Seal(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>An entry whose operations are a message of points.</summary>
    public static byte[] EncodePacked(long unixMilliseconds, ReadOnlySpan<byte> message, PackedForm form)
    {
        Span<byte> head = stackalloc byte[10];
        BinaryPrimitives.WriteInt64LittleEndian(head, unixMilliseconds);
        head[8] = PackedFlag;
        head[9] = (byte)form;
        return Frame.SealAsIs(head, message);
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="payload">The entry.</param>
    /// <param name="nameOf">The name that has a number.</param>
    public static LogRecord Decode(ReadOnlySpan<byte> payload, Func<int, AttributePath?> nameOf)
    {
        var body = Frame.Open(payload, "log entry");
        if (body.Length > 9 && body[8] == PackedFlag)
            return DecodePacked(body, nameOf);
        using var reader = new BinaryReader(new MemoryStream(body));
        var time = reader.ReadInt64();
        var flags = reader.ReadByte();
        var run = (flags & 1) != 0 ? ReadRun(reader) : null;
        return new LogRecord(time, run, (flags & 2) != 0, reader.ReadArray(Read));
    }

    private static LogRecord DecodePacked(byte[] body, Func<int, AttributePath?> nameOf)
    {
        var time = BinaryPrimitives.ReadInt64LittleEndian(body);
        var form = (PackedForm)body[9];
        ReadOnlySpan<byte> message = form == PackedForm.Zstd ? Zstd.Decompress(body.AsSpan(10), PointsMessage.MaxBytes) : body.AsSpan(10);
        var run = PointsMessage.Parse(message, time, form == PackedForm.Numbered ? nameOf : null).Runs[0];
        return run.Rejected.Count == 0
            ? new LogRecord(time, null, false, run.Operations)
            : throw new ShipslogException(Failure.Unavailable, "A log entry calls an attribute by a number that no name has.", "damaged");
    }

    public static void WriteRun(BinaryWriter writer, Run run)
    {
        writer.Write(run.Id.ToByteArray());
        writer.Write(run.Key);
        writer.Write((byte)((byte)run.Kind | (run.Fork is null ? 0 : ForkBit)));
        writer.Write(run.ShortId);
        writer.WriteOptional(run.CustomId);
        writer.Write(run.ParentId is not null);
        if (run.ParentId is { } parent)
            writer.Write(parent.ToByteArray());
        writer.Write(run.Owner);
        writer.Write(run.CreatedUnixMilliseconds);
        if (run.Fork is { } fork)
            TimelineCodec.Write(writer, fork);
    }

    /// <summary>Where a run that a body begins with ends.</summary>
    public static int AfterRun(ReadOnlySpan<byte> body)
    {
        if ((body[20] & ForkBit) != 0)
        {
            using var whole = new BinaryReader(new MemoryStream(body.ToArray()));
            ReadRun(whole);
            return (int)whole.BaseStream.Position;
        }

        var reader = new SpanReader(body) { Position = 21 };
        reader.SkipText();
        reader.SkipOptionalText();
        if (reader.Bool())
            reader.Guid();
        reader.SkipText();
        return reader.Position + 8;
    }

    /// <summary>A run that is no fork; null when it is one.</summary>
    public static Run? ReadPlainRun(ref SpanReader reader)
    {
        var (id, key, kind) = (reader.Guid(), reader.Int32(), reader.Byte());
        return (kind & ForkBit) != 0 ? null : new Run(
            id,
            key,
            (HolderKind)kind,
            reader.Text(),
            reader.Bool() ? reader.Text() : null,
            reader.Bool() ? reader.Guid() : null,
            reader.Text(),
            reader.Int64());
    }

    public static Run ReadRun(BinaryReader reader)
    {
        var id = new Guid(reader.ReadBytes(16));
        var key = reader.ReadInt32();
        var kind = reader.ReadByte();
        var run = new Run(
            id,
            key,
            (HolderKind)(kind & ~ForkBit),
            reader.ReadString(),
            reader.ReadOptional(),
            reader.ReadBoolean() ? new Guid(reader.ReadBytes(16)) : null,
            reader.ReadString(),
            reader.ReadInt64());
        return (kind & ForkBit) == 0 ? run : run with { Fork = TimelineCodec.ReadFork(reader) };
    }

    private static void Write(BinaryWriter writer, RunOperation operation)
    {
        switch (operation)
        {
            case RunOperation.Assign o:
                Head(writer, 1, o.Path);
                ValueCodec.Write(writer, o.Value);
                break;
            case RunOperation.AppendFloats o: WritePoints(writer, 2, o.Path, o.Points); break;
            case RunOperation.AppendStrings o: WritePoints(writer, 3, o.Path, o.Points); break;
            case RunOperation.AppendFiles o: WritePoints(writer, 4, o.Path, o.Points); break;
            case RunOperation.AppendHistograms o: WritePoints(writer, 5, o.Path, o.Points); break;
            case RunOperation.ClearSeries o:
                Head(writer, 6, o.Path);
                writer.Write((byte)o.Kind);
                break;
            case RunOperation.ConfigureSeries o:
                Head(writer, 7, o.Path);
                writer.WriteOptional(o.Config.Min);
                writer.WriteOptional(o.Config.Max);
                writer.WriteOptional(o.Config.Unit);
                break;
            case RunOperation.ChangeStringSet o:
                Head(writer, 8, o.Path);
                writer.WriteList(o.Add, static (w, text) => w.Write(text));
                writer.WriteList(o.Remove, static (w, text) => w.Write(text));
                writer.Write(o.Clear);
                break;
            case RunOperation.ChangeFileSet o:
                Head(writer, 9, o.Path);
                writer.WriteList(o.Put, static (w, entry) => w.WriteEntry(entry));
                writer.WriteList(o.Delete, static (w, path) => w.Write(path));
                writer.Write(o.Reset);
                break;
            case RunOperation.DeleteAttribute o: Head(writer, 10, o.Path); break;
            case RunOperation.Ping: writer.Write((byte)11); break;
            case RunOperation.SetState o:
                writer.Write((byte)12);
                writer.Write((byte)o.State);
                break;
            case RunOperation.SetTrashed o:
                writer.Write((byte)13);
                writer.Write(o.Trashed);
                break;
            case RunOperation.JoinFamily o:
                writer.Write((byte)14);
                writer.Write(o.Family);
                writer.Write(o.ProjectId.ToByteArray());
                writer.WriteOptional(o.Origin?.Parent);
                if (o.Origin is not null)
                {
                    writer.WriteStep(o.Origin.Step);
                    writer.Write7BitEncodedInt(o.Origin.Depth);
                }

                break;
            case RunOperation.TakeHead o:
                writer.Write((byte)15);
                writer.Write(o.Line);
                break;
            case RunOperation.CedeHead: writer.Write((byte)16); break;
            case RunOperation.Rewind o:
                writer.Write((byte)17);
                writer.WriteStep(o.LastStep);
                writer.Write(o.StoreKey);
                break;
            case RunOperation.UndoRewind: writer.Write((byte)18); break;
            case RunOperation.Inherit o:
                writer.Write((byte)19);
                writer.WriteList(o.Series, static (w, series) =>
                {
                    w.Write(series.Path.Value);
                    w.Write((byte)series.Kind);
                });
                break;
            case RunOperation.AppendPreviews o:
                Head(writer, 20, o.Path);
                writer.WriteList(
                    [.. Enumerable.Range(0, o.Points.Count).Select(i => new PreviewPoint(o.Points.Steps.Span[i], o.Points.Values.Span[i], o.Points.UnixMilliseconds.Span[i]))],
                    BinaryForms.WritePreview);
                break;
        }
    }

    private static RunOperation Read(BinaryReader reader) => reader.ReadByte() switch
    {
        1 => new RunOperation.Assign(Path(reader), ValueCodec.Read(reader)),
        2 => new RunOperation.AppendFloats(Path(reader), ReadPoints<double>(reader)),
        3 => new RunOperation.AppendStrings(Path(reader), ReadPoints<string>(reader)),
        4 => new RunOperation.AppendFiles(Path(reader), ReadPoints<SeriesFile>(reader)),
        5 => new RunOperation.AppendHistograms(Path(reader), ReadPoints<Histogram>(reader)),
        6 => new RunOperation.ClearSeries(Path(reader), (AttributeKind)reader.ReadByte()),
        7 => new RunOperation.ConfigureSeries(
            Path(reader), new SeriesConfig(reader.ReadOptionalDouble(), reader.ReadOptionalDouble(), reader.ReadOptional())),
        8 => new RunOperation.ChangeStringSet(
            Path(reader), reader.ReadArray(static r => r.ReadString()), reader.ReadArray(static r => r.ReadString()), reader.ReadBoolean()),
        9 => new RunOperation.ChangeFileSet(
            Path(reader), reader.ReadArray(BinaryForms.ReadEntry), reader.ReadArray(static r => r.ReadString()), reader.ReadBoolean()),
        10 => new RunOperation.DeleteAttribute(Path(reader)),
        11 => new RunOperation.Ping(),
        12 => new RunOperation.SetState((RunState)reader.ReadByte()),
        13 => new RunOperation.SetTrashed(reader.ReadBoolean()),
        14 => new RunOperation.JoinFamily(
            reader.ReadString(),
            new Guid(reader.ReadBytes(16)),
            reader.ReadOptional() is { } parent ? new ForkOrigin(parent, reader.ReadStep(), reader.Read7BitEncodedInt()) : null),
        15 => new RunOperation.TakeHead(reader.ReadString()),
        16 => new RunOperation.CedeHead(),
        17 => new RunOperation.Rewind(reader.ReadStep()) { StoreKey = reader.ReadInt32() },
        18 => new RunOperation.UndoRewind(),
        19 => new RunOperation.Inherit(reader.ReadArray(static r => (Path(r), (AttributeKind)r.ReadByte()))),
        20 => new RunOperation.AppendPreviews(Path(reader), PointsOf(reader.ReadArray(BinaryForms.ReadPreview))),
        var other => throw new ShipslogException(Failure.Unavailable, $"A log entry has the unknown operation {other}.", "damaged"),
    };

    private static Points<Preview> PointsOf(PreviewPoint[] previews) => new(
        Array.ConvertAll(previews, preview => preview.Step),
        Array.ConvertAll(previews, preview => preview.Value),
        Array.ConvertAll(previews, preview => preview.UnixMilliseconds));

    private static void Head(BinaryWriter writer, byte code, AttributePath path)
    {
        writer.Write(code);
        writer.Write(path.Value);
    }

    private static AttributePath Path(BinaryReader reader) => new(reader.ReadString());

    private static void WritePoints<T>(BinaryWriter writer, byte code, AttributePath path, Points<T> points)
    {
        Head(writer, code, path);
        var bytes = PointCodec.Encode(points.Steps.Span, points.Values.Span, points.UnixMilliseconds.Span);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static Points<T> ReadPoints<T>(BinaryReader reader)
    {
        var columns = PointCodec.Decode<T>(reader.ReadBytes(reader.Read7BitEncodedInt()));
        return new Points<T>(columns.Steps.ToArray(), columns.Values.ToArray(), columns.UnixMilliseconds.ToArray());
    }
}

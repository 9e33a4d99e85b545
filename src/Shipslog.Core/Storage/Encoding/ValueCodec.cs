using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Attribute values as bytes: a kind byte, then the parts. Drawn in docs/formats/run-document.md.</summary>
internal static class ValueCodec
{
    // A float series with previews: most have none.
    private const byte PreviewedFloatSeries = 30;

    public static void Write(BinaryWriter writer, AttributeValue value)
    {
        if (value is AttributeValue.FloatSeries { Previews.Count: > 0 } previewed)
        {
            writer.Write(PreviewedFloatSeries);
            writer.WriteList(previewed.Previews, BinaryForms.WritePreview);
            WriteFloatSeries(writer, previewed);
            return;
        }

        writer.Write((byte)value.Kind);
        switch (value)
        {
            case AttributeValue.Float v: writer.Write(v.Value); break;
            case AttributeValue.Int v: writer.Write(v.Value); break;
            case AttributeValue.Bool v: writer.Write(v.Value); break;
            case AttributeValue.String v: writer.Write(v.Value); break;
            case AttributeValue.Datetime v: writer.Write(v.UnixMilliseconds); break;
            case AttributeValue.StringSet v: writer.WriteList(v.Values, static (w, text) => w.Write(text)); break;
            case AttributeValue.File v: writer.WriteFile(v.Stored); break;
            case AttributeValue.FileSet v: writer.WriteList(v.Files, static (w, entry) => w.WriteEntry(entry)); break;
            case AttributeValue.Artifact v: writer.Write(v.Hash); break;
            case AttributeValue.GitRef v: WriteGit(writer, v.Checkout); break;
            case AttributeValue.NotebookRef v: WriteNotebook(writer, v); break;
            case AttributeValue.FloatSeries v: WriteFloatSeries(writer, v); break;
            case AttributeValue.StringSeries v:
                WriteSummary(writer, v.Summary);
                writer.WriteOptional(v.Last);
                break;
            case AttributeValue.FileSeries v:
                WriteSummary(writer, v.Summary);
                writer.Write(v.Last is not null);
                if (v.Last is not null)
                    writer.WriteSeriesFile(v.Last);
                break;
            case AttributeValue.HistogramSeries v: WriteSummary(writer, v.Summary); break;
        }
    }

    public static AttributeValue Read(BinaryReader reader) => (AttributeKind)reader.ReadByte() switch
    {
        AttributeKind.Float => new AttributeValue.Float(reader.ReadDouble()),
        AttributeKind.Int => new AttributeValue.Int(reader.ReadInt64()),
        AttributeKind.Bool => new AttributeValue.Bool(reader.ReadBoolean()),
        AttributeKind.String => new AttributeValue.String(reader.ReadString()),
        AttributeKind.Datetime => new AttributeValue.Datetime(reader.ReadInt64()),
        AttributeKind.StringSet => new AttributeValue.StringSet(reader.ReadArray(static r => r.ReadString())),
        AttributeKind.File => new AttributeValue.File(reader.ReadFile()),
        AttributeKind.FileSet => new AttributeValue.FileSet(reader.ReadArray(BinaryForms.ReadEntry)),
        AttributeKind.Artifact => new AttributeValue.Artifact(reader.ReadString()),
        AttributeKind.GitRef => new AttributeValue.GitRef(ReadGit(reader)),
        AttributeKind.NotebookRef => new AttributeValue.NotebookRef(
            new Guid(reader.ReadBytes(16)), reader.ReadBoolean() ? new Guid(reader.ReadBytes(16)) : null),
        AttributeKind.FloatSeries => ReadFloatSeries(reader),
        (AttributeKind)PreviewedFloatSeries => ReadPreviewed(reader),
        AttributeKind.StringSeries => new AttributeValue.StringSeries(ReadSummary(reader), reader.ReadOptional()),
        AttributeKind.FileSeries => new AttributeValue.FileSeries(
            ReadSummary(reader), reader.ReadBoolean() ? reader.ReadSeriesFile() : null),
        AttributeKind.HistogramSeries => new AttributeValue.HistogramSeries(ReadSummary(reader)),
        var other => throw new ShipslogException(Failure.Unavailable, $"A stored value has the unknown kind {(byte)other}.", "damaged"),
    };

    private static void WriteSummary(BinaryWriter writer, SeriesSummary summary)
    {
        writer.Write(summary.Count);
        writer.WriteStep(summary.FirstStep);
        writer.WriteStep(summary.LastStep);
        writer.Write(summary.LastUnixMilliseconds);
    }

    private static SeriesSummary ReadSummary(BinaryReader reader) =>
        new(reader.ReadInt64(), reader.ReadStep(), reader.ReadStep(), reader.ReadInt64());

    private static void WriteFloatSeries(BinaryWriter writer, AttributeValue.FloatSeries series)
    {
        var summary = series.Summary;
        WriteSummary(writer, summary.Position);
        writer.Write(summary.First);
        writer.Write(summary.Last);
        writer.Write(summary.Min);
        writer.Write(summary.Max);
        writer.Write(summary.Sum);
        writer.Write(summary.SumOfSquares);
        writer.Write(summary.FiniteCount);
        writer.WriteOptional(series.Config.Min);
        writer.WriteOptional(series.Config.Max);
        writer.WriteOptional(series.Config.Unit);
    }

    private static AttributeValue.FloatSeries ReadPreviewed(BinaryReader reader)
    {
        var previews = reader.ReadArray(BinaryForms.ReadPreview);
        return ReadFloatSeries(reader) with { Previews = previews };
    }

    private static AttributeValue.FloatSeries ReadFloatSeries(BinaryReader reader) => new(
        new FloatSeriesSummary(
            ReadSummary(reader),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadInt64()),
        new SeriesConfig(reader.ReadOptionalDouble(), reader.ReadOptionalDouble(), reader.ReadOptional()));

    private static void WriteNotebook(BinaryWriter writer, AttributeValue.NotebookRef notebook)
    {
        writer.Write(notebook.NotebookId.ToByteArray());
        writer.Write(notebook.CheckpointId is not null);
        if (notebook.CheckpointId is { } checkpoint)
            writer.Write(checkpoint.ToByteArray());
    }

    private static void WriteGit(BinaryWriter writer, GitCheckout git)
    {
        writer.WriteOptional(git.CommitId);
        writer.WriteOptional(git.Message);
        writer.WriteOptional(git.AuthorName);
        writer.WriteOptional(git.AuthorEmail);
        writer.WriteOptional(git.CommitDate?.ToString("O"));
        writer.WriteOptional(git.Branch);
        writer.WriteList(git.Remotes, static (w, remote) => w.Write(remote));
        writer.Write(git.IsDirty);
    }

    private static GitCheckout ReadGit(BinaryReader reader) => new(
        reader.ReadOptional(),
        reader.ReadOptional(),
        reader.ReadOptional(),
        reader.ReadOptional(),
        reader.ReadOptional() is { } date ? DateTimeOffset.Parse(date, System.Globalization.CultureInfo.InvariantCulture) : null,
        reader.ReadOptional(),
        reader.ReadArray(static r => r.ReadString()),
        reader.ReadBoolean());
}

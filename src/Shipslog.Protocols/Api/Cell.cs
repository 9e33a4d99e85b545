using System.Text.Json;
using System.Text.Json.Serialization;
using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Protocols.Api;

/// <summary>
/// A bare value as the wire shows it: a number, text, truth value, ISO time, list of a set's texts, or <c>{name, size}</c> of a file;
/// of a series the asked aggregate.
/// </summary>
[JsonConverter(typeof(CellConverter))]
internal readonly record struct Cell(AttributeValue Value, Aggregate Aggregate = Aggregate.Last);

/// <summary>Writes cells without intermediate objects: a page has up to 1,000 rows of hundreds of them.</summary>
internal sealed class CellConverter : JsonConverter<Cell>
{
    public override Cell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Cells are only written.");

    public override void Write(Utf8JsonWriter writer, Cell cell, JsonSerializerOptions options)
    {
        switch (cell.Value)
        {
            case AttributeValue.Float value:
                WriteNumber(writer, value.Value);
                break;
            case AttributeValue.Int value:
                writer.WriteNumberValue(value.Value);
                break;
            case AttributeValue.Bool value:
                writer.WriteBooleanValue(value.Value);
                break;
            case AttributeValue.String value:
                writer.WriteStringValue(value.Value);
                break;
            case AttributeValue.Datetime value:
                writer.WriteStringValue(ApiTranslation.Iso(value.UnixMilliseconds));
                break;
            case AttributeValue.StringSet set:
                WriteTexts(writer, set.Values);
                break;
            case AttributeValue.File file:
                WriteFile(writer, file.Stored.Name, file.Stored.SizeBytes);
                break;
            case AttributeValue.FileSet set:
                WriteFile(writer, $"{set.Files.Count} files", set.SizeBytes);
                break;
            case AttributeValue.Artifact artifact:
                writer.WriteStringValue(artifact.Hash);
                break;
            case AttributeValue.GitRef git:
                writer.WriteStringValue(git.Checkout.CommitId);
                break;
            case AttributeValue.NotebookRef notebook:
                writer.WriteStringValue(notebook.CheckpointId ?? notebook.NotebookId);
                break;
            default:
                WriteSeries(writer, cell);
                break;
        }
    }

    /// <summary>A number, or the string that stands for a non-finite one.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteSeries(Utf8JsonWriter writer, Cell cell)
    {
        switch (cell.Value)
        {
            case AttributeValue.FloatSeries { Summary.Position.Count: 0 } when cell.Aggregate != Aggregate.Count:
                writer.WriteNullValue();
                break;
            case AttributeValue.FloatSeries series:
                WriteNumber(writer, Of(series.Summary, cell.Aggregate));
                break;
            case AttributeValue.StringSeries series when cell.Aggregate is not (Aggregate.Count or Aggregate.LastStep):
                writer.WriteStringValue(series.Last);
                break;
            case AttributeValue.StringSeries series:
                WriteNumber(writer, Of(series.Summary, cell.Aggregate));
                break;
            case AttributeValue.FileSeries { Last: { } last } when cell.Aggregate == Aggregate.Last:
                WriteFile(writer, last.Name ?? last.Stored?.Name ?? "", last.Stored?.SizeBytes ?? 0);
                break;
            case AttributeValue.FileSeries series:
                WriteNumber(writer, Of(series.Summary, cell.Aggregate));
                break;
            case AttributeValue.HistogramSeries series:
                WriteNumber(writer, Of(series.Summary, cell.Aggregate));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    public static double Of(FloatSeriesSummary summary, Aggregate aggregate) => aggregate switch
    {
        Aggregate.First => summary.First,
        Aggregate.Min => summary.Min,
        Aggregate.Max => summary.Max,
        Aggregate.Mean => summary.Mean,
        Aggregate.Variance => summary.Variance,
        Aggregate.Count => summary.Position.Count,
        Aggregate.LastStep => summary.Position.LastStep.Value,
        _ => summary.Last,
    };

    public static double Of(SeriesSummary summary, Aggregate aggregate) =>
        aggregate == Aggregate.LastStep ? summary.LastStep.Value : summary.Count;

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter writer, string name, long size)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteNumber("size", size);
        writer.WriteEndObject();
    }
}

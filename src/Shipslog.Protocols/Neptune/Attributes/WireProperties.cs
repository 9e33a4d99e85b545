using System.Text.Json;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>What the value object of each type holds besides path and type (contract, 4.4).</summary>
internal static class WireProperties
{
    public static void Write(Utf8JsonWriter writer, string type, AttributeValue value)
    {
        switch (value)
        {
            case AttributeValue.String text: writer.WriteString("value", type == "experimentState" ? AttributeTranslation.StateOf(text.Value) : text.Value); break;
            case AttributeValue.Float number: Number(writer, "value", number.Value); break;
            case AttributeValue.Int number: writer.WriteNumber("value", number.Value); break;
            case AttributeValue.Bool truth: writer.WriteBoolean("value", truth.Value); break;
            case AttributeValue.Datetime time: writer.WriteString("value", WireTime.Of(time.UnixMilliseconds)); break;
            case AttributeValue.StringSet set: Texts(writer, "values", set.Values); break;
            case AttributeValue.File { Stored: var file }: File(writer, file); break;
            case AttributeValue.FileSet set: writer.WriteNumber("size", set.SizeBytes); break;
            case AttributeValue.Artifact artifact: writer.WriteString("hash", artifact.Hash); break;
            case AttributeValue.GitRef { Checkout: var git }: Git(writer, git); break;
            case AttributeValue.NotebookRef notebook: Notebook(writer, notebook); break;
            case AttributeValue.FloatSeries series: Floats(writer, series); break;
            case AttributeValue.StringSeries series:
                writer.WriteString("last", series.Last);
                LastStep(writer, series.Summary);
                break;
            case AttributeValue.FileSeries series:
                LastStep(writer, series.Summary);
                writer.WriteNull("channelId");
                break;
        }
    }

    private static void Floats(Utf8JsonWriter writer, AttributeValue.FloatSeries series)
    {
        var (summary, config) = (series.Summary, series.Config);
        Number(writer, "last", summary.Last);
        LastStep(writer, summary.Position);
        Number(writer, "min", summary.Min);
        Number(writer, "max", summary.Max);
        Number(writer, "average", summary.Mean);
        Number(writer, "variance", summary.Variance);
        writer.WriteStartObject("config");
        Number(writer, "min", config.Min ?? double.NaN);
        Number(writer, "max", config.Max ?? double.NaN);
        writer.WriteString("unit", config.Unit);
        writer.WriteEndObject();
    }

    private static void File(Utf8JsonWriter writer, StoredFile file)
    {
        writer.WriteString("name", file.Name);
        writer.WriteString("ext", Path.GetExtension(file.Name).TrimStart('.'));
        writer.WriteNumber("size", file.SizeBytes);
    }

    private static void Git(Utf8JsonWriter writer, GitCheckout git)
    {
        if (git.CommitId is null)
        {
            writer.WriteNull("commit");
        }
        else
        {
            writer.WriteStartObject("commit");
            writer.WriteString("commitId", git.CommitId);
            writer.WriteString("message", git.Message);
            writer.WriteString("authorName", git.AuthorName);
            writer.WriteString("authorEmail", git.AuthorEmail);
            writer.WriteString("commitDate", git.CommitDate is { } date ? WireTime.Of(date.ToUnixTimeMilliseconds()) : null);
            writer.WriteEndObject();
        }

        Texts(writer, "remotes", git.Remotes);
        writer.WriteString("currentBranch", git.Branch);
        writer.WriteBoolean("repositoryDirty", git.IsDirty);
    }

    private static void Notebook(Utf8JsonWriter writer, AttributeValue.NotebookRef notebook)
    {
        writer.WriteString("notebookId", notebook.NotebookId);
        writer.WriteString("checkpointId", notebook.CheckpointId?.ToString());
    }

    private static void LastStep(Utf8JsonWriter writer, SeriesSummary summary) =>
        Number(writer, "lastStep", summary.Count > 0 ? summary.LastStep.Value : double.NaN);

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        WireNumber.Write(writer, value);
    }
}

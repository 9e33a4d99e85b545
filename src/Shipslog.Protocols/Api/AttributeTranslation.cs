using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>Attributes of the core as the wire shows them. Pure.</summary>
internal static class AttributeTranslation
{
    public static AttributeMessage ToWire(RunAttribute attribute)
    {
        var path = attribute.Path.Value;
        return attribute.Value switch
        {
            AttributeValue.Float value => new FloatAttribute(path, value.Value),
            AttributeValue.Int value => new IntAttribute(path, value.Value),
            AttributeValue.Bool value => new BoolAttribute(path, value.Value),
            AttributeValue.String value => new StringAttribute(path, value.Value),
            AttributeValue.Datetime value => new DatetimeAttribute(path, ApiTranslation.Iso(value.UnixMilliseconds)),
            AttributeValue.StringSet set => new StringSetAttribute(path, set.Values),
            AttributeValue.File { Stored: var file } =>
                new FileAttribute(path, file.Name, file.SizeBytes, file.MimeType, file.Hash.Hex),
            AttributeValue.FileSet set => new FileSetAttribute(path, set.Files.Count, set.SizeBytes),
            AttributeValue.Artifact artifact => new ArtifactAttribute(path, artifact.Hash),
            AttributeValue.GitRef git => new GitRefAttribute(path, Checkout(git.Checkout)),
            AttributeValue.NotebookRef notebook =>
                new NotebookRefAttribute(path, new NotebookMessage(notebook.NotebookId, notebook.CheckpointId)),
            _ => Series(path, attribute.Value),
        };
    }

    private static AttributeMessage Series(string path, AttributeValue value) => value switch
    {
        AttributeValue.FloatSeries series => Floats(path, series) with { Previews = ToWire(series.Previews) },
        AttributeValue.StringSeries { Summary: var summary } series =>
            new StringSeriesAttribute(path, summary.Count, series.Last, LastStep(summary), LastAt(summary)),
        AttributeValue.FileSeries { Summary: var summary } =>
            new FileSeriesAttribute(path, summary.Count, LastStep(summary), LastAt(summary)),
        AttributeValue.HistogramSeries { Summary: var summary } =>
            new HistogramSeriesAttribute(path, summary.Count, LastStep(summary), LastAt(summary)),
        _ => throw new InvalidOperationException($"No wire form of {value.Kind}."),
    };

    /// <summary>Previews; null when there are none.</summary>
    public static IReadOnlyList<PreviewMessage>? ToWire(IReadOnlyList<PreviewPoint> previews) => previews.Count == 0
        ? null
        : [.. previews.Select(preview => new PreviewMessage(
            preview.Step.Value, preview.Value.Value, preview.Value.Completion, ApiTranslation.Iso(preview.UnixMilliseconds)))];

    private static FloatSeriesAttribute Floats(string path, AttributeValue.FloatSeries series)
    {
        var config = new SeriesConfigMessage(series.Config.Min, series.Config.Max, series.Config.Unit);
        var summary = series.Summary;
        if (summary.Position.Count == 0)
            return new FloatSeriesAttribute(path, 0, null, null, null, null, null, null, null, null, null, config);
        return new FloatSeriesAttribute(
            path,
            summary.Position.Count,
            summary.Last,
            LastStep(summary.Position),
            summary.First,
            summary.Position.FirstStep.Value,
            summary.Min,
            summary.Max,
            summary.Mean,
            summary.Variance,
            LastAt(summary.Position),
            config);
    }

    private static double? LastStep(SeriesSummary summary) => summary.Count == 0 ? null : summary.LastStep.Value;

    private static string? LastAt(SeriesSummary summary) =>
        summary.Count == 0 ? null : ApiTranslation.Iso(summary.LastUnixMilliseconds);

    private static GitCheckoutMessage Checkout(GitCheckout git) => new(
        git.CommitId,
        git.Message,
        git.AuthorName,
        git.AuthorEmail,
        git.CommitDate is { } date ? ApiTranslation.Iso(date.ToUnixTimeMilliseconds()) : null,
        git.Branch,
        git.IsDirty,
        git.Remotes);
}

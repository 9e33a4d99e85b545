using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Values as readers get them (contract, 8.1).</summary>
internal static class AttributeTranslation
{
    /// <summary>An attribute; null when this generation has no word for its kind.</summary>
    public static FoundAttribute? ToWire(string path, AttributeValue value)
    {
        if (WireTypes.NameOf(value.Kind) is not { } type)
            return null;
        var wire = new FoundAttribute { Name = path, Type = type };
        switch (value)
        {
            case AttributeValue.Int number:
                wire.Int = new IntProperties { Name = path, Type = type, Value = number.Value };
                break;
            case AttributeValue.Float number:
                wire.Float = new FloatProperties { Name = path, Type = type, Value = number.Value };
                break;
            case AttributeValue.Bool truth:
                wire.Bool = new BoolProperties { Name = path, Type = type, Value = truth.Value };
                break;
            case AttributeValue.String text:
                wire.String = new TextProperties { Name = path, Type = type, Value = text.Value };
                break;
            case AttributeValue.Datetime time:
                wire.Datetime = new IntProperties { Name = path, Type = type, Value = time.UnixMilliseconds };
                break;
            case AttributeValue.StringSet set:
                wire.StringSet = new SetProperties { Name = path, Type = type, Values = { set.Values } };
                break;
            case AttributeValue.File file:
                var found = FileToWire(file.Stored);
                wire.File = new FileProperties { Name = path, Type = type, Path = found.Path, SizeBytes = found.SizeBytes, MimeType = found.MimeType };
                break;
            default:
                AddSeries(wire, value);
                break;
        }

        return wire;
    }

    /// <summary>A file as clients ask for its bytes: by the place that they named for it.</summary>
    public static FoundFile FileToWire(StoredFile? file) => new()
    {
        Path = file?.Place ?? file?.Name ?? "",
        SizeBytes = file?.SizeBytes ?? 0,
        MimeType = file?.MimeType ?? "application/octet-stream",
    };

    /// <summary>A histogram.</summary>
    public static FoundHistogram HistogramToWire(Histogram histogram) => new()
    {
        Type = histogram.IsDensity ? "DENSITY" : "COUNTING",
        Edges = { histogram.Edges },
        Values = { histogram.Counts },
    };

    private static void AddSeries(FoundAttribute wire, AttributeValue value)
    {
        switch (value)
        {
            case AttributeValue.FloatSeries floats:
                wire.FloatSeries = Floats(wire, floats);
                break;
            case AttributeValue.StringSeries texts:
                wire.StringSeries = new TextSeriesProperties { Name = wire.Name, Type = wire.Type };
                if (texts.Summary.Count == 0)
                    break;
                wire.StringSeries.LastStep = texts.Summary.LastStep.Value;
                wire.StringSeries.Last = texts.Last ?? "";
                break;
            case AttributeValue.FileSeries files:
                wire.FileSeries = new FileSeriesProperties { Name = wire.Name, Type = wire.Type };
                if (files.Summary.Count == 0)
                    break;
                wire.FileSeries.LastStep = files.Summary.LastStep.Value;
                wire.FileSeries.Last = FileToWire(files.Last?.Stored);
                break;
            case AttributeValue.HistogramSeries histograms:
                wire.HistogramSeries = new HistogramSeriesProperties { Name = wire.Name, Type = wire.Type };
                if (histograms.Summary.Count > 0)
                    wire.HistogramSeries.LastStep = histograms.Summary.LastStep.Value;
                break;
        }
    }

    private static FloatSeriesProperties Floats(FoundAttribute of, AttributeValue.FloatSeries value)
    {
        var (summary, config) = (value.Summary, value.Config);
        var wire = new FloatSeriesProperties { Name = of.Name, Type = of.Type, HasPreview = value.Previews.Count > 0, Config = new AxisConfig() };
        if (config.Min is { } least)
            wire.Config.Min = least;
        if (config.Max is { } most)
            wire.Config.Max = most;
        if (config.Unit is { } unit)
            wire.Config.Unit = unit;
        if (summary.Position.Count == 0)
            return wire;
        wire.LastStep = summary.Position.LastStep.Value;
        wire.Last = summary.Last;
        if (summary.FiniteCount == 0)
            return wire;
        (wire.Min, wire.Max, wire.Mean, wire.Variance) = (summary.Min, summary.Max, summary.Mean, summary.Variance);
        return wire;
    }
}

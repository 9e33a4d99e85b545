using System.Text;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>Wire values in the core's words, and what is wrong with those that have none. Limits as the original server had them (contract, section 5).</summary>
internal static class ValueTranslation
{
    private const int MaxTextBytes = 1 << 20;
    private const int MaxFileRefBytes = 4096;
    private const int MaxEdges = 513;
    private const long FirstDatetime = -2_208_988_800_000; // 1900-01-01
    private const long EndOfDatetimes = 10_413_792_000_000; // 2300-01-01

    /// <summary>A value to assign, or why there is none.</summary>
    public static IngestCode TryAssigned(Value wire, out AttributeValue? value)
    {
        value = null;
        switch (wire.ValueCase)
        {
            case Value.ValueOneofCase.Float64: value = new AttributeValue.Float(wire.Float64); break;
            case Value.ValueOneofCase.Int64: value = new AttributeValue.Int(wire.Int64); break;
            case Value.ValueOneofCase.Bool: value = new AttributeValue.Bool(wire.Bool); break;
            case Value.ValueOneofCase.String:
                if (!IsShort(wire.String))
                    return IngestCode.StringTooLong;
                value = new AttributeValue.String(wire.String);
                break;
            case Value.ValueOneofCase.Timestamp:
                var time = WireForms.Milliseconds(wire.Timestamp.Seconds, wire.Timestamp.Nanos);
                if (time is < FirstDatetime or >= EndOfDatetimes || Math.Abs((decimal)wire.Timestamp.Seconds) > EndOfDatetimes)
                    return IngestCode.DatetimeOutOfRange;
                value = new AttributeValue.Datetime(time);
                break;
            case Value.ValueOneofCase.StringSet:
                if (wire.StringSet.Values.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) > MaxTextBytes)
                    return IngestCode.StringSetTooLong;
                value = new AttributeValue.StringSet([.. wire.StringSet.Values.Distinct(StringComparer.Ordinal)]);
                break;
            default: return IngestCode.TypeUnsupported;
        }

        return IngestCode.Ok;
    }

    /// <summary>Whether a text is within the limit.</summary>
    public static bool IsShort(string text) => text.Length <= MaxTextBytes && Encoding.UTF8.GetByteCount(text) <= MaxTextBytes;

    /// <summary>Whether a file reference is within the limit.</summary>
    public static bool IsShort(FileRef file) =>
        (long)Encoding.UTF8.GetByteCount(file.Path) + Encoding.UTF8.GetByteCount(file.MimeType) <= MaxFileRefBytes;

    /// <summary>A histogram, or why there is none.</summary>
    public static IngestCode TryHistogram(WireHistogram wire, out Histogram? histogram)
    {
        histogram = null;
        var edges = wire.BinEdges;
        if (edges.Count > MaxEdges)
            return IngestCode.HistogramTooManyBins;
        if (edges.Any(double.IsNaN))
            return IngestCode.HistogramEdgesContainNaN;
        for (var i = 1; i < edges.Count; i++)
        {
            if (edges[i] <= edges[i - 1])
                return IngestCode.HistogramEdgesNotIncreasing;
        }

        var isDensity = wire.ValuesCase == WireHistogram.ValuesOneofCase.Densities;
        double[] values = isDensity ? [.. wire.Densities.Values] : wire.Counts is { } counts ? [.. counts.Values.Select(count => (double)count)] : [];
        if (values.Length == 0 || values.Length != edges.Count - 1)
            return IngestCode.HistogramValuesDoNotMatchBins;
        histogram = new Histogram([.. edges], values, isDensity);
        return IngestCode.Ok;
    }
}

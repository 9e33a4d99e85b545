using System.Globalization;

namespace Shipslog.Protocols.Api;

/// <summary>Cells of CSV (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>As pandas, R and Excel read them.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

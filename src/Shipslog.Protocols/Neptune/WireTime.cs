using System.Globalization;

namespace Shipslog.Protocols.Neptune;

/// <summary>Times and numbers as the clients parse them.</summary>
internal static class WireTime
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>ISO 8601 in UTC with milliseconds and <c>Z</c>. What lies outside the years 1 to 9999, which Python knows, becomes their end.</summary>
    public static string Of(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(unixMilliseconds, Earliest, Latest)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A number as Python's <c>float()</c> reads it back, bit for bit.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity"
        : Math.Floor(value) == value && Math.Abs(value) < 1e15 ? value.ToString("0.0", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}

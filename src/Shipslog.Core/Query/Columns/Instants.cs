using System.Globalization;

namespace Shipslog.Core.Query.Columns;

/// <summary>Reading instants as people and clients write them.</summary>
internal static class Instants
{
    private static readonly string[] _forms =
    [
        "yyyy-M-d", "yyyy-M-d H:m", "yyyy-M-d H:m:s", "yyyy-M-d H:m:s.FFFFFFF",
        "yyyy-M-dTH:m", "yyyy-M-dTH:m:s", "yyyy-M-dTH:m:s.FFFFFFF",
        "yyyy-M-d H:mzz", "yyyy-M-d H:m:szz", "yyyy-M-d H:m:s.FFFFFFFzz",
        "yyyy-M-dTH:mzz", "yyyy-M-dTH:m:szz", "yyyy-M-dTH:m:s.FFFFFFFzz",
        "yyyy-M-d H:mK", "yyyy-M-d H:m:sK", "yyyy-M-d H:m:s.FFFFFFFK",
        "yyyy-M-dTH:mK", "yyyy-M-dTH:m:sK", "yyyy-M-dTH:m:s.FFFFFFFK",
    ];

    /// <summary>ISO 8601 with any of its parts missing from the right.</summary>
    /// <param name="text">E.g. <c>2024-01-31</c>, <c>2024-01-31T10:00:00.123+01:00</c>.</param>
    /// <param name="unixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="offset">The offset to assume where the text has none; null: UTC.</param>
    public static bool TryParse(string text, out double unixMilliseconds, TimeSpan? offset = null)
    {
        unixMilliseconds = 0;
        text = text.Trim();
        if (text.Length < 8 || !char.IsAsciiDigit(text[0]))
            return false;
        if (!DateTime.TryParseExact(
            text, _forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time))
        {
            return false;
        }

        var utc = time.Kind == DateTimeKind.Utc ? time : time - (offset ?? TimeSpan.Zero);
        unixMilliseconds = Math.Floor((utc - DateTime.UnixEpoch).TotalMilliseconds);
        return true;
    }
}

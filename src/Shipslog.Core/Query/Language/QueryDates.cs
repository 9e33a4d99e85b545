using System.Globalization;
using System.Text.RegularExpressions;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query.Language;

/// <summary>Instants and periods as people write them. Days begin at midnight of the offset of "now".</summary>
internal static partial class QueryDates
{
    /// <summary>Reads a date: absolute, <c>-3d</c>, <c>now</c>, <c>today</c>, <c>yesterday</c>, <c>last 3 days</c>, <c>@</c> and unix milliseconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">Now.</param>
    /// <param name="from">Its (first) millisecond.</param>
    /// <param name="to">Of a period: the first millisecond after it, or +∞; of an instant: null.</param>
    public static bool TryParse(string text, DateTimeOffset now, out double from, out double? to)
    {
        to = null;
        text = text.Trim();
        if (Instants.TryParse(text, out from, now.Offset))
        {
            if (DateOnlyForm().IsMatch(text))
                to = from + 86_400_000;
            return true;
        }

        if (text.StartsWith('@') && TextTest.TryNumber(text[1..], out from))
            return true;
        var midnight = now - now.TimeOfDay;
        switch (text.ToLowerInvariant())
        {
            case "now":
                from = now.ToUnixTimeMilliseconds();
                return true;
            case "today":
                (from, to) = (midnight.ToUnixTimeMilliseconds(), midnight.AddDays(1).ToUnixTimeMilliseconds());
                return true;
            case "yesterday":
                (from, to) = (midnight.AddDays(-1).ToUnixTimeMilliseconds(), midnight.ToUnixTimeMilliseconds());
                return true;
        }

        var last = Last().Match(text);
        if (last.Success)
            to = double.PositiveInfinity;
        var match = last.Success ? last : Ago().Match(text);
        if (!match.Success)
            return false;
        var count = match.Groups[1].Value is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : 1;
        from = Back(now, count, match.Groups[2].Value).ToUnixTimeMilliseconds();
        return true;
    }

    /// <summary>Whether a bare word is a relative instant such as <c>-3d</c>.</summary>
    public static bool IsAgo(string word) => Ago().IsMatch(word);

    private static DateTimeOffset Back(DateTimeOffset now, int count, string unit) =>
        unit == "M" || unit.StartsWith("mo", StringComparison.OrdinalIgnoreCase) ? now.AddMonths(-count)
        : char.ToLowerInvariant(unit[0]) switch
        {
            's' => now.AddSeconds(-count),
            'm' => now.AddMinutes(-count),
            'h' => now.AddHours(-count),
            'd' => now.AddDays(-count),
            'w' => now.AddDays(-7 * count),
            _ => now.AddYears(-Math.Min(count, 1000)),
        };

    [GeneratedRegex(@"^\d{4}-\d\d?-\d\d?$")]
    private static partial Regex DateOnlyForm();

    [GeneratedRegex(@"^-(\d{1,4})(s|m|min|h|d|w|M|mo|y)$")]
    private static partial Regex Ago();

    [GeneratedRegex(@"^last\s+(\d{1,4}\s+)?(second|minute|hour|day|week|month|year)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex Last();
}

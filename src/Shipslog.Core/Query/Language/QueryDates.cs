using System.Globalization;
using System.Text.RegularExpressions;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query.Language;

/// <summary>Instants and periods as people write them. Days begin at midnight of the offset of "now".</summary>
internal static partial class QueryDates
{
    /// <summary>Reads a date: absolute, <c>-3d</c>, <c>now - 3d</c>, <c>now</c>, <c>today</c>, <c>yesterday</c>, <c>last 3 days</c>, <c>@</c> and unix milliseconds.</summary>
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
            return TrySum(text, now, out from);
        var count = match.Groups[1].Value is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : 1;
        from = Back(now, count, match.Groups[2].Value).ToUnixTimeMilliseconds();
        return true;
    }

    /// <summary>Whether a bare word is a relative instant such as <c>-3d</c> or <c>now - 3d</c>.</summary>
    public static bool IsRelative(string word, DateTimeOffset now) => Ago().IsMatch(word) || TrySum(word, now, out _);

    /// <summary>Whether a word is a distance in time such as <c>36h</c>, which may be added to an instant.</summary>
    public static bool IsDistance(string word) => Distance().IsMatch(word);

    /// <summary>Reads a length of time such as <c>90s</c>, <c>1.5h</c> or <c>2d</c>.</summary>
    public static bool TrySeconds(string word, out double seconds)
    {
        seconds = 0;
        var match = Length().Match(word);
        if (!match.Success)
            return false;
        seconds = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            * match.Groups[2].Value[0] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 604_800 };
        return true;
    }

    /// <summary><c>now - 3d</c>, <c>2024-01-31 + 12h</c>.</summary>
    private static bool TrySum(string text, DateTimeOffset now, out double from)
    {
        from = 0;
        var match = Sum().Match(text);
        if (!match.Success || !TryParse(match.Groups[1].Value, now, out var start, out _) || Math.Abs(start) > 6e13)
            return false;
        var count = int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture);
        from = Back(
            DateTimeOffset.FromUnixTimeMilliseconds((long)start).ToOffset(now.Offset), match.Groups[2].Value == "-" ? count : -count, match.Groups[4].Value)
            .ToUnixTimeMilliseconds();
        return true;
    }

    private static DateTimeOffset Back(DateTimeOffset now, int count, string unit) =>
        unit == "M" || unit.StartsWith("mo", StringComparison.OrdinalIgnoreCase) ? now.AddMonths(-count)
        : char.ToLowerInvariant(unit[0]) switch
        {
            's' => now.AddSeconds(-count),
            'm' => now.AddMinutes(-count),
            'h' => now.AddHours(-count),
            'd' => now.AddDays(-count),
            'w' => now.AddDays(-7 * count),
            _ => now.AddYears(-Math.Clamp(count, -1000, 1000)),
        };

    [GeneratedRegex(@"^\d{4}-\d\d?-\d\d?$")]
    private static partial Regex DateOnlyForm();

    [GeneratedRegex(@"^-(\d{1,4})(s|m|min|h|d|w|M|mo|y)$")]
    private static partial Regex Ago();

    [GeneratedRegex(@"^(.+?)\s*([+-])\s*(\d{1,4})(s|m|min|h|d|w|M|mo|y)$")]
    private static partial Regex Sum();

    [GeneratedRegex(@"^\d{1,4}(s|m|min|h|d|w|M|mo|y)$")]
    private static partial Regex Distance();

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)(s|m|min|h|d|w)$")]
    private static partial Regex Length();

    [GeneratedRegex(@"^last\s+(\d{1,4}\s+)?(second|minute|hour|day|week|month|year)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex Last();
}

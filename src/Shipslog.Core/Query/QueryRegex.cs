using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Shipslog.Core.Model;

namespace Shipslog.Core.Query;

/// <summary>
/// Regular expressions from outside. They run on the engine that doesn't backtrack, so that time grows with the text only
/// (a compiled backtracking one is 10 times faster on names, and can be made to hang).
/// </summary>
internal static partial class QueryRegex
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxLength = 32_768; // 3.x clients list thousands of names in one pattern.

    /// <summary>Patterns that repeat more states than this are refused before the automaton is built, as RE2 does from 10,000 on.</summary>
    private const long MaxStates = 32_768;

    // Automata are built while they match: the same search, asked again as somebody types or a table is read anew, finds its own built.
    private const int MaxKnown = 64;

    private static readonly ConcurrentDictionary<(string Pattern, bool IgnoreCase), TextPattern> _known = new();

    // The engine itself refuses from 10,000 nodes on, as it counts them.
    static QueryRegex() => AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", 4 * (int)MaxStates);

    /// <summary>A pattern in the syntax of RE2 or .NET, without look-around and back-references.</summary>
    /// <exception cref="ShipslogException">Invalid (<c>invalid-regex</c>): not a pattern, or too large.</exception>
    public static TextPattern Create(string pattern, bool ignoreCase)
    {
        if (_known.TryGetValue((pattern, ignoreCase), out var known))
            return known;
        if (_known.Count >= MaxKnown)
            _known.Clear();
        return _known.GetOrAdd((pattern, ignoreCase), Build(pattern, ignoreCase));
    }

    private static TextPattern Build(string pattern, bool ignoreCase)
    {
        if (pattern.Length > MaxLength)
            throw Refuse($"The regular expression is longer than {MaxLength} characters.");
        var translated = FromRe2(pattern);
        if (RegexSize.Estimate(translated) > MaxStates)
            throw Refuse("The regular expression repeats too much.", "Lower the numbers in { }.");
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        try
        {
            return new TextPattern(new Regex(translated, ignoreCase ? options | RegexOptions.IgnoreCase : options), ignoreCase);
        }
        catch (RegexParseException fault)
        {
            throw Refuse($"The regular expression is not valid: {fault.Error}.", "Put \\ before a special character to search for it.");
        }
        catch (NotSupportedException)
        {
            throw Refuse("Look-around and back-references are not supported in regular expressions.");
        }
    }

    /// <summary>What RE2 (Neptune's dialect) writes in another way: POSIX classes, <c>\z</c>, <c>\Q…\E</c>, <c>(?P&lt;n&gt;…)</c>.</summary>
    private static string FromRe2(string pattern)
    {
        pattern = Quoted().Replace(pattern, match => Regex.Escape(match.Groups[1].Value));
        pattern = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
        return PosixClass().Replace(pattern, match =>
        {
            var inside = match.Groups[2].Value switch
            {
                "digit" => "0-9",
                "alpha" => "a-zA-Z",
                "alnum" => "a-zA-Z0-9",
                "lower" => "a-z",
                "upper" => "A-Z",
                "space" => @"\s",
                "punct" => @"!-/:-@\[-`{-~",
                "word" => @"\w",
                "xdigit" => "0-9A-Fa-f",
                _ => @"!-~",
            };
            return inside;
        });
    }

    [GeneratedRegex(@"\\Q(.*?)(?:\\E|$)", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(\[:(digit|alpha|alnum|lower|upper|space|punct|word|xdigit|graph):\])")]
    private static partial Regex PosixClass();

    private static ShipslogException Refuse(string message, string? hint = null) =>
        new(Failure.Invalid, message, "invalid-regex", hint);
}

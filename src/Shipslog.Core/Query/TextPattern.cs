using System.Text;
using System.Text.RegularExpressions;

namespace Shipslog.Core.Query;

/// <summary>
/// A regular expression with the texts that every match must contain, in their order. Looking for these is ten times faster than the
/// automaton, and most names have none of them.
/// </summary>
internal sealed partial class TextPattern
{
    private readonly Regex _regex;
    private readonly string[] _needed;
    private readonly bool _matchesAll;

    /// <param name="regex">The expression.</param>
    /// <param name="ignoresCase">Whether it ignores case: then nothing is known to be needed.</param>
    public TextPattern(Regex regex, bool ignoresCase)
    {
        _regex = regex;
        _needed = ignoresCase ? [] : Needed(regex.ToString());
        // What is found at the start of nothing, looking at nothing around it, is found at the start of everything.
        _matchesAll = regex.IsMatch("") && !Looking().IsMatch(regex.ToString());
    }

    /// <summary>The longest text that every match contains; empty: none is known.</summary>
    public string Longest => _needed.MaxBy(needed => needed.Length) ?? "";

    public bool IsMatch(ReadOnlySpan<char> text)
    {
        if (_matchesAll)
            return true;
        var at = 0;
        foreach (var needed in _needed)
        {
            var found = text[at..].IndexOf(needed, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at += found + needed.Length;
        }

        return _regex.IsMatch(text);
    }

    [GeneratedRegex(@"[\^$]|\\[bBAzZG]")]
    private static partial Regex Looking();

    /// <summary>The literal parts of a pattern outside of groups, classes, repetitions and alternatives. Leaves out rather too many than too few.</summary>
    internal static string[] Needed(string pattern)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '|':
                    return [];
                case '\\' when i + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[i + 1]):
                    part.Append(pattern[++i]);
                    break;
                case '\\' when i + 1 < pattern.Length && "dDwWsSbBAzZ".Contains(pattern[i + 1], StringComparison.Ordinal):
                    i++;
                    End();
                    break;
                case '\\':
                    return []; // Longer escapes: not worth reading.
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?' && !pattern.AsSpan(i).StartsWith("(?:") && !pattern.AsSpan(i).StartsWith("(?<"):
                    return []; // Options inside the pattern, for one, change what letters mean.
                case '(':
                    End();
                    i = RegexSize.EndOfGroup(pattern, i);
                    break;
                case '[':
                    End();
                    i = RegexSize.EndOfClass(pattern, i);
                    break;
                case '*' or '?' or '{':
                    if (part.Length > 0)
                        part.Length--;
                    End();
                    if (pattern[i] == '{')
                        i = Math.Max(i, pattern.IndexOf('}', i));
                    break;
                case '+' or '.' or '^' or '$' or ')' or ']' or '}':
                    End();
                    break;
                default:
                    part.Append(pattern[i]);
                    break;
            }
        }

        End();
        return [.. parts];

        void End()
        {
            if (part.Length > 0)
                parts.Add(part.ToString());
            part.Clear();
        }
    }
}

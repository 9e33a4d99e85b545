using System.Globalization;

namespace Shipslog.Core.Query;

/// <summary>A rough upper bound of a pattern's automaton: one state an atom, times the counted repetitions around it.</summary>
internal static class RegexSize
{
    public static long Estimate(string pattern)
    {
        var groups = new Stack<long>();
        long size = 0, atom = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    atom = 1;
                    size++;
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    atom = 1;
                    size++;
                    break;
                case '(':
                    groups.Push(size);
                    size = 0;
                    break;
                case ')' when groups.Count > 0:
                    atom = size;
                    size = Math.Min(int.MaxValue, size + groups.Pop());
                    break;
                case '{' when Repetitions(pattern, ref i) is { } times:
                    size = Math.Min(int.MaxValue, size + atom * Math.Max(0, times - 1));
                    atom = Math.Min(int.MaxValue, atom * Math.Max(1, times));
                    break;
                default:
                    atom = 1;
                    size++;
                    break;
            }
        }

        return size + groups.Sum();
    }

    /// <summary>Index of the bracket that closes a character class.</summary>
    public static int EndOfClass(string pattern, int open)
    {
        for (var i = open + 2; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
                i++;
            else if (pattern[i] == ']')
                return i;
        }

        return pattern.Length;
    }

    /// <summary>Index of the parenthesis that closes a group.</summary>
    public static int EndOfGroup(string pattern, int open)
    {
        var depth = 0;
        for (var i = open; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\': i++; break;
                case '[': i = EndOfClass(pattern, i); break;
                case '(': depth++; break;
                case ')' when --depth == 0: return i;
            }
        }

        return pattern.Length;
    }

    private static long? Repetitions(string pattern, ref int at)
    {
        var close = pattern.IndexOf('}', at);
        if (close < 0)
            return null;
        long most = 0;
        foreach (var part in pattern[(at + 1)..close].Split(','))
        {
            if (part.Length == 0)
                continue;
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            most = Math.Max(most, number);
        }

        at = close;
        return most;
    }
}

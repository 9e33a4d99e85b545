using Shipslog.Core.Model;

namespace Shipslog.Core.Query;

/// <summary>Names of attributes by regular expressions: those for which at least one alternative holds. Thread safe.</summary>
public sealed class AttributeNameFilter
{
    /// <summary>All names.</summary>
    public static readonly AttributeNameFilter Everything = new([(null, null)]);

    private readonly (TextPattern[] Must, TextPattern[] MustNot)[] _alternatives;

    /// <param name="alternatives">Of each: patterns that must all be found in the name, and patterns of which none may be. No alternative: no name.</param>
    /// <exception cref="ShipslogException">Invalid: not a regular expression.</exception>
    public AttributeNameFilter(IEnumerable<(IReadOnlyList<string>? Must, IReadOnlyList<string>? MustNot)> alternatives) =>
        _alternatives = [.. alternatives.Select(alternative => (Patterns(alternative.Must), Patterns(alternative.MustNot)))];

    /// <summary>Whether a name is one of them.</summary>
    public bool Matches(string name)
    {
        foreach (var (must, mustNot) in _alternatives)
        {
            if (Array.TrueForAll(must, pattern => pattern.IsMatch(name)) && !Array.Exists(mustNot, pattern => pattern.IsMatch(name)))
                return true;
        }

        return false;
    }

    private static TextPattern[] Patterns(IReadOnlyList<string>? patterns) =>
        [.. (patterns ?? []).Select(pattern => QueryRegex.Create(pattern, ignoreCase: false))];
}

/// <summary>A question for distinct (path, kind) pairs, in order of path (ordinal) and kind.</summary>
/// <param name="Names">Which names.</param>
/// <param name="Kinds">Which kinds; null: all.</param>
/// <param name="Runs">Those of these runs only (unknown ones are passed over); null: of the whole project.</param>
/// <param name="After">The page begins after this one; null: with the first.</param>
/// <param name="Limit">At most this many.</param>
public sealed record DefinitionQuery(
    AttributeNameFilter Names,
    IReadOnlySet<AttributeKind>? Kinds,
    IReadOnlyCollection<Guid>? Runs,
    (string Path, AttributeKind Kind)? After,
    int Limit)
{
    /// <summary>Whether a pair is asked for, but for its run.</summary>
    internal bool Includes(string path, AttributeKind kind) =>
        Kinds?.Contains(kind) != false && (After is not { } after || Compare((path, kind), after) > 0) && Names.Matches(path);

    /// <summary>The order of pairs.</summary>
    public static int Compare((string Path, AttributeKind Kind) left, (string Path, AttributeKind Kind) right)
    {
        var byPath = string.CompareOrdinal(left.Path, right.Path);
        return byPath != 0 ? byPath : left.Kind.CompareTo(right.Kind);
    }
}

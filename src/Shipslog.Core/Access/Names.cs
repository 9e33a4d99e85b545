using System.Text.RegularExpressions;
using Shipslog.Core.Model;

namespace Shipslog.Core.Access;

/// <summary>Rules of the names that people choose. Letters of every script are letters.</summary>
public static partial class Names
{
    /// <summary>Checks the name of a user or workspace: 1 to 64 letters, digits, <c>. _ -</c>, beginning with a letter or digit.</summary>
    /// <exception cref="ShipslogException">Invalid.</exception>
    public static string RequireAccount(string? name) => name is { Length: <= 64 } && AccountName().IsMatch(name) && !Guid.TryParse(name, out _)
        ? name
        : throw new ShipslogException(Failure.Invalid, "A name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter or digit.", "name-invalid");

    /// <summary>Checks a project's name: 1 to 128 characters, no <c>/</c>, no <c>\</c>, no control characters, no spaces around it.</summary>
    /// <exception cref="ShipslogException">Invalid.</exception>
    public static string RequireProject(string? name) =>
        name is { Length: >= 1 and <= 128 } && name.Trim() == name && name is not ("." or "..")
        && !name.Any(c => c is '/' or '\\' || char.IsControl(c))
            ? name
            : throw new ShipslogException(Failure.Invalid, "A project's name has 1 to 128 characters, no '/' or '\\', and no spaces around it.", "name-invalid");

    /// <summary>Checks a project's key: 1 to 10 upper-case letters and digits, beginning with a letter.</summary>
    /// <exception cref="ShipslogException">Invalid.</exception>
    public static string RequireKey(string? key) => key is not null && Key().IsMatch(key)
        ? key
        : throw new ShipslogException(Failure.Invalid, "A key has 1 to 10 upper-case letters (A to Z) and digits, and begins with a letter.", "key-invalid");

    /// <summary>Proposes a key for a project: initials of three words or more, else the first three letters, with a number when taken.</summary>
    public static string ProposeKey(string? name, IReadOnlySet<string> taken)
    {
        var words = AsciiWord().Matches(name ?? "").Select(match => match.Value.ToUpperInvariant()).ToList();
        var letters = words.Count >= 3 ? string.Concat(words.Select(word => word[0])) : string.Concat(words);
        letters = letters.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var stem = letters.Length == 0 ? "P" : letters[..Math.Min(3, letters.Length)];
        var key = stem;
        for (var number = 2; taken.Contains(key); number++)
            key = stem + number;
        return key;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._-]{0,63}\z")]
    private static partial Regex AccountName();

    [GeneratedRegex(@"^[A-Z][A-Z0-9]{0,9}\z")]
    private static partial Regex Key();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex AsciiWord();
}

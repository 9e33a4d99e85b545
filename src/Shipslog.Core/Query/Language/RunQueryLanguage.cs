using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Language;

/// <summary>
/// The house query language: a superset of Neptune's NQL, described with examples in <c>docs/user/query-language.md</c>.
/// </summary>
public static class RunQueryLanguage
{
    /// <summary>Reads a query. Blank text is every run.</summary>
    /// <param name="text">The query.</param>
    /// <param name="context">Now, and the attributes that names can mean.</param>
    /// <exception cref="ShipslogException">Invalid (<c>invalid-query</c>), with position, length and often a hint.</exception>
    public static RunFilter Parse(string text, RunQueryContext context)
    {
        var tokens = QueryTokens.Read(text);
        return tokens.Count == 1 ? RunFilter.Everything : new RunQueryParser(tokens, context).Read();
    }
}

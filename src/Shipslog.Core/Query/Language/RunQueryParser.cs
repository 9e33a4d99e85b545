using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Language;

/// <summary>Recursive descent over the tokens of one query: OR, AND (also unwritten), NOT, parentheses, predicates.</summary>
internal sealed partial class RunQueryParser(List<QueryToken> tokens, RunQueryContext context)
{
    private const int MaxDepth = 100;

    private int _next;
    private int _depth;

    private QueryToken Peek => tokens[_next];

    private QueryToken After => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public RunFilter Read()
    {
        var filter = ReadOr();
        if (Peek.Kind != TokenKind.End)
            throw Unexpected("The query should end here, or go on with AND or OR.");
        return filter;
    }

    private RunFilter ReadOr()
    {
        if (++_depth > MaxDepth)
            throw Unexpected($"The query is nested deeper than {MaxDepth} levels.");
        var parts = new List<RunFilter> { ReadAnd() };
        while (TakeWord("or"))
            parts.Add(ReadAnd());
        _depth--;
        return parts.Count == 1 ? parts[0] : new RunFilter.Or(parts);
    }

    private RunFilter ReadAnd()
    {
        var parts = new List<RunFilter> { ReadUnary() };
        while (Peek.Kind != TokenKind.End && !Peek.Is(')') && !Peek.IsWord("or"))
        {
            TakeWord("and");
            parts.Add(ReadUnary());
        }

        return parts.Count == 1 ? parts[0] : new RunFilter.And(parts);
    }

    private RunFilter ReadUnary()
    {
        if (TakeWord("not"))
        {
            if (++_depth > MaxDepth)
                throw Unexpected($"The query is nested deeper than {MaxDepth} levels.");
            var part = ReadUnary();
            _depth--;
            return new RunFilter.Not(part);
        }

        if (!Take('('))
            return ReadPredicate();
        if (Peek.Is(')'))
            throw Unexpected("There is nothing between the parentheses.");
        var inner = ReadOr();
        Expect(')', "A closing parenthesis is missing.");
        return inner;
    }

    private RunFilter ReadPredicate()
    {
        var start = Peek;
        if (start.Kind == TokenKind.Text)
        {
            _next++;
            return new RunFilter.Mentions(start.Text);
        }

        if (start.Kind is not (TokenKind.Word or TokenKind.Name) || start.IsWord("and") || start.IsWord("or"))
            throw Unexpected("A condition is expected here.", "Write e.g. lr > 0.1, tags CONTAINS \"x\", or a word to search for.");
        if (TryReadShortcut() is { } shortcut)
            return shortcut;
        var operand = ReadOperand();
        if (ReadOperation(operand) is { } filter)
            return filter;
        if (start.Kind == TokenKind.Word && operand.IsBare)
            return new RunFilter.Mentions(start.Text);
        throw Unexpected(
            "An operator is expected here.", Spelling.Nearest(Peek.Text, ["CONTAINS", "MATCHES", "EXISTS", "NOT CONTAINS", "IN"])
            ?? "Use = != < <= > >= CONTAINS, MATCHES, IN or EXISTS.");
    }

    private bool TakeWord(string word)
    {
        if (!Peek.IsWord(word))
            return false;
        _next++;
        return true;
    }

    private bool Take(char punctuation)
    {
        if (!Peek.Is(punctuation))
            return false;
        _next++;
        return true;
    }

    private void Expect(char punctuation, string otherwise)
    {
        if (!Take(punctuation))
            throw Unexpected(otherwise);
    }

    private ShipslogException Unexpected(string message, string? hint = null) => Fault(Peek, message, hint);

    private static ShipslogException Fault(QueryToken at, string message, string? hint = null) =>
        QueryTokens.Fault(message, at.Position, Math.Max(1, at.Length), hint);
}

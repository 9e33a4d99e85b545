using System.Text;
using System.Text.RegularExpressions;
using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Language;

internal enum TokenKind
{
    Word,
    Name,
    Text,
    Operator,
    Punctuation,
    End,
}

/// <summary>A piece of a query. <paramref name="Text"/> is without quotes and escapes.</summary>
internal readonly record struct QueryToken(TokenKind Kind, string Text, int Position, int Length)
{
    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool Is(char punctuation) => Kind == TokenKind.Punctuation && Text[0] == punctuation;
}

/// <summary>Cuts the text of a query into tokens; the last is always <see cref="TokenKind.End"/>.</summary>
internal static partial class QueryTokens
{
    public static List<QueryToken> Read(string text)
    {
        var tokens = new List<QueryToken>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                break;
            var token = Next(text, at);
            tokens.Add(token);
            at += token.Length;
        }

        tokens.Add(new QueryToken(TokenKind.End, "", text.Length, 0));
        return tokens;
    }

    public static ShipslogException Fault(string message, int position, int length, string? hint = null) =>
        new(Failure.Invalid, message, "invalid-query", hint) { Position = position, Length = length };

    private static QueryToken Next(string text, int at)
    {
        switch (text[at])
        {
            case '(' or ')' or '[' or ']' or ',' or ':':
                return new QueryToken(TokenKind.Punctuation, text[at].ToString(), at, 1);
            case '`' or '"' or '\'':
                return Quoted(text, at);
            case '=' or '!' or '<' or '>':
                var pair = at + 1 < text.Length && (text[at + 1] is '=' or '~') ? 2 : 1;
                var symbol = text.Substring(at, pair);
                if (symbol is not ("=" or "==" or "!=" or "=~" or "!~" or "<" or "<=" or ">" or ">="))
                    throw Fault($"\"{symbol}\" is no operator.", at, pair, "Use = != < <= > >= =~ or !~.");
                return new QueryToken(TokenKind.Operator, symbol == "==" ? "=" : symbol, at, pair);
            default:
                var time = BareTime().Match(text, at);
                var end = time.Success ? at + time.Length : at;
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && !"()[],:`\"'=!<>".Contains(text[end], StringComparison.Ordinal))
                    end++;
                return new QueryToken(TokenKind.Word, text[at..end], at, end - at);
        }
    }

    private static QueryToken Quoted(string text, int open)
    {
        var quote = text[open];
        var value = new StringBuilder();
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                if (quote != '`' || i + 1 == text.Length || text[i + 1] != '`')
                    return new QueryToken(quote == '`' ? TokenKind.Name : TokenKind.Text, value.ToString(), open, i + 1 - open);
                i++;
            }
            else if (text[i] == '\\' && quote != '`' && i + 1 < text.Length && (text[i + 1] is '\\' or '"' or '\''))
            {
                i++;
            }

            value.Append(text[i]);
        }

        throw Fault("The quote is not closed.", open, text.Length - open, $"Add a {quote} at the end.");
    }

    [GeneratedRegex(@"\G\d{4}-\d\d?-\d\d?T\d\d?:\d\d(:\d\d(\.\d+)?)?([+-]\d\d(:?\d\d)?)?")]
    private static partial Regex BareTime();
}

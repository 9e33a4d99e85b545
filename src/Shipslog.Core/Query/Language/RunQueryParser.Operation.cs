using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query.Language;

internal sealed partial class RunQueryParser
{
    /// <summary>What follows an operand; null when no operator does.</summary>
    private RunFilter? ReadOperation(Operand operand)
    {
        if (Peek.Kind == TokenKind.Operator)
            return ReadComparison(operand);
        var negated = Peek.IsWord("not") && IsWordOperator(After);
        if (negated)
            _next++;
        var filter = ReadWordOperation(operand);
        return filter is not null && negated ? new RunFilter.Not(filter) : filter;
    }

    private static bool IsWordOperator(QueryToken token) =>
        token.IsWord("contains") || token.IsWord("matches") || token.IsWord("exists") || token.IsWord("in");

    private RunFilter? ReadWordOperation(Operand operand)
    {
        if (TakeWord("exists"))
            return new RunFilter.Exists(operand.Attribute);
        if (TakeWord("contains"))
            return new RunFilter.Text(operand.Attribute, Comparison.Contains, ReadValue().Text);
        if (TakeWord("matches"))
            return Matching(operand, ReadValue());
        if (Peek.IsWord("in") && (After.Is('[') || After.Is('(') || operand.IsTime))
        {
            _next++;
            return Peek.Is('[') || Peek.Is('(') ? ReadList(operand) : Compare(operand, Comparison.Equal, ReadValue());
        }

        if (!Peek.IsWord("is"))
            return null;
        var not = After.IsWord("not");
        if (!tokens[Math.Min(_next + (not ? 2 : 1), tokens.Count - 1)].IsWord("nan"))
            return null;
        _next += not ? 3 : 2;
        var nan = new RunFilter.IsNaN(operand.Attribute);
        return not ? new RunFilter.Not(nan) : nan;
    }

    private RunFilter ReadComparison(Operand operand)
    {
        var symbol = Peek.Text;
        _next++;
        var value = ReadValue();
        return symbol switch
        {
            "=~" => Matching(operand, value),
            "!~" => new RunFilter.Not(Matching(operand, value)),
            "=" => Compare(operand, Comparison.Equal, value),
            "!=" => Compare(operand, Comparison.NotEqual, value),
            "<" => Compare(operand, Comparison.Less, value),
            "<=" => Compare(operand, Comparison.LessOrEqual, value),
            ">" => Compare(operand, Comparison.Greater, value),
            _ => Compare(operand, Comparison.GreaterOrEqual, value),
        };
    }

    private RunFilter ReadList(Operand operand)
    {
        var close = Peek.Is('[') ? ']' : ')';
        _next++;
        var values = new List<QueryToken>();
        while (!Take(close))
        {
            if (values.Count > 0)
                Expect(',', $"A comma or {close} is expected here.");
            values.Add(ReadValue());
        }

        if (operand.IsId)
            return new RunFilter.OneOf([.. values.Select(value => value.Text)]);
        return new RunFilter.Or([.. values.Select(value => Compare(operand, Comparison.Equal, value))]);
    }

    private QueryToken ReadValue()
    {
        var value = Peek;
        if (value.Kind is not (TokenKind.Word or TokenKind.Text))
            throw Unexpected("A value is expected here.", "Put texts into quotes: \"…\".");
        _next++;
        if (ReadSum(value) is { } sum)
            return sum;
        if (!value.IsWord("last") || Peek.Kind != TokenKind.Word)
            return value;
        // last 3 days, last week
        var words = char.IsAsciiDigit(Peek.Text[0]) && After.Kind == TokenKind.Word ? 2 : 1;
        var end = tokens[_next + words - 1];
        var period = string.Join(' ', tokens.Skip(_next - 1).Take(words + 1).Select(token => token.Text));
        if (!QueryDates.TryParse(period, context.Now, out _, out _))
            return value;
        _next += words;
        return new QueryToken(TokenKind.Word, period, value.Position, end.Position + end.Length - value.Position);
    }

    /// <summary>An instant and a distance from it: <c>now - 3d</c>.</summary>
    private QueryToken? ReadSum(QueryToken start)
    {
        if (Peek is not { Kind: TokenKind.Word, Text: "+" or "-" } sign || After.Kind != TokenKind.Word || !QueryDates.IsDistance(After.Text)
            || !QueryDates.TryParse(start.Text, context.Now, out _, out _))
        {
            return null;
        }

        var end = After;
        _next += 2;
        return new QueryToken(TokenKind.Word, $"{start.Text} {sign.Text} {end.Text}", start.Position, end.Position + end.Length - start.Position);
    }

    private static RunFilter.Text Matching(Operand operand, QueryToken value)
    {
        try
        {
            QueryRegex.Create(value.Text, ignoreCase: false);
        }
        catch (ShipslogException fault)
        {
            throw Fault(value, fault.Message, fault.Hint);
        }

        return new RunFilter.Text(operand.Attribute, Comparison.Matches, value.Text);
    }

    private RunFilter Compare(Operand operand, Comparison comparison, QueryToken value)
    {
        var attribute = operand.Attribute;
        if (operand.IsState)
            return State(attribute, comparison, value.Text);
        if (operand.IsId && comparison is Comparison.Equal)
            return new RunFilter.OneOf([value.Text]);
        if (value.Kind == TokenKind.Word && value.IsWord("nan") && attribute.Kind is not (AttributeKind.String or AttributeKind.StringSet))
            return NaN(attribute, comparison, value);
        if (operand.IsTime)
            return Time(attribute, comparison, value);
        if (attribute.Path is SystemPaths.RunningTime or SystemPaths.MonitoringTime && QueryDates.TrySeconds(value.Text, out var seconds))
            return new RunFilter.Number(attribute, comparison, seconds);
        if (IsNumeric(attribute))
            return Number(attribute, comparison, value);
        if (attribute.Kind is null && value.Kind == TokenKind.Word)
        {
            if (TextTest.TryNumber(value.Text, out var number))
                return new RunFilter.Number(attribute, comparison, number);
            if (QueryDates.IsRelative(value.Text, context.Now))
                return Time(attribute, comparison, value);
        }

        return new RunFilter.Text(attribute, comparison, value.Text);
    }

    private static bool IsNumeric(AttributeRef attribute) => attribute.Kind is AttributeKind.Float or AttributeKind.Int
        or AttributeKind.Bool or AttributeKind.FloatSeries or AttributeKind.HistogramSeries
        || attribute.Kind is { } kind && kind.IsSeries() && attribute.Aggregate != Aggregate.Last;

    private RunFilter State(AttributeRef attribute, Comparison comparison, string state) =>
        context.State?.Invoke(comparison, state) ?? new RunFilter.Text(attribute, comparison, state.ToLowerInvariant());

    private static RunFilter NaN(AttributeRef attribute, Comparison comparison, QueryToken value) => comparison switch
    {
        Comparison.Equal => new RunFilter.IsNaN(attribute),
        Comparison.NotEqual => new RunFilter.Not(new RunFilter.IsNaN(attribute)),
        _ => throw Fault(value, "NaN is neither less nor greater than a number.", "Use IS NAN."),
    };

    private static RunFilter Number(AttributeRef attribute, Comparison comparison, QueryToken value)
    {
        if (attribute.Kind == AttributeKind.Bool && bool.TryParse(value.Text, out var truth))
            return new RunFilter.Number(attribute, comparison, truth ? 1 : 0);
        if (!TextTest.TryNumber(value.Text, out var number))
            throw Fault(value, $"\"{value.Text}\" is not a {(attribute.Kind == AttributeKind.Bool ? "truth value" : "number")}.");
        return double.IsNaN(number) ? NaN(attribute, comparison, value) : new RunFilter.Number(attribute, comparison, number);
    }

    private RunFilter Time(AttributeRef attribute, Comparison comparison, QueryToken value)
    {
        if (!QueryDates.TryParse(value.Text, context.Now, out var from, out var to))
            throw Fault(value, $"\"{value.Text}\" is not a date.", "Write e.g. 2024-01-31, \"2024-01-31 10:00\", -3d or \"last 3 days\".");
        if (to is not { } end || comparison is not (Comparison.Equal or Comparison.NotEqual))
            return new RunFilter.Number(attribute, comparison, from);
        var since = new RunFilter.Number(attribute, Comparison.GreaterOrEqual, from);
        RunFilter within = double.IsInfinity(end)
            ? since
            : new RunFilter.And([since, new RunFilter.Number(attribute, Comparison.Less, end)]);
        return comparison == Comparison.Equal ? within : new RunFilter.Not(within);
    }
}

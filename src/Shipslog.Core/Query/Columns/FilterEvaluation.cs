using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>Answers a filter tree with the set of its rows, under the table's read lock. Parts see only the rows still in question.</summary>
internal sealed class FilterEvaluation(RunRows rows, ColumnAccess columns)
{
    /// <summary>The rows of <paramref name="mask"/> for which the filter holds; <paramref name="mask"/> stays as it is.</summary>
    public RowBits Evaluate(RunFilter filter, RowBits mask) => filter switch
    {
        RunFilter.And and => All(and.Parts, mask),
        RunFilter.Or or => Any(or.Parts, mask),
        RunFilter.Not not => mask.Copy().AndNot(Evaluate(not.Part, mask)),
        RunFilter.Exists exists => Existing(exists.Attribute, mask),
        RunFilter.IsNaN nan => Over(nan.Attribute, mask, (column, into) => column.MatchNaN(nan.Attribute.Aggregate, mask, into)),
        RunFilter.Number number => Numbers(number, mask),
        RunFilter.Text text => Texts(text, mask),
        RunFilter.Mentions mentions => Mentioning(mentions.Words, mask),
        RunFilter.OneOf oneOf => Named(oneOf.Ids, mask),
        _ => throw new InvalidOperationException($"No evaluation for {filter.GetType().Name}."),
    };

    private RowBits All(IReadOnlyList<RunFilter> parts, RowBits mask)
    {
        var left = mask.Copy();
        foreach (var part in parts.OrderBy(Cost))
            left = Evaluate(part, left);
        return left;
    }

    private RowBits Any(IReadOnlyList<RunFilter> parts, RowBits mask)
    {
        var found = Empty(mask);
        var left = mask.Copy();
        foreach (var part in parts.OrderBy(Cost))
        {
            var hits = Evaluate(part, left);
            found.Or(hits);
            left.AndNot(hits);
        }

        return found;
    }

    private RowBits Existing(AttributeRef attribute, RowBits mask) =>
        Over(attribute, mask, (column, into) => column.AddPresent(into)).And(mask);

    private RowBits Numbers(RunFilter.Number filter, RowBits mask)
    {
        if (filter.Comparison == Comparison.NotEqual)
            return mask.Copy().AndNot(Numbers(filter with { Comparison = Comparison.Equal }, mask));
        // Declared a string, it is compared as one; only an undeclared one may read as a number.
        if (filter.Attribute.Kind == AttributeKind.String)
            return Empty(mask);
        var test = new NumberTest(filter.Comparison, filter.Value);
        return Over(
            filter.Attribute, mask, (column, into) => column.MatchNumber(test, filter.Attribute.Aggregate, mask, into));
    }

    private RowBits Texts(RunFilter.Text filter, RowBits mask)
    {
        if (filter.Comparison == Comparison.NotEqual)
            return mask.Copy().AndNot(Texts(filter with { Comparison = Comparison.Equal }, mask));
        var test = new TextTest(filter.Comparison, filter.Value);
        return Over(
            filter.Attribute, mask, (column, into) => column.MatchText(test, filter.Attribute.Aggregate, mask, into));
    }

    private RowBits Mentioning(string words, RowBits mask)
    {
        var found = Empty(mask);
        var test = new TextTest(Comparison.Contains, words);
        foreach (var row in mask.ToRows())
        {
            if (rows[row] is { } run && test.Holds(run.ShortId))
                found.Add(row);
        }

        foreach (var column in columns.Of(SystemPaths.Name).Concat(columns.Of(SystemPaths.Description)))
        {
            if (column is StringColumn)
                column.MatchText(test, Aggregate.Last, mask, found);
        }

        foreach (var column in columns.Of(SystemPaths.Tags))
            (column as StringSetColumn)?.MatchAny(test.Holds, mask, found);
        return found;
    }

    private RowBits Named(IReadOnlyList<string> ids, RowBits mask)
    {
        var found = Empty(mask);
        foreach (var id in ids)
        {
            if (rows.Find(id) is { } row && mask[row])
                found.Add(row);
        }

        return found;
    }

    private RowBits Over(AttributeRef attribute, RowBits mask, Action<Column, RowBits> match)
    {
        var found = Empty(mask);
        foreach (var column in columns.Of(attribute.Path))
        {
            if (attribute.Kind is null || attribute.Kind == column.Kind)
                match(column, found);
        }

        return found;
    }

    private static RowBits Empty(RowBits mask) => new(mask.WordCount << 6);

    /// <summary>Cheap parts go first, so that regular expressions see the few rows that are left.</summary>
    private static int Cost(RunFilter filter) => filter switch
    {
        RunFilter.And and => and.Parts.Select(Cost).DefaultIfEmpty().Max(),
        RunFilter.Or or => or.Parts.Select(Cost).DefaultIfEmpty().Max(),
        RunFilter.Not not => Cost(not.Part),
        RunFilter.Text { Comparison: Comparison.Matches } => 4,
        RunFilter.Mentions => 3,
        RunFilter.Text { Comparison: Comparison.Contains } => 2,
        RunFilter.Text => 1,
        _ => 0,
    };
}

using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>The keys of rows under one attribute, and the filter that finds a key again.</summary>
internal sealed class GroupKeys(AttributeRef attribute, Column[] columns)
{
    /// <summary>The keys of a row: one, but one per element of a string set; null when it has none.</summary>
    public IReadOnlyList<GroupKey> Of(int row)
    {
        foreach (var column in columns)
        {
            if (!column.Has(row))
                continue;
            if (column.Kind == AttributeKind.StringSet)
            {
                var set = (AttributeValue.StringSet)column.Get(row)!;
                return set.Values.Count == 0 ? [default] : [.. set.Values.Select(text => new GroupKey(column.Kind, new AttributeValue.String(text)))];
            }

            return [new GroupKey(column.Kind, Value(column, row))];
        }

        return [default];
    }

    /// <summary>Finds the rows of a key.</summary>
    public RunFilter Filter(GroupKey key)
    {
        if (key.Value is null)
            return Missing();
        var named = attribute with { Kind = key.Kind };
        return key.Value switch
        {
            AttributeValue.String text when key.Kind == AttributeKind.StringSet => new RunFilter.Text(named, Comparison.Contains, text.Value),
            AttributeValue.String text => new RunFilter.Text(named, Comparison.Equal, text.Value),
            AttributeValue.Float { Value: double.NaN } => new RunFilter.IsNaN(named),
            AttributeValue.Float number => new RunFilter.Number(named, Comparison.Equal, number.Value),
            AttributeValue.Int number => new RunFilter.Number(named, Comparison.Equal, number.Value),
            AttributeValue.Datetime time => new RunFilter.Number(named, Comparison.Equal, time.UnixMilliseconds),
            AttributeValue.Bool truth => new RunFilter.Number(named, Comparison.Equal, truth.Value ? 1 : 0),
            _ => throw new InvalidOperationException($"{key.Value.Kind} is no key."),
        };
    }

    /// <summary>A set without elements counts as missing: it has an attribute, but no tag to be found by.</summary>
    private RunFilter Missing()
    {
        if (Array.TrueForAll(columns, column => column.Kind != AttributeKind.StringSet))
            return new RunFilter.Not(new RunFilter.Exists(attribute with { Aggregate = Aggregate.Last }));
        var any = columns.Select<Column, RunFilter>(column => column.Kind == AttributeKind.StringSet
            ? new RunFilter.Text(attribute with { Kind = column.Kind, Aggregate = Aggregate.Last }, Comparison.Matches, "")
            : new RunFilter.Exists(attribute with { Kind = column.Kind, Aggregate = Aggregate.Last }));
        return new RunFilter.And([.. any.Select(part => new RunFilter.Not(part))]);
    }

    private AttributeValue? Value(Column column, int row) => column.Kind switch
    {
        AttributeKind.Float or AttributeKind.Int or AttributeKind.Bool or AttributeKind.Datetime => column.Get(row),
        _ when column.TryNumber(row, attribute.Aggregate, out var number) => new AttributeValue.Float(number),
        _ when column.Text(row) is { } text => new AttributeValue.String(text),
        _ => null,
    };
}

/// <summary>One key, with the kind of the attribute that it came from; no value: the attribute is missing or, with a kind, empty.</summary>
internal readonly record struct GroupKey(AttributeKind Kind, AttributeValue? Value)
{
    /// <summary>Whether a filter can tell: not of integers that no double holds, nor of series without points.</summary>
    public bool IsComparable => Value switch
    {
        null => Kind == default,
        AttributeValue.Int number => Math.Abs((double)number.Value) < 1L << 53,
        _ => true,
    };
}

/// <summary>The keys of a group, compared by value.</summary>
internal readonly record struct GroupKeyTuple(GroupKey[] Keys)
{
    public bool Equals(GroupKeyTuple other) => Keys.AsSpan().SequenceEqual(other.Keys);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var key in Keys)
            hash.Add(key);
        return hash.ToHashCode();
    }
}

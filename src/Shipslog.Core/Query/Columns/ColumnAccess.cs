namespace Shipslog.Core.Query.Columns;

/// <summary>The columns that one question asks for, under the table's read lock; those not in memory are noted, and the answer is then none.</summary>
internal sealed class ColumnAccess(IReadOnlyDictionary<string, NamedColumn> columns, long now)
{
    private static readonly IReadOnlyList<Column> _none = [];

    /// <summary>What must be loaded before the question can be answered.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>The columns of a path, one for each kind.</summary>
    public IReadOnlyList<Column> Of(string path)
    {
        if (!columns.TryGetValue(path, out var first))
            return _none;
        var found = new List<Column>(1);
        for (var column = first; column is not null; column = column.Next)
        {
            column.UsedAt = now;
            if (column.Values is { } values)
                found.Add(values);
            else if (!column.IsEmpty && !Missing.Contains(path))
                Missing.Add(path);
        }

        return found;
    }
}

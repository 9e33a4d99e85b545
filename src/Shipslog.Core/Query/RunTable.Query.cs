using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    /// <summary>Answers a query at one moment.</summary>
    /// <returns>The page; <see cref="RunRow.All"/> is null and, when no columns were named, <see cref="RunRow.Values"/> empty.</returns>
    /// <exception cref="ShipslogException">Invalid: a regular expression that is none.</exception>
    public RunPage Query(RunQuery query) => TryQuery(query, out _) ?? throw new InvalidOperationException("Columns are not loaded.");

    /// <summary>The same, or null when columns must be loaded first. Values whose columns are not in memory are null.</summary>
    public RunPage? TryQuery(RunQuery query, out IReadOnlyList<string> missing) => Answer(
        columns =>
        {
            var found = new FilterEvaluation(_rows, columns).Evaluate(query.Filter, Candidates(columns, query.Kind, query.Trashed));
            if (query.Limit <= 0)
                return new RunPage(found.Count(), []);
            var sorts = query.Sort.Select(sort => (Columns(columns, sort.Attribute), sort)).ToArray();
            if (columns.Missing.Count > 0)
                return new RunPage(0, []);
            var rows = found.ToRows();
            using var order = new RowOrder(rows, _rows, sorts);
            var page = TopRows.Select(rows.Length, Math.Max(0, query.Offset), query.Limit, order);
            return new RunPage(rows.Length, [.. page.Select(at => Row(rows[at], query.Columns))]);
        },
        out missing);

    private RowBits Candidates(ColumnAccess columns, HolderKind kind, bool? trashed)
    {
        var candidates = _rows.OfKind(kind);
        if (trashed is not { } wanted)
            return candidates;
        var inTrash = new RunFilter.Number(
            new AttributeRef(SystemPaths.Trashed, AttributeKind.Bool), wanted ? Comparison.Equal : Comparison.NotEqual, 1);
        return new FilterEvaluation(_rows, columns).Evaluate(inTrash, candidates);
    }

    private static Column[] Columns(ColumnAccess columns, AttributeRef attribute) =>
        [.. columns.Of(attribute.Path).Where(column => attribute.Kind is null || attribute.Kind == column.Kind)];

    private RunRow Row(int row, IReadOnlyList<AttributeRef>? columns)
    {
        if (columns is null)
            return new RunRow(_rows[row]!, [], null);
        var values = new AttributeValue?[columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var column = _columns.GetValueOrDefault(columns[i].Path); column is not null; column = column.Next)
            {
                if (columns[i].Kind is null || columns[i].Kind == column.Kind)
                    values[i] ??= column.Values?.Get(row);
            }
        }

        return new RunRow(_rows[row]!, values, null);
    }
}

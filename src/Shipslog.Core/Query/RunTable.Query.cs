using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    /// <summary>Answers a query at one moment.</summary>
    /// <returns>The page; <see cref="RunRow.All"/> is null and, when no columns were named, <see cref="RunRow.Values"/> empty.</returns>
    /// <exception cref="ShipslogException">Invalid: a regular expression that is none.</exception>
    public RunPage Query(RunQuery query)
    {
        _gate.EnterReadLock();
        try
        {
            var candidates = Candidates(query.Kind, query.Trashed);
            var found = new FilterEvaluation(_rows, ColumnsOf).Evaluate(query.Filter, candidates);
            if (query.Limit <= 0)
                return new RunPage(found.Count(), []);
            var rows = found.ToRows();
            using var order = new RowOrder(rows, _rows, [.. query.Sort.Select(sort => (Columns(sort.Attribute), sort))]);
            var page = TopRows.Select(rows.Length, Math.Max(0, query.Offset), query.Limit, order);
            var columns = query.Columns?.Select(Columns).ToArray();
            return new RunPage(rows.Length, [.. page.Select(at => Row(rows[at], columns))]);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private RowBits Candidates(HolderKind kind, bool? trashed)
    {
        var candidates = _rows.OfKind(kind);
        if (trashed is not { } wanted)
            return candidates;
        var inTrash = new RunFilter.Number(
            new AttributeRef(SystemPaths.Trashed, AttributeKind.Bool), wanted ? Comparison.Equal : Comparison.NotEqual, 1);
        return new FilterEvaluation(_rows, ColumnsOf).Evaluate(inTrash, candidates);
    }

    private Column[] Columns(AttributeRef attribute) =>
        [.. ColumnsOf(attribute.Path).Where(column => attribute.Kind is null || attribute.Kind == column.Kind)];

    private RunRow Row(int row, Column[][]? columns)
    {
        if (columns is null)
            return new RunRow(_rows[row]!, [], null);
        var values = new AttributeValue?[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            foreach (var column in columns[i])
                values[i] ??= column.Get(row);
        }

        return new RunRow(_rows[row]!, values, null);
    }
}

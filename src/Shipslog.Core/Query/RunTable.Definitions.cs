using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    /// <summary>Distinct (path, kind) pairs of the project's runs. Takes no lock, as all searches of names.</summary>
    public IReadOnlyList<(string Path, AttributeKind Kind)> Definitions(DefinitionQuery query)
    {
        var count = Volatile.Read(ref _nameCount);
        var names = Volatile.Read(ref _names);
        var found = new List<(string Path, AttributeKind Kind)>();
        foreach (var column in names.AsSpan(0, count))
        {
            if (column.Runs(HolderKind.Run) > 0 && query.Includes(column.Path, column.Kind))
                found.Add((column.Path, column.Kind));
        }

        return FirstOf(found, query.Limit);
    }

    /// <summary>The first of pairs in order.</summary>
    public static IReadOnlyList<(string Path, AttributeKind Kind)> FirstOf(List<(string Path, AttributeKind Kind)> found, int limit)
    {
        var order = Comparer<int>.Create((left, right) => DefinitionQuery.Compare(found[left], found[right]));
        return Array.ConvertAll(TopRows.Select(found.Count, 0, limit, order), at => found[at]);
    }
}

using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    /// <summary>Answers a question for groups at one moment.</summary>
    /// <exception cref="ShipslogException">Invalid: a regular expression that is none.</exception>
    public GroupPage Groups(GroupQuery query) => TryGroups(query, out _) ?? throw new InvalidOperationException("Columns are not loaded.");

    /// <summary>The same, or null when columns must be loaded first.</summary>
    public GroupPage? TryGroups(GroupQuery query, out IReadOnlyList<string> missing) => Answer(access => Groups(access, query), out missing);

    private GroupPage Groups(ColumnAccess access, GroupQuery query)
    {
        var rows = new FilterEvaluation(_rows, access).Evaluate(query.Filter, Candidates(access, HolderKind.Run, query.Trashed)).ToRows();
        var by = query.By.Select(attribute => new GroupKeys(attribute, Columns(access, attribute))).ToArray();
        var columns = query.Columns.Select(column => (Columns(access, column), column.Aggregate)).ToArray();
        var sorts = query.Sort.Select(sort => GroupSort(access, sort, query.By)).ToList();
        if (access.Missing.Count > 0)
            return new GroupPage(0, 0, []);
        var groups = Divide(rows, by).ToList();
        var ordered = sorts.Aggregate(
            (IOrderedEnumerable<KeyValuePair<GroupKeyTuple, List<int>>>?)null,
            (order, sort) => order is null ? groups.OrderBy(sort, GroupRank.Order) : order.ThenBy(sort, GroupRank.Order));
        var page = (ordered ?? groups.OrderByDescending(group => group.Value.Count))
            .ThenBy(group => KeyRank(group.Key.Keys[0], descending: false), GroupRank.Order)
            .Skip(query.Offset).Take(query.Limit);
        return new GroupPage(groups.Count, rows.Length,
        [
            .. page.Select(group => new RunGroup(
                [.. group.Key.Keys.Select(key => key.Value)],
                Filter(group.Key.Keys, by, group.Value),
                group.Value.Count,
                [.. columns.Select(column => Digest(column.Item1, column.Aggregate, group.Value))])),
        ]);
    }

    private static Dictionary<GroupKeyTuple, List<int>> Divide(int[] rows, GroupKeys[] by)
    {
        var groups = new Dictionary<GroupKeyTuple, List<int>>();
        foreach (var row in rows)
        {
            IEnumerable<GroupKey[]> tuples = [[]];
            foreach (var keys in by)
            {
                var of = keys.Of(row);
                tuples = tuples.SelectMany(tuple => of.Select(key => (GroupKey[])[.. tuple, key])).ToList();
            }

            foreach (var tuple in tuples)
            {
                var key = new GroupKeyTuple(tuple);
                if (!groups.TryGetValue(key, out var members))
                    groups.Add(key, members = []);
                members.Add(row);
            }
        }

        return groups;
    }

    /// <summary>What finds the group again; one with keys that no filter compares lists its runs.</summary>
    private RunFilter Filter(GroupKey[] keys, GroupKeys[] by, List<int> rows) =>
        Array.TrueForAll(keys, key => key.IsComparable)
            ? new RunFilter.And([.. keys.Select((key, i) => by[i].Filter(key))])
            : new RunFilter.OneOf([.. rows.Select(row => _rows[row]!.ShortId)]);

    private static Func<KeyValuePair<GroupKeyTuple, List<int>>, GroupRank> GroupSort(ColumnAccess access, RunSort sort, IReadOnlyList<AttributeRef> by)
    {
        for (var i = 0; i < by.Count; i++)
        {
            var at = i;
            if (by[i].Path == sort.Attribute.Path && by[i].Aggregate == sort.Attribute.Aggregate)
                return group => KeyRank(group.Key.Keys[at], sort.Descending);
        }

        var columns = Columns(access, sort.Attribute);
        return group => Digest(columns, sort.Attribute.Aggregate, group.Value) switch
        {
            { Numbers: { } numbers } => new GroupRank(0, numbers.Mean, null, sort.Descending),
            { Distinct: 1, Sample: AttributeValue.String text } => new GroupRank(1, 0, text.Value, sort.Descending),
            _ => new GroupRank(2, 0, null, sort.Descending),
        };
    }

    private static GroupRank KeyRank(GroupKey key, bool descending) => key.Value switch
    {
        AttributeValue.Float { Value: double.NaN } => new GroupRank(2, 0, null, descending),
        AttributeValue.Float number => new GroupRank(0, number.Value, null, descending),
        AttributeValue.Int number => new GroupRank(0, number.Value, null, descending),
        AttributeValue.Datetime time => new GroupRank(0, time.UnixMilliseconds, null, descending),
        AttributeValue.Bool truth => new GroupRank(0, truth.Value ? 1 : 0, null, descending),
        AttributeValue.String text => new GroupRank(1, 0, text.Value, descending),
        _ => new GroupRank(3, 0, null, descending),
    };

    private static ColumnDigest Digest(Column[] columns, Aggregate aggregate, List<int> rows)
    {
        var numbers = new HashSet<double>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        AttributeValue? first = null;
        int present = 0, finite = 0;
        double min = double.PositiveInfinity, max = double.NegativeInfinity, mean = 0, squares = 0;
        foreach (var row in rows)
        {
            if (Array.Find(columns, column => column.Has(row)) is not { } column)
                continue;
            present++;
            first ??= column.Get(row);
            if (!column.TryNumber(row, aggregate, out var number))
            {
                texts.Add(column.Text(row) ?? "");
                continue;
            }

            numbers.Add(number);
            if (!double.IsFinite(number))
                continue;
            finite++;
            (min, max) = (Math.Min(min, number), Math.Max(max, number));
            // Welford's: a plain sum of squares loses everything on creation times.
            var off = number - mean;
            mean += off / finite;
            squares += off * (number - mean);
        }

        var distinct = numbers.Count + texts.Count;
        return new ColumnDigest(
            present, distinct, first,
            finite == 0 ? null : new NumberDigest(min, max, mean, Math.Sqrt(squares / finite)));
    }

    /// <summary>The place of a group under one sort key. Groups without a value come last in either direction.</summary>
    private readonly record struct GroupRank(int Rank, double Number, string? Text, bool Descending)
    {
        public static readonly IComparer<GroupRank> Order = Comparer<GroupRank>.Create((left, right) =>
        {
            if (left.Rank != right.Rank)
                return left.Rank.CompareTo(right.Rank);
            var order = left.Rank == 1 ? string.CompareOrdinal(left.Text, right.Text) : left.Number.CompareTo(right.Number);
            return left.Descending ? -order : order;
        });
    }
}

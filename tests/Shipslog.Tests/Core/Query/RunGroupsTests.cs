using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;

namespace Shipslog.Tests.Core.Query;

public sealed class RunGroupsTests
{
    private static readonly RunQueryContext _context = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void Every_run_is_in_a_group_and_each_groups_filter_finds_its_runs_also_as_text() =>
        Gen.Select(
            QueryGenerators.Change.Array[0, 150],
            Gen.Int[0, QueryGenerators.Paths.Length - 1].Array[1, 2],
            QueryGenerators.Pick(Enum.GetValues<Aggregate>())).Sample(
            (changes, by, aggregate) =>
            {
                using var table = Build(changes);
                var query = new GroupQuery(
                    RunFilter.Everything, [.. by.Select(path => new AttributeRef(QueryGenerators.Paths[path], Aggregate: aggregate))], [], [], 0, 1000);

                var page = table.Groups(query);

                var grouped = new HashSet<int>();
                foreach (var group in page.Groups)
                {
                    var rows = Find(group.Filter);
                    grouped.UnionWith(rows);
                    Assert.Equal(group.Runs, rows.Length);
                    Assert.Equal(rows, Find(RunQueryLanguage.Parse(RunFilterText.Format(group.Filter), _context)));
                }

                Assert.Equal(page.Runs, table.Count);
                Assert.Equal(table.Count, grouped.Count);

                int[] Find(RunFilter filter) =>
                    [.. table.Query(new RunQuery(filter, [], [], 0, 1000)).Rows.Select(row => row.Run.Key).Order()];
            },
            iter: 300);

    [Fact]
    public void Groups_sum_up_their_columns_and_are_sorted_by_key_by_mean_or_by_size()
    {
        using var table = new RunTable();
        (string? Net, double Loss)[] runs = [("a", 1), ("b", 0.5), ("a", 3), ("a", double.NaN), (null, 9), ("b", 0.5)];
        for (var i = 0; i < runs.Length; i++)
        {
            var loss = new AttributeChange(new AttributePath("loss"), new AttributeValue.Float(runs[i].Loss));
            table.Update(QueryGenerators.Run(i + 1), runs[i].Net is { } net
                ? [loss, new AttributeChange(new AttributePath("net"), new AttributeValue.String(net))] : [loss]);
        }

        Assert.Equal(["a", "b", "none"], Keys());
        Assert.Equal(["b", "a", "none"], Keys(new RunSort(new AttributeRef("net"), Descending: true)));
        Assert.Equal(["b", "a", "none"], Keys(new RunSort(new AttributeRef("loss"), Descending: false)));
        var digests = Page().Groups.Select(group => group.Values[0]).ToList();
        Assert.Equal(new NumberDigest(1, 3, 2, 1), digests[0].Numbers);
        Assert.Equal(3, digests[0].Runs);
        Assert.Equal(1, digests[1].Distinct);
        Assert.Equal(new AttributeValue.Float(0.5), digests[1].Sample);

        GroupPage Page(params RunSort[] sort) => table.Groups(
            new GroupQuery(RunFilter.Everything, [new AttributeRef("net")], [new AttributeRef("loss")], sort, 0, 10));

        string[] Keys(params RunSort[] sort) =>
            [.. Page(sort).Groups.Select(group => (group.Keys[0] as AttributeValue.String)?.Value ?? "none")];
    }

    private static RunTable Build((int Run, int Path, AttributeValue? Value)[] changes)
    {
        var table = new RunTable();
        foreach (var (key, path, value) in changes)
            table.Update(QueryGenerators.Run(key), [new AttributeChange(new AttributePath(QueryGenerators.Paths[path]), value)]);
        return table;
    }
}

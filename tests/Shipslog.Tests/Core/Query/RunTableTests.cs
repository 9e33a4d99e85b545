using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Tests.Core.Query;

public sealed class RunTableTests
{
    private static readonly string[] _paths = QueryGenerators.Paths;

    [Fact]
    public void Any_filter_finds_what_the_naive_evaluator_finds() =>
        Gen.Select(QueryGenerators.Change.Array[0, 400], QueryGenerators.Filter.Array[1, 8]).Sample(
            (changes, filters) =>
            {
                var (table, model) = Build(changes);
                using var _ = table;
                foreach (var filter in filters)
                {
                    var expected = model.Where(run => NaiveEvaluator.Holds(filter, QueryGenerators.Run(run.Key), run.Value))
                        .Select(run => run.Key).Order().ToArray();
                    var page = table.Query(new RunQuery(filter, [], [], 0, 1000));
                    Assert.Equal(expected, page.Rows.Select(row => row.Run.Key).Order());
                    Assert.Equal(expected.Length, page.Total);
                }
            },
            iter: 300);

    [Fact]
    public void Any_page_is_a_slice_of_the_whole_order_and_its_cells_are_the_values() =>
        Gen.Select(
            QueryGenerators.Change.Array[0, 400], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 60], Gen.Int[1, 10]).Sample(
            (changes, path, descending, offset, limit) =>
            {
                var (table, model) = Build(changes);
                using var _ = table;
                var query = new RunQuery(
                    RunFilter.Everything, [new RunSort(new AttributeRef(_paths[path]), descending)],
                    [new AttributeRef(_paths[path])], 0, 1000);

                var all = table.Query(query);
                var page = table.Query(query with { Offset = offset, Limit = limit });

                Assert.Equal(model.Count, all.Total);
                Assert.Equal(all.Rows.Skip(offset).Take(limit).Select(row => row.Run), page.Rows.Select(row => row.Run));
                Assert.All(all.Rows, row => Assert.Equal(model[row.Run.Key].GetValueOrDefault(_paths[path]), row.Values[0]));
            },
            iter: 200);

    [Fact]
    public void Any_order_of_several_keys_is_that_of_the_naive_comparison() =>
        Gen.Select(QueryGenerators.Change.Array[0, 300], Gen.Select(Gen.Int[0, 3], Gen.Bool, QueryGenerators.Pick(Enum.GetValues<Aggregate>())).Array[1, 3]).Sample(
            (changes, keys) =>
            {
                var (table, model) = Build(changes);
                using var _ = table;
                var sorts = keys.Select(key => new RunSort(new AttributeRef(_paths[key.Item1], Aggregate: key.Item3), key.Item2)).ToArray();

                var page = table.Query(new RunQuery(RunFilter.Everything, sorts, [], 0, 1000));

                var expected = model.Keys.OrderBy(_ => 0);
                foreach (var sort in sorts)
                    expected = expected.ThenBy(key => (model[key].GetValueOrDefault(sort.Attribute.Path), sort), Comparer<(AttributeValue?, RunSort)>.Create(NaiveEvaluator.Order));
                expected = expected.ThenByDescending(key => QueryGenerators.Run(key).CreatedUnixMilliseconds).ThenByDescending(key => key);
                Assert.Equal(expected, page.Rows.Select(row => row.Run.Key));
            },
            iter: 300);

    [Fact]
    public void Oldest_first_means_the_order_of_creation_also_within_one_millisecond()
    {
        using var table = new RunTable();
        for (var key = 1; key <= 3; key++)
        {
            table.Update(
                QueryGenerators.Run(key) with { CreatedUnixMilliseconds = 7 },
                [new AttributeChange(new AttributePath(SystemPaths.CreationTime), new AttributeValue.Datetime(7))]);
        }

        var page = table.Query(new RunQuery(RunFilter.Everything, [new RunSort(new AttributeRef(SystemPaths.CreationTime), false)], [], 0, 10));

        Assert.Equal([1, 2, 3], page.Rows.Select(row => row.Run.Key));
    }

    [Fact]
    public void Missing_and_NaN_come_last_in_both_directions_and_ties_newest_first()
    {
        using var table = new RunTable();
        double?[] losses = [0.5, null, 0.1, double.NaN, 0.5, double.PositiveInfinity];
        for (var i = 0; i < losses.Length; i++)
        {
            table.Update(QueryGenerators.Run(i + 1), losses[i] is { } loss
                ? [new AttributeChange(new AttributePath("loss"), new AttributeValue.Float(loss))] : []);
        }

        Assert.Equal([3, 5, 1, 6, 4, 2], Order(descending: false));
        Assert.Equal([6, 5, 1, 3, 4, 2], Order(descending: true));

        int[] Order(bool descending) =>
        [
            .. table.Query(new RunQuery(
                RunFilter.Everything, [new RunSort(new AttributeRef("loss"), descending)], [], 0, 10)).Rows.Select(row => row.Run.Key),
        ];
    }

    [Fact]
    public void Integers_beyond_two_to_the_53_are_sorted_exactly()
    {
        using var table = new RunTable();
        var big = 1L << 53;
        for (var i = 0; i < 3; i++)
            table.Update(QueryGenerators.Run(3 - i), [new AttributeChange(new AttributePath("n"), new AttributeValue.Int(big + i))]);

        var page = table.Query(new RunQuery(RunFilter.Everything, [new RunSort(new AttributeRef("n"), false)], [], 0, 10));

        Assert.Equal([3, 2, 1], page.Rows.Select(row => row.Run.Key));
    }

    [Fact]
    public void A_trashed_run_is_only_found_when_asked_for()
    {
        using var table = new RunTable();
        table.Update(QueryGenerators.Run(1), [new AttributeChange(new AttributePath(SystemPaths.Trashed), new AttributeValue.Bool(true))]);
        table.Update(QueryGenerators.Run(2), []);
        var query = new RunQuery(RunFilter.Everything, [], [], 0, 10);

        Assert.Equal(2, Assert.Single(table.Query(query).Rows).Run.Key);
        Assert.Equal(1, Assert.Single(table.Query(query with { Trashed = true }).Rows).Run.Key);
        Assert.Equal(2, table.Query(query with { Trashed = null }).Total);
    }

    [Fact]
    public void Names_come_exact_then_prefix_then_common_first()
    {
        using var table = new RunTable();
        string[] names = ["val/loss", "loss", "loss_total", "Train/LOSS", "acc"];
        for (var run = 1; run <= names.Length; run++)
        {
            table.Update(QueryGenerators.Run(run),
                [.. names.Take(run).Select(name => new AttributeChange(new AttributePath(name), new AttributeValue.Float(run)))]);
        }

        var page = table.Attributes("loss", false, 10, HolderKind.Run);

        Assert.Equal(["loss", "loss_total", "val/loss", "Train/LOSS"], page.Entries.Select(entry => entry.Path));
        Assert.Equal(4, page.Total);
        Assert.Equal(2, table.Attributes("^.*/", true, 10, HolderKind.Run).Total);
        Assert.Equal("invalid-regex", Assert.Throws<ShipslogException>(() => table.Attributes("(", true, 1, HolderKind.Run)).Code);
    }

    [Fact]
    public void A_name_means_the_attribute_of_that_path_or_else_all_that_end_with_it()
    {
        using var table = new RunTable();
        table.Update(QueryGenerators.Run(1),
            [.. new[] { "lr", "a/lr", "a/flr", "a/loss", "b/loss" }.Select(name => new AttributeChange(new AttributePath(name), new AttributeValue.Float(1)))]);

        Assert.Equal(["lr"], table.Resolve("lr", HolderKind.Run).Select(entry => entry.Path));
        Assert.Equal(["a/loss", "b/loss"], table.Resolve("loss", HolderKind.Run).Select(entry => entry.Path));
        Assert.Empty(table.Resolve("oss", HolderKind.Run));
        Assert.Empty(table.Resolve("lr", HolderKind.Model));
    }

    [Fact]
    public void Columns_that_never_differ_are_not_proposed_and_rare_ones_come_late()
    {
        var scores = new ColumnScores();
        for (var key = 1; key <= 40; key++)
        {
            scores.Add(
            [
                (new AttributePath("same"), new AttributeValue.Int(7)),
                (new AttributePath("lr"), new AttributeValue.Float(key % 20)),
                (new AttributePath("sys/id"), new AttributeValue.String($"SAN-{key}")),
                (new AttributePath(key < 5 ? "rare" : "model"), new AttributeValue.String($"m{key % 3}")),
            ]);
        }

        Assert.Equal(["lr", "model", "rare"], scores.Best(10).Select(column => column.Path));
    }

    [Fact]
    public async Task Readers_see_every_run_wholly_before_or_after_a_change()
    {
        using var table = new RunTable();
        using var stop = new CancellationTokenSource();
        var differing = new RunFilter.Or(
        [
            new RunFilter.And([Is("a", 1), new RunFilter.Not(Is("b", 1))]),
            new RunFilter.And([Is("b", 1), new RunFilter.Not(Is("a", 1))]),
        ]);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var asked = 0;
            while (!stop.IsCancellationRequested || asked == 0)
            {
                Assert.Equal(0, table.Query(new RunQuery(differing, [], [], 0, 10)).Total);
                asked++;
            }
        })).ToArray();

        for (var i = 0; i < 20_000; i++)
        {
            var value = new AttributeValue.Int(i % 7 / 4);
            table.Update(QueryGenerators.Run(1 + i % 500),
                [new AttributeChange(new AttributePath("a"), value), new AttributeChange(new AttributePath("b"), value)]);
            if (i % 97 == 0)
                table.Remove(1 + i % 500);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);

        static RunFilter Is(string path, double value) => new RunFilter.Number(new AttributeRef(path), Comparison.Equal, value);
    }

    private static (RunTable Table, Dictionary<int, Dictionary<string, AttributeValue>> Model) Build(
        (int Run, int Path, AttributeValue? Value)[] changes)
    {
        var table = new RunTable();
        var model = new Dictionary<int, Dictionary<string, AttributeValue>>();
        foreach (var (key, path, value) in changes)
        {
            if (value is null && path == 0)
            {
                table.Remove(key);
                model.Remove(key);
                continue;
            }

            table.Update(QueryGenerators.Run(key), [new AttributeChange(new AttributePath(_paths[path]), value)]);
            if (!model.TryGetValue(key, out var attributes))
                model.Add(key, attributes = []);
            if (value is null)
                attributes.Remove(_paths[path]);
            else
                attributes[_paths[path]] = value;
        }

        return (table, model);
    }
}

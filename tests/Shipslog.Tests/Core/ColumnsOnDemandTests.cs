using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Tests.Core.Query;
using Shipslog.Tests.Fakes;

namespace Shipslog.Tests.Core;

/// <summary>Runs whose attributes come into memory and go again, and columns that are read when a question needs them, answer as if all were always there.</summary>
public sealed class ColumnsOnDemandTests
{
    private static readonly string[] _paths = QueryGenerators.Paths[..3];
    private static readonly Project _project = new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    private enum Act
    {
        Change,
        Ask,
        Checkpoint,
        Reopen,
        Crash,
        Purge,
    }

    private static readonly Gen<(Act Act, int Run, int Path, AttributeValue? Value, RunFilter Filter)> _step = Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 4], Gen.Select(QueryGenerators.Value, QueryGenerators.Filter),
        (act, run, path, delete, rest) => (
            act switch { < 6 => Act.Change, < 8 => Act.Ask, 8 => Act.Checkpoint, 9 => Act.Reopen, 10 => Act.Crash, _ => Act.Purge },
            run, path, delete == 0 ? null : rest.Item1 is AttributeValue.FloatSeries ? new AttributeValue.Float(0.5) : rest.Item1, rest.Item2));

    [Fact]
    public Task Any_history_of_changes_checkpoints_and_crashes_answers_as_the_naive_evaluator() =>
        _step.Array[1, 60].SampleAsync(async steps =>
        {
            var store = new MemoryProjectStore();
            var engine = await OpenAsync(store);
            var model = new Dictionary<int, (Run Run, Dictionary<string, AttributeValue> Attributes)>();
            foreach (var (act, key, path, value, filter) in steps)
            {
                switch (act)
                {
                    case Act.Change: await ChangeAsync(engine, model, key, _paths[path], value); break;
                    case Act.Ask: await CompareAsync(engine, model, filter); break;
                    case Act.Checkpoint: await engine.CheckpointAsync(); break;
                    case Act.Reopen:
                        await engine.DisposeAsync();
                        engine = await OpenAsync(store);
                        break;
                    case Act.Crash: engine = await OpenAsync(store); break;
                    case Act.Purge when model.Remove(key, out var purged): await engine.PurgeAsync([purged.Run.Id]); break;
                }
            }

            await CompareAsync(engine, model, RunFilter.Everything);
            await engine.DisposeAsync();
            engine = await OpenAsync(store);
            await CompareAsync(engine, model, RunFilter.Everything);
            await engine.DisposeAsync();
        }, iter: 150);

    [Fact]
    public async Task A_column_read_while_the_writer_goes_on_misses_no_change()
    {
        var store = new MemoryProjectStore();
        await using var engine = await OpenAsync(store);
        var runs = new List<Run>();
        for (var i = 0; i < 60; i++)
            runs.Add((await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run);
        await engine.CheckpointAsync();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 3_000; i++)
            {
                await engine.ApplyAsync(new RunBatch(runs[i * 7 % 60].Id, [Assign($"column{i % 40}", new AttributeValue.Int(i))]));
                if (i % 500 == 0)
                    await engine.CheckpointAsync();
            }
        });
        for (var asked = 0; !writing.IsCompleted; asked++)
            await engine.QueryAsync(new RunQuery(new RunFilter.Exists(new AttributeRef($"column{asked % 40}")), [], [], 0, 10));
        await writing;

        for (var column = 0; column < 40; column++)
        {
            var path = $"column{column}";
            var page = await engine.QueryAsync(new RunQuery(new RunFilter.Exists(new AttributeRef(path)), [new RunSort(new AttributeRef(path), false)], [new AttributeRef(path)], 0, 100));
            var expected = Enumerable.Range(0, 3_000).Where(i => i % 40 == column).GroupBy(i => i * 7 % 60).Select(group => (long)group.Max()).Order();
            Assert.Equal(expected, page.Rows.Select(row => ((AttributeValue.Int)row.Values[0]!).Value));
        }
    }

    [Fact]
    public async Task A_project_is_opened_without_documents_and_a_warm_page_reads_none_and_allocates_little()
    {
        const int Runs = 300, Page = 10;
        var store = new MemoryProjectStore();
        await using (var filling = await OpenAsync(store))
        {
            for (var i = 0; i < Runs; i++)
            {
                await filling.CreateAsync(new NewRun(HolderKind.Run, "me", Operations:
                    [.. Enumerable.Range(0, 20).Select(column => Assign($"m{column}", new AttributeValue.Float(i * 31 % 97 + column)))]));
            }
        }

        var before = store.DocumentsRead;
        await using var engine = await ProjectEngine.OpenAsync(_project, store, TimeProvider.System, NullLogger.Instance, _ => Task.FromResult(0L), default);
        var opening = store.DocumentsRead - before;
        var query = new RunQuery(
            new RunFilter.Number(new AttributeRef("m1"), Comparison.Less, 50), [new RunSort(new AttributeRef("m2"), true)],
            [.. Enumerable.Range(0, 20).Select(column => new AttributeRef($"m{column}"))], 0, Page);
        await engine.QueryAsync(query);
        var first = store.DocumentsRead - before - opening;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        await engine.QueryAsync(query);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        Assert.Equal(1, opening); // The counters.
        Assert.InRange(first, Runs + Page, Runs + 2 + Page); // All of them once for the columns, with the project's own and the counters, and those of the page.
        Assert.Equal(0, store.DocumentsRead - before - opening - first);
        Assert.InRange(allocated, 1, 40_000);
    }

    [Fact]
    public async Task After_a_start_a_question_asked_before_reads_what_changed_since_only()
    {
        const int Runs = 200, Changed = 5;
        var store = new MemoryProjectStore();
        var runs = new List<Run>();
        var query = new RunQuery(
            new RunFilter.Number(new AttributeRef("m1"), Comparison.Less, 50), [new RunSort(new AttributeRef("m2"), true)], [new AttributeRef("m1")], 0, 10);
        await using (var filling = await OpenAsync(store))
        {
            for (var i = 0; i < Runs; i++)
                runs.Add((await filling.CreateAsync(new NewRun(HolderKind.Run, "me", Operations: [Assign("m1", new AttributeValue.Float(i)), Assign("m2", new AttributeValue.Int(-i))]))).Run);
            await filling.QueryAsync(query);
        }

        // Ended without being closed.
        var killed = await OpenAsync(store);
        for (var i = 0; i < Changed; i++)
            await killed.ApplyAsync(new RunBatch(runs[i].Id, [Assign("m1", new AttributeValue.Float(1_000))]));
        await killed.CheckpointAsync();

        await using var engine = await ProjectEngine.OpenAsync(_project, store, TimeProvider.System, NullLogger.Instance, _ => Task.FromResult(0L), default);
        var before = store.DocumentsRead;
        var page = await engine.QueryAsync(query);

        Assert.Equal(50 - Changed, page.Total);
        Assert.Equal(runs.Skip(Changed).Take(10).Select(run => run.Key), page.Rows.Select(row => row.Run.Key));
        Assert.InRange(store.DocumentsRead - before, Changed, Changed + 10); // And those of the page.
    }

    [Fact]
    public async Task A_damaged_column_costs_time_only()
    {
        var store = new MemoryProjectStore();
        var query = new RunQuery(new RunFilter.Number(new AttributeRef("m1"), Comparison.Less, 3), [], [], 0, 10);
        await using (var filling = await OpenAsync(store))
        {
            for (var i = 0; i < 8; i++)
                await filling.CreateAsync(new NewRun(HolderKind.Run, "me", Operations: [Assign("m1", new AttributeValue.Float(i))]));
            await filling.QueryAsync(query);
        }

        for (var id = 1; id < 20; id++)
        {
            if (store.ReadColumn(id) is { } column)
                await store.KeepColumnsAsync([column with { Data = new byte[column.Data.Length] }], default);
        }

        await using var engine = await OpenAsync(store);

        Assert.Equal(3, (await engine.QueryAsync(query)).Total);
    }

    private static Task<ProjectEngine> OpenAsync(MemoryProjectStore store) => ProjectEngine.OpenAsync(
        _project, store, TimeProvider.System, NullLogger.Instance, _ => Task.FromResult(0L), default, maxAttributes: 30);

    private static RunOperation.Assign Assign(string path, AttributeValue value) => new(new AttributePath(path), value);

    private static async Task ChangeAsync(
        ProjectEngine engine, Dictionary<int, (Run Run, Dictionary<string, AttributeValue> Attributes)> model, int key, string path, AttributeValue? value)
    {
        if (!model.TryGetValue(key, out var run))
            model.Add(key, run = ((await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run, []));
        // An attribute doesn't change its kind: it is deleted first.
        if (run.Attributes.TryGetValue(path, out var old) && old.Kind != value?.Kind)
        {
            Assert.Empty((await engine.ApplyAsync(new RunBatch(run.Run.Id, [new RunOperation.DeleteAttribute(new AttributePath(path))]))).Rejected);
            run.Attributes.Remove(path);
        }

        if (value is null)
            return;
        Assert.Empty((await engine.ApplyAsync(new RunBatch(run.Run.Id, [Assign(path, value)]))).Rejected);
        run.Attributes[path] = value;
    }

    private static async Task CompareAsync(
        ProjectEngine engine, Dictionary<int, (Run Run, Dictionary<string, AttributeValue> Attributes)> model, RunFilter filter)
    {
        var columns = _paths.Select(path => new AttributeRef(path)).ToArray();
        var page = await engine.QueryAsync(new RunQuery(filter, [], columns, 0, 1_000));
        var known = model.Values.Select(run => (run.Run, Attributes: WithSystem(run.Run, run.Attributes))).ToList();
        Assert.Equal(
            known.Where(run => NaiveEvaluator.Holds(filter, run.Run, run.Attributes)).Select(run => run.Run.Key).Order(),
            page.Rows.Select(row => row.Run.Key).Order());
        Assert.All(page.Rows, row => Assert.Equal(
            _paths.Select(path => Plain(model.Values.Single(run => run.Run.Key == row.Run.Key).Attributes.GetValueOrDefault(path))), row.Values.Select(Plain)));
        foreach (var path in _paths)
        {
            var uses = (await engine.AttributesAsync(path, false, 1_000)).Entries.Where(entry => entry.Path == path);
            Assert.Equal(
                model.Values.Where(run => run.Attributes.ContainsKey(path)).GroupBy(run => run.Attributes[path].Kind).Select(group => (group.Key, group.Count())).Order(),
                uses.Select(entry => (entry.Kind, entry.Runs)).Order());
        }
    }

    private static object? Plain(AttributeValue? value) => value is AttributeValue.StringSet set ? string.Join('\n', set.Values) : value;

    private static Dictionary<string, AttributeValue> WithSystem(Run run, Dictionary<string, AttributeValue> attributes) => new(attributes)
    {
        [SystemPaths.Name] = new AttributeValue.String("Untitled"),
        [SystemPaths.Tags] = new AttributeValue.StringSet([]),
    };
}

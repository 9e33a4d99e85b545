using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Tests.Fakes;

namespace Shipslog.Tests.Core.Ingest;

/// <summary>Groups of writes: one is prepared while the one before is on its way to the disk.</summary>
public sealed class GroupCommitTests : IAsyncDisposable
{
    private static readonly AttributePath Loss = new("loss");
    private static readonly Project Digits =
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    private readonly MemoryProjectStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task When_a_group_does_not_reach_the_disk_the_one_behind_it_is_refused_too()
    {
        await using var engine = await OpenAsync();
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        await engine.ApplyAsync(Append(run, 0));
        var disk = new TaskCompletionSource();
        var stored = new List<int>();
        _store.BeforeAppend = group =>
        {
            stored.Add(group.Entries.Count);
            return disk.Task;
        };

        var first = engine.ApplyAsync(Append(run, 1));
        while (stored.Count == 0)
            await Task.Yield();
        var behind = Enumerable.Range(2, 20).Select(step => engine.ApplyAsync(Append(run, step))).ToList();
        // They are applied in memory while the first waits for the disk.
        while (await CountAsync(engine, run) < 22)
            await Task.Yield();
        _store.BeforeAppend = _ => Task.CompletedTask;
        disk.SetException(new IOException("No space left on device"));

        foreach (var write in behind.Prepend(first))
            Assert.Equal(Failure.Unavailable, (await Assert.ThrowsAsync<ShipslogException>(() => write)).Failure);
        Assert.Equal([1], stored);
        Assert.Equal(1, await CountAsync(engine, run));
        await engine.ApplyAsync(Append(run, 1));
        Assert.Equal(2, await CountAsync(engine, run));
    }

    [Fact]
    public async Task A_retry_that_comes_while_the_request_is_on_its_way_to_the_disk_changes_nothing()
    {
        await using var engine = await OpenAsync();
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        var disk = new TaskCompletionSource();
        var waits = new TaskCompletionSource();
        _store.BeforeAppend = _ =>
        {
            waits.TrySetResult();
            return disk.Task;
        };

        var request = engine.ApplyAsync(Append(run, double.NaN, "once"));
        await waits.Task;
        var retry = engine.ApplyAsync(Append(run, double.NaN, "once"));
        await Task.Yield();
        disk.SetResult();

        Assert.False((await request).WasDuplicate);
        Assert.True((await retry).WasDuplicate);
        Assert.Equal(1, await CountAsync(engine, run));
    }

    [Fact]
    public async Task An_entry_that_calls_series_by_number_is_replayed()
    {
        var engine = await OpenAsync();
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        Assert.Null(engine.TryPack(Append(run, 0).Operations, 7));
        await engine.ApplyAsync(Append(run, 0));
        var batch = Append(run, 2.5);
        var packed = engine.TryPack(batch.Operations, 7);
        Assert.NotNull(packed);

        await engine.ApplyAsync(batch with { Packed = packed });
        var again = await OpenAsync();

        var points = await again.FloatsAsync(new SeriesRef(run, Loss), new PointQuery());
        Assert.Equal([0, 2.5], points.Points.Select(point => point.Step.Value));
        Assert.Equal([1, 1], points.Points.Select(point => point.UnixMilliseconds));
    }

    [Fact]
    public async Task Numbers_of_names_that_did_not_reach_the_disk_are_not_used()
    {
        await using var engine = await OpenAsync();
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        await engine.ApplyAsync(Append(run, 0));
        var disk = new TaskCompletionSource();
        var waits = new TaskCompletionSource();
        _store.BeforeAppend = _ =>
        {
            waits.TrySetResult();
            return disk.Task;
        };
        var lost = new AttributePath("lost");
        var refused = engine.ApplyAsync(Append(run, 0, path: lost));
        await waits.Task;
        var batch = Append(run, 1, path: lost);
        var packed = engine.TryPack(batch.Operations, 7);
        Assert.NotNull(packed);
        _store.BeforeAppend = _ => Task.CompletedTask;
        disk.SetException(new IOException("No space left on device"));
        await Assert.ThrowsAsync<ShipslogException>(() => refused);

        // Another name gets the number.
        await engine.ApplyAsync(Append(run, 5, path: new AttributePath("other")));
        await engine.ApplyAsync(batch with { Packed = packed });
        var again = await OpenAsync();

        var points = await again.FloatsAsync(new SeriesRef(run, lost), new PointQuery());
        Assert.Equal([1], points.Points.Select(point => point.Step.Value));
        Assert.Equal(1, (await again.FloatsAsync(new SeriesRef(run, new AttributePath("other")), new PointQuery())).Total);
    }

    private static RunBatch Append(Guid run, double step, string? requestId = null, AttributePath? path = null) =>
        new(run, [new RunOperation.AppendFloats(path ?? Loss, Points<double>.One(double.IsNaN(step) ? Step.Auto : new Step(step), step, 1))], requestId);

    private static async Task<long> CountAsync(ProjectEngine engine, Guid run) =>
        ((await engine.ReadAsync(run))[Loss.Value] as AttributeValue.FloatSeries)?.Summary.Position.Count ?? 0;

    private Task<ProjectEngine> OpenAsync() => ProjectEngine.OpenAsync(
        Digits, _store, TimeProvider.System, NullLogger.Instance, _ => Task.FromResult(0L), CancellationToken.None);
}

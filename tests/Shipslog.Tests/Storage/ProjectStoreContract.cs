using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests.Storage;

/// <summary>What every project store does. It knows nothing of what the bytes mean, so the bytes here mean nothing.</summary>
public abstract class ProjectStoreContract : IContractOf<IProjectStore>
{
    private static readonly SeriesKey Loss = new(1, 7);
    private static readonly Guid Project = Guid.NewGuid();

    /// <summary>Opens the store under test.</summary>
    protected abstract IProjectStores Stores { get; }

    [Fact]
    public async Task A_new_store_is_empty()
    {
        await using var store = await OpenAsync();

        Assert.Equal(0, await store.ReadCheckpointSequenceAsync(default));
        Assert.Empty(await ListAsync(store.ReadLogAsync(0, default)));
        Assert.Empty(await ListAsync(store.ReadNamesAsync(default)));
        Assert.Empty(await ListAsync(store.ReadDocumentsAsync(default)));
        Assert.Empty(await HeadsAsync(store, Loss));
        Assert.Null(store.ReadDocument(1));
        Assert.Null(await store.FindRequestAsync("a", default));
    }

    [Fact]
    public async Task The_log_is_read_back_byte_for_byte_in_order_after_a_sequence_number()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(Group(Entry(1, 5, 0, 255), Entry(2, 0)), default);
        await store.AppendAsync(Group(Entry(3, 4, 1, 2, 3)), default);

        Assert.Equal(["1/5:00FF", "2/0:", "3/4:010203"], Texts(await ListAsync(store.ReadLogAsync(0, default))));
        Assert.Equal(["3/4:010203"], Texts(await ListAsync(store.ReadLogAsync(2, default))));
    }

    [Fact]
    public async Task Names_are_read_in_id_order_whatever_script_they_have()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(new LogGroup([Entry(1, 1)], [new(2, "אובדן/🚢"), new(1, "a/b")], [], 0), default);
        await store.AppendAsync(new LogGroup([Entry(2, 1)], [new(3, "A/B")], [], 0), default);

        Assert.Equal([new(1, "a/b"), new(2, "אובדן/🚢"), new AttributeName(3, "A/B")], await ListAsync(store.ReadNamesAsync(default)));
    }

    [Fact]
    public async Task An_append_that_fails_stores_nothing_of_its_group()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(Group(Entry(1, 1, 9)), default);

        var failure = await FileStoreContract.FailureOf(() => store.AppendAsync(
            new LogGroup([Entry(2, 1), Entry(1, 1)], [new AttributeName(1, "x")], [("r", [1])], 0), default));

        Assert.Equal(Failure.Unavailable, failure);
        Assert.Equal(["1/1:09"], Texts(await ListAsync(store.ReadLogAsync(0, default))));
        Assert.Empty(await ListAsync(store.ReadNamesAsync(default)));
        Assert.Null(await store.FindRequestAsync("r", default));
    }

    [Fact]
    public async Task The_answer_to_a_request_is_kept_for_a_day_and_at_most_two()
    {
        const long Day = 24 * 3600 * 1000;
        await using var store = await OpenAsync();
        await store.AppendAsync(new LogGroup([Entry(1, 1)], [], [("old", [1]), ("other", [])], 0), default);
        await store.AppendAsync(new LogGroup([Entry(2, 1)], [], [("late", [2])], Day), default);
        Assert.Equal(new byte[] { 1 }, await store.FindRequestAsync("old", default));
        Assert.Equal(Array.Empty<byte>(), await store.FindRequestAsync("other", default));

        await store.AppendAsync(new LogGroup([Entry(3, 1)], [], [("later", [3])], 2 * Day), default);
        await store.CheckpointAsync(new Checkpoint([], [], [], [], 3), default);

        Assert.Null(await store.FindRequestAsync("old", default));
        Assert.Equal(new byte[] { 2 }, await store.FindRequestAsync("late", default));
        Assert.Equal(new byte[] { 3 }, await store.FindRequestAsync("later", default));
    }

    [Fact]
    public async Task The_answers_to_very_many_requests_are_kept()
    {
        const int Groups = 60;
        const int Size = 700;
        await using (var store = await OpenAsync())
        {
            for (var group = 0; group < Groups; group++)
            {
                var requests = Enumerable.Range(0, Size).Select(i => ($"{i}-{group}", new[] { (byte)group }));
                await store.AppendAsync(new LogGroup([Entry(group + 1, 1)], [], [.. requests], group), default);
                if (group == Groups / 4)
                    await store.CheckpointAsync(new Checkpoint([], [], [], [], group + 1), default);
            }

            Assert.True(await AllAsync(store));
        }

        await using var again = await OpenAsync();
        Assert.True(await AllAsync(again));

        async Task<bool> AllAsync(IProjectStore store)
        {
            for (var group = 0; group < Groups; group++)
            {
                for (var i = 0; i < Size; i++)
                {
                    if (await store.FindRequestAsync($"{i}-{group}", default) is not [var answer] || answer != group)
                        return false;
                }
            }

            return await store.FindRequestAsync($"0-{Groups}", default) is null;
        }
    }

    [Fact]
    public async Task Chunks_are_read_in_step_order_where_they_overlap_a_range()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks(Chunk(Loss, 10, 19, 3), Chunk(Loss, -5.5, -1, 1), Chunk(Loss, 0, 9, 2), Chunk(new(1, 8), 0, 99, 9)), default);

        Assert.Equal([1, 2, 3], (await HeadsAsync(store, Loss)).Select(head => head.Count));
        Assert.Equal([1, 2, 3], await CountsAsync(store, double.NegativeInfinity, double.PositiveInfinity));
        Assert.Equal([2, 3], await CountsAsync(store, 9, 10));
        Assert.Equal([1], await CountsAsync(store, -3, -2));
        Assert.Equal([], await CountsAsync(store, 9.5, 9.9));
        Assert.Equal([], await CountsAsync(store, 19.0001, 1e300));
    }

    [Fact]
    public async Task A_chunk_comes_back_whole_also_with_remainders_of_steps()
    {
        var head = new ChunkHead(Loss, new Step(1e12, -3), new Step(1e12, 60), 2, new byte[] { 1, 2 });
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks(new Chunk(head, new byte[] { 0, 128, 255 })), default);

        var chunk = Assert.Single(await ListAsync(store.ReadChunksAsync(Loss, new Step(1e12, 60), new Step(1e12, 61), default)));

        Assert.Equal((head.Series, head.First, head.Last, head.Count), (chunk.Head.Series, chunk.Head.First, chunk.Head.Last, chunk.Head.Count));
        Assert.Equal([1, 2], chunk.Head.Summary.ToArray());
        Assert.Equal([0, 128, 255], chunk.Data.ToArray());
        Assert.Empty(await ListAsync(store.ReadChunksAsync(Loss, new Step(1e12, 61), new Step(2e12), default)));
    }

    [Fact]
    public async Task A_checkpoint_removes_what_it_replaces_and_only_that()
    {
        await using var store = await OpenAsync();
        var other = new SeriesKey(2, 7);
        await store.CheckpointAsync(Chunks(Chunk(Loss, 0, 9, 1), Chunk(Loss, 10, 19, 2), Chunk(other, 0, 9, 3)), default);

        await store.CheckpointAsync(new Checkpoint([(Loss, new Step(10))], [], [Chunk(Loss, 10, 14, 4), Chunk(Loss, 15, 25, 5)], [], null), default);
        Assert.Equal([1, 4, 5], (await HeadsAsync(store, Loss)).Select(head => head.Count));
        await store.CheckpointAsync(new Checkpoint([], [Loss], [Chunk(Loss, 3, 3, 6)], [], null), default);

        Assert.Equal([6], (await HeadsAsync(store, Loss)).Select(head => head.Count));
        Assert.Equal([3], (await HeadsAsync(store, other)).Select(head => head.Count));
    }

    [Fact]
    public async Task All_chunks_are_read_by_run_attribute_and_step_and_measured()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks(Chunk(new(2, 7), 0, 9, 5), Chunk(new(1, 8), 0, 9, 4), Chunk(Loss, 10, 19, 3), Chunk(Loss, -5, -1, 2)), default);

        var chunks = await ListAsync(store.ReadAllChunksAsync(default));

        Assert.Equal([(1, 7, 2), (1, 7, 3), (1, 8, 4), (2, 7, 5)], chunks.Select(chunk => (chunk.Head.Series.RunKey, chunk.Head.Series.AttributeId, chunk.Head.Count)));
        Assert.Equal(3, chunks[1].Data.Span[0]);
        Assert.Equal([new(Loss, 5, 2), new(new(1, 8), 4, 1), new SeriesSize(new(2, 7), 5, 1)], await ListAsync(store.ReadSizesAsync(default)));
        Assert.True(await store.MeasureAsync(default) >= 4);
        Assert.Empty(await store.FindDamageAsync(default));
    }

    [Fact]
    public async Task Documents_are_replaced_and_read_in_key_order()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Documents((9, 1, 1), (0, 2, 2)), default);
        await store.CheckpointAsync(Documents((9, 3, 3), (4, 1, 4)), default);

        var all = await ListAsync(store.ReadDocumentsAsync(default));
        var one = store.ReadDocument(9);

        Assert.Equal([(0, 2, 2), (4, 1, 4), (9, 3, 3)], all.Select(row => (row.RunKey, (int)row.Version, (int)row.Document.ToArray()[0])));
        Assert.Equal((3L, (byte)3), (one!.Value.Version, one.Value.Document.ToArray()[0]));
    }

    [Fact]
    public async Task Heads_are_replaced_and_go_with_their_run_and_uses_are_counted_up_and_down()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Documents((1, 1, 1), (2, 1, 1)) with
        {
            Heads = [new RunHeadRow(2, 1, new byte[] { 2 }), new RunHeadRow(1, 1, new byte[] { 1 })],
            Uses = [Use(7, 2), Use(8, 1), new AttributeUse(7, AttributeKind.Int, HolderKind.Model, 1)],
        }, default);
        await store.CheckpointAsync(Documents((1, 2, 1)) with { Heads = [new RunHeadRow(1, 2, new byte[] { 3 })], Uses = [Use(8, -1), Use(7, 1)] }, default);

        Assert.Equal([(1, 2L, 3), (2, 1L, 2)], (await ListAsync(store.ReadHeadsAsync(default))).Select(row => (row.RunKey, row.Version, (int)row.Head.Span[0])));
        Assert.Equal([Use(7, 3), new AttributeUse(7, AttributeKind.Int, HolderKind.Model, 1)], (await ListAsync(store.ReadUsesAsync(default))).OrderBy(use => use.Holder));
        await store.DeleteRunAsync(1, false, [Use(7, -2)], default);

        Assert.Equal(2, Assert.Single(await ListAsync(store.ReadHeadsAsync(default))).RunKey);
        Assert.Contains(Use(7, 1), await ListAsync(store.ReadUsesAsync(default)));

        static AttributeUse Use(int id, int runs) => new(id, AttributeKind.Float, HolderKind.Run, runs);
    }

    [Fact]
    public async Task Only_a_complete_checkpoint_trims_the_log()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(Group(Entry(1, 1), Entry(2, 1), Entry(3, 1)), default);

        await store.CheckpointAsync(Documents((1, 2, 0)), default);
        Assert.Equal((0, 3), (await store.ReadCheckpointSequenceAsync(default), (await ListAsync(store.ReadLogAsync(0, default))).Count));
        await store.CheckpointAsync(Documents((1, 2, 0)) with { CompleteTo = 2 }, default);

        Assert.Equal(2, await store.ReadCheckpointSequenceAsync(default));
        Assert.Equal(["3/1:"], Texts(await ListAsync(store.ReadLogAsync(0, default))));
    }

    [Fact]
    public async Task Deleting_a_run_takes_its_chunks_and_document_and_counts_them()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(Group(Entry(1, 1, 1)), default);
        await store.CheckpointAsync(Documents((1, 1, 1), (2, 1, 2)), default);
        await store.CheckpointAsync(Chunks(Chunk(Loss, 0, 1, 2), Chunk(new(2, 7), 0, 1, 2)), default);

        var freed = await store.DeleteRunAsync(1, false, [], default);

        Assert.True(freed > 0, $"{freed} bytes freed");
        Assert.Null(store.ReadDocument(1));
        Assert.Empty(await HeadsAsync(store, Loss));
        Assert.NotNull(store.ReadDocument(2));
        Assert.Single(await HeadsAsync(store, new(2, 7)));
        Assert.Single(await ListAsync(store.ReadLogAsync(0, default)));
        Assert.Equal(0, await store.DeleteRunAsync(1, false, [], default));
    }

    private static Task<IReadOnlyList<ChunkHead>> HeadsAsync(IProjectStore store, SeriesKey series) =>
        store.ReadChunkHeadsAsync(series, new Step(double.NegativeInfinity), new Step(double.PositiveInfinity), int.MaxValue, default);

    [Fact]
    public async Task The_newest_heads_come_in_step_order()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks(Chunk(Loss, 0, 1, 1), Chunk(Loss, 10, 12, 2), Chunk(Loss, 20, 25, 3), Chunk(new(1, 99), 30, 35, 4)), default);

        Assert.Equal([2, 3], (await store.ReadLastChunkHeadsAsync(Loss, 2, default)).Select(head => head.Count));
        Assert.Equal([1, 2, 3], (await store.ReadLastChunkHeadsAsync(Loss, 9, default)).Select(head => head.Count));
        Assert.Empty(await store.ReadLastChunkHeadsAsync(new(1, 98), 9, default));
    }

    [Fact]
    public async Task Heads_begin_with_the_last_chunk_at_or_before_the_range()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks(Chunk(Loss, 0, 1, 1), Chunk(Loss, 10, 12, 2), Chunk(Loss, 20, 25, 3), Chunk(Loss, 30, 35, 4)), default);

        async Task<IEnumerable<int>> CountsAsync(double from, double to, int limit = 9) =>
            (await store.ReadChunkHeadsAsync(Loss, new Step(from), new Step(to), limit, default)).Select(head => head.Count);

        Assert.Equal([2, 3], await CountsAsync(15, 25));
        Assert.Equal([2], await CountsAsync(10, 19));
        Assert.Equal([1, 2], await CountsAsync(-5, 10));
        Assert.Equal([4], await CountsAsync(double.PositiveInfinity, double.PositiveInfinity));
        Assert.Equal([2, 3], await CountsAsync(11, 99, 2));
        Assert.Empty(await CountsAsync(-5, -1));
    }

    [Fact]
    public async Task Chunks_of_many_ranges_come_range_by_range()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks(Chunk(Loss, 0, 1, 1), Chunk(Loss, 10, 12, 2), Chunk(Loss, 20, 25, 3)), default);

        var read = await ListAsync(store.ReadChunksAsync(
            Loss, [(new Step(11), new Step(20)), (new Step(13), new Step(19)), (new Step(0), new Step(0)), (new Step(12), new Step(12))], default));

        Assert.Equal(["0:2", "0:3", "2:1", "3:2"], read.Select(found => $"{found.Range}:{found.Chunk.Head.Count}"));
        Assert.All(read, found => Assert.NotEqual(0, found.Chunk.Data.Length));
    }

    [Fact]
    public async Task Deleting_a_run_can_leave_its_chunks()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Documents((1, 1, 1)), default);
        await store.CheckpointAsync(Chunks(Chunk(Loss, 0, 1, 2)), default);

        var freed = await store.DeleteRunAsync(1, true, [], default);

        Assert.True(freed > 0, $"{freed} bytes freed");
        Assert.Null(store.ReadDocument(1));
        Assert.Single(await HeadsAsync(store, Loss));
    }

    [Fact]
    public async Task A_read_in_progress_is_not_disturbed_by_writes()
    {
        await using var store = await OpenAsync();
        await store.CheckpointAsync(Chunks([.. Enumerable.Range(0, 50).Select(i => Chunk(Loss, i, i, i))]), default);

        var seen = new List<int>();
        await foreach (var chunk in store.ReadChunksAsync(Loss, new Step(0), new Step(100), default))
        {
            if (seen.Count == 10)
                await store.CheckpointAsync(new Checkpoint([], [Loss], [Chunk(Loss, 0, 0, 77)], [], null), default);
            seen.Add(chunk.Head.Count);
        }

        Assert.Equal(Enumerable.Range(0, 50), seen);
        Assert.Equal([77], (await HeadsAsync(store, Loss)).Select(head => head.Count));
    }

    [Fact]
    public async Task A_kept_column_takes_the_place_of_the_one_before()
    {
        await using var store = await OpenAsync();
        await store.KeepColumnsAsync([new KeptColumn(1, 5, new byte[] { 1 }), new KeptColumn(2, 5, new byte[] { 2 })], default);
        await store.KeepColumnsAsync([new KeptColumn(2, 9, new byte[] { 3, 4 })], default);

        Assert.Null(store.ReadColumn(3));
        Assert.Equal("5:01", Text(store.ReadColumn(1)));
        Assert.Equal("9:0304", Text(store.ReadColumn(2)));

        static string? Text(KeptColumn? column) => column is { } kept ? $"{kept.Sequence}:{Convert.ToHexString(kept.Data.Span)}" : null;
    }

    [Fact]
    public async Task Everything_is_there_when_the_store_is_opened_again()
    {
        await using (var store = await OpenAsync())
        {
            await store.AppendAsync(new LogGroup([Entry(1, 1), Entry(2, 1, 8)], [new AttributeName(1, "x")], [("r", [5])], 0), default);
            await store.CheckpointAsync(new Checkpoint([], [], [Chunk(Loss, 0, 1, 2)], [new RunDocumentRow(1, 1, new byte[] { 6 })], 1), default);
        }

        await using var again = await OpenAsync();

        Assert.Equal(1, await again.ReadCheckpointSequenceAsync(default));
        Assert.Equal(["2/1:08"], Texts(await ListAsync(again.ReadLogAsync(1, default))));
        Assert.Single(await ListAsync(again.ReadNamesAsync(default)));
        Assert.Single(await ListAsync(again.ReadDocumentsAsync(default)));
        Assert.Equal([2], await CountsAsync(again, 0, 0));
        Assert.Equal(new byte[] { 5 }, await again.FindRequestAsync("r", default));
    }

    private Task<IProjectStore> OpenAsync() => Stores.OpenAsync(Project, default);

    private static LogEntry Entry(long sequence, int run, params byte[] payload) => new(sequence, run, payload);

    private static LogGroup Group(params LogEntry[] entries) => new(entries, [], [], 0);

    private static Chunk Chunk(SeriesKey series, double first, double last, int count) =>
        new(new ChunkHead(series, new Step(first), new Step(last), count, ReadOnlyMemory<byte>.Empty), new byte[] { (byte)count });

    private static Checkpoint Chunks(params Chunk[] chunks) => new([], [], chunks, [], null);

    private static Checkpoint Documents(params (int Key, long Version, byte Content)[] rows) =>
        new([], [], [], [.. rows.Select(row => new RunDocumentRow(row.Key, row.Version, new[] { row.Content }))], null);

    private static IEnumerable<string> Texts(IEnumerable<LogEntry> entries) =>
        entries.Select(entry => $"{entry.Sequence}/{entry.RunKey}:{Convert.ToHexString(entry.Payload.Span)}");

    private static async Task<IEnumerable<int>> CountsAsync(IProjectStore store, double from, double to) =>
        (await ListAsync(store.ReadChunksAsync(Loss, new Step(from), new Step(to), default))).Select(chunk => chunk.Head.Count);

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}

using Shipslog.Core.Storage;

namespace Shipslog.Tests.Storage;

/// <summary>What every set of project stores does.</summary>
public abstract class ProjectStoresContract : IContractOf<IProjectStores>
{
    private static readonly Guid One = new("11111111-1111-1111-1111-111111111111");
    private static readonly Guid Other = new("22222222-2222-2222-2222-222222222222");

    /// <summary>The stores under test; empty.</summary>
    protected abstract IProjectStores Stores { get; }

    [Fact]
    public async Task A_store_is_made_when_it_is_first_opened_and_then_listed()
    {
        Assert.Empty(await Stores.ListAsync(default));

        await (await Stores.OpenAsync(One, default)).DisposeAsync();
        await (await Stores.OpenAsync(Other, default)).DisposeAsync();

        Assert.Equal([One, Other], (await Stores.ListAsync(default)).Order());
    }

    [Fact]
    public async Task Stores_of_different_projects_share_nothing()
    {
        await using var one = await Stores.OpenAsync(One, default);
        await using var other = await Stores.OpenAsync(Other, default);

        await one.CheckpointAsync(new Checkpoint([], [], [], [new RunDocumentRow(1, 1, new byte[] { 1 })], null), default);

        Assert.NotNull(one.ReadDocument(1));
        Assert.Null(other.ReadDocument(1));
    }

    [Fact]
    public async Task A_deleted_store_is_gone_and_opened_anew_it_is_empty()
    {
        await using (var store = await Stores.OpenAsync(One, default))
            await store.CheckpointAsync(new Checkpoint([], [], [], [new RunDocumentRow(1, 1, new byte[100])], null), default);

        var freed = await Stores.DeleteAsync(One, default);

        Assert.True(freed > 0, $"{freed} bytes freed");
        Assert.Empty(await Stores.ListAsync(default));
        await using var again = await Stores.OpenAsync(One, default);
        Assert.Null(again.ReadDocument(1));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_frees_nothing() => Assert.Equal(0, await Stores.DeleteAsync(One, default));
}

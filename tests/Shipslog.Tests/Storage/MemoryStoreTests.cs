using Shipslog.Core.Storage;
using Shipslog.Tests.Fakes;

namespace Shipslog.Tests.Storage;

public sealed class MemoryFileStoreTests : FileStoreContract, IRunsOn<MemoryFileStore>
{
    public MemoryFileStoreTests() => Store = new MemoryFileStore(Clock);

    protected override IFileStore Store { get; }
}

public sealed class MemoryProjectStoreTests : ProjectStoreContract, IRunsOn<MemoryProjectStore>
{
    protected override IProjectStores Stores { get; } = new MemoryProjectStores();
}

public sealed class MemoryProjectStoresTests : ProjectStoresContract, IRunsOn<MemoryProjectStores>
{
    protected override IProjectStores Stores { get; } = new MemoryProjectStores();
}

public sealed class MemoryCatalogTests : CatalogContract, IRunsOn<MemoryCatalog>
{
    protected override ICatalog Catalog { get; } = new MemoryCatalog();
}

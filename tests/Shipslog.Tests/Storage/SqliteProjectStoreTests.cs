using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

public sealed class SqliteProjectStoreTests : ProjectStoreContract, IRunsOn<SqliteProjectStore>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-store").FullName;

    public SqliteProjectStoreTests() => Stores = new SqliteProjectStores(_folder);

    protected override IProjectStores Stores { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class SqliteProjectStoresTests : ProjectStoresContract, IRunsOn<SqliteProjectStores>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-stores").FullName;

    public SqliteProjectStoresTests() => Stores = new SqliteProjectStores(_folder);

    protected override IProjectStores Stores { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

public sealed class EmbeddedCatalogTests : CatalogContract, IRunsOn<Catalog>, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-catalog").FullName;

    public EmbeddedCatalogTests() => Catalog = new Catalog(_folder);

    protected override ICatalog Catalog { get; }

    public async ValueTask DisposeAsync()
    {
        await Catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

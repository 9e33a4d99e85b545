using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

public sealed class FolderFileStoreTests : FileStoreContract, IRunsOn<FolderFileStore>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-files").FullName;

    public FolderFileStoreTests() => Store = new FolderFileStore(_folder, Clock);

    protected override IFileStore Store { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_refused_file_leaves_no_part_on_the_disk()
    {
        await FailureOf(() => Store.PutAsync(new MemoryStream(new byte[300_000]), 200_000, default));

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_unfinished_upload_survives_a_restart()
    {
        var id = await Store.BeginUploadAsync(default);
        await Store.WriteAsync(id, 0, new MemoryStream([1, 2]), 10, default);

        var restarted = new FolderFileStore(_folder, Clock);

        Assert.Equal(2, (await restarted.FinishUploadAsync(id, 2, default)).SizeBytes);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_unavailable()
    {
        var file = Path.Combine(_folder, "taken");
        File.WriteAllText(file, "");

        var failure = Assert.Throws<ShipslogException>(() => new FolderFileStore(file, Clock));

        Assert.Equal(Failure.Unavailable, failure.Failure);
    }
}

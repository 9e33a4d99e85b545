using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <content>Addresses that are no hashes: <c>files/bound/ab/&lt;address&gt;.txt</c> holds the hash of the content, in hexadecimal.</content>
public sealed partial class FolderFileStore
{
    /// <inheritdoc/>
    public async Task BindToAsync(ContentHash address, ContentHash content, CancellationToken cancellation)
    {
        var temporary = Path.Combine(_uploads, "bind-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using (var file = Create(temporary, FileMode.CreateNew))
            {
                await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(content.Hex), cancellation).ConfigureAwait(false);
                Sync(file);
            }

            var target = BindingPath(address);
            SqliteErrors.Guard(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.SetLastWriteTimeUtc(temporary, _time.GetUtcNow().UtcDateTime);
                File.Move(temporary, target, overwrite: true);
                FolderSync.Sync(Path.GetDirectoryName(target)!);
                return true;
            });
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public ContentHash? Bound(ContentHash address)
    {
        try
        {
            return ContentHash.TryParse(File.ReadAllText(BindingPath(address)), out var content) ? content : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShipslogException(Failure.Unavailable, "A stored file can't be read.", "storage-failed", e.Message);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(ContentHash Address, ContentHash Content, DateTimeOffset Bound)> ListBindings()
    {
        var folder = new DirectoryInfo(Path.Combine(_folder, "bound"));
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.txt", SearchOption.AllDirectories) : [])
        {
            if (ContentHash.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var address) && Bound(address) is { } content)
                yield return (address, content, file.LastWriteTimeUtc);
        }
    }

    /// <summary>Drops a binding, unless it was made after a time.</summary>
    private void Unbind(ContentHash address, DateTimeOffset? unlessAfter)
    {
        var binding = new FileInfo(BindingPath(address));
        if (binding.Exists && (unlessAfter is null || binding.LastWriteTimeUtc <= unlessAfter.Value.UtcDateTime))
            SqliteErrors.Guard(() =>
            {
                File.Delete(BindingPath(address));
                return true;
            });
    }

    private string BindingPath(ContentHash address) => Path.Combine(_folder, "bound", address.Hex[..2], address.Hex + ".txt");
}

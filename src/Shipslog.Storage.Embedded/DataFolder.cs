using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>The folder that holds everything.</summary>
public static class DataFolder
{
    /// <summary>Makes this process the folder's only server until the result is disposed, and upgrades an older folder, with a snapshot first. The folder is created when missing.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="tell">Gets lines for people about an upgrade.</param>
    /// <exception cref="ShipslogException">Conflict: another process serves it. Unavailable: it can't be written, or was written by a newer program.</exception>
    public static IDisposable Lock(string folder, Action<string>? tell = null)
    {
        var held = Take(folder);
        try
        {
            WriteAheadLogs.Mend(folder, tell ?? (_ => { }));
            FolderFormat.Upgrade(folder, tell ?? (_ => { }));
            File.Delete(Path.Combine(folder, "backup")); // A backup that is served is live data from now on.
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes a folder ready for a command that works beside a server: one of this program's format is, any other is upgraded when nobody serves it.</summary>
    /// <exception cref="ShipslogException">Conflict: a server of another version uses it. Unavailable: as for <see cref="Lock"/>.</exception>
    public static void Prepare(string folder, Action<string>? tell = null)
    {
        if (FolderFormat.Read(folder) != FolderFormat.Current)
            Lock(folder, tell).Dispose();
    }

    private static FileStream Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ShipslogException(Failure.Unavailable, $"The data folder can't be written: {e.Message}");
        }

        try
        {
            return new FileStream(
                Path.Combine(folder, "shipslog.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ShipslogException(Failure.Unavailable, $"The data folder can't be written: {e.Message}");
        }
        catch (IOException)
        {
            throw new ShipslogException(Failure.Conflict, $"Another shipslog server already uses the data folder {folder}.", "folder-in-use");
        }
    }
}

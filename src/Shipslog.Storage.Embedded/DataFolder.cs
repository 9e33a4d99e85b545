using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>The folder that holds everything.</summary>
public static class DataFolder
{
    /// <summary>Makes this process the folder's only server until the result is disposed. The folder is created when missing.</summary>
    /// <exception cref="ShipslogException">Conflict: another process serves it. Unavailable: it can't be written.</exception>
    public static IDisposable Lock(string folder)
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

using System.Runtime.InteropServices;

namespace Shipslog.Storage.Embedded;

/// <summary>Makes a rename survive a power cut: on Unix a folder must be synced like a file. .NET can't open a folder, so this asks the C library.</summary>
internal static partial class FolderSync
{
    public static void Sync(string folder)
    {
        for (var path = folder; path is not null && Path.GetFileName(path) != "files"; path = Path.GetDirectoryName(path))
            SyncOne(path);
    }

    /// <summary>Syncs one folder, so that a file renamed into it stays there.</summary>
    public static void SyncOne(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            return;
        try
        {
            if (Fsync(handle) != 0)
                throw new IOException($"A folder can't be synced (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}

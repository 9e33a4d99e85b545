using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shipslog.Storage.Embedded;

/// <summary>Makes what was written to a file survive a power cut.</summary>
internal static partial class FileSync
{
    /// <summary>Returns when a file's bytes (and its length, but not its times) are on disk.</summary>
    public static void Data(SafeFileHandle file)
    {
        // .NET syncs a file with its times, and those cost a write of their own.
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(file);
        else if (Fdatasync(file) != 0)
            throw new IOException($"A file can't be synced (error {Marshal.GetLastPInvokeError()}).", Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);
}

using System.Diagnostics;
using System.Globalization;

namespace Shipslog.EndToEnd.Program;

/// <summary>
/// A data folder that runs out of space: a small disk of its own where one may be mounted; else (and when asked for) no file of the server can grow beyond a size, which fails
/// as a broken medium does.
/// </summary>
internal sealed class SmallDisk : DataFolder
{
    private const int KiloBytes = 6 * 1024;

    private readonly bool _isMounted;

    public SmallDisk(bool mount) =>
        _isMounted = mount && Run("mount", "-t", "tmpfs", "-o", Size(KiloBytes), "none", Path);

    /// <summary>How the server is started on it.</summary>
    public string[] Program => _isMounted
        ? Repository.Server
        : ["bash", "-c", "trap '' XFSZ; exec \"$@\"", "limited", .. Repository.Server];

    /// <summary>Space is short from now on. Not earlier: the runtime makes large files in memory when it starts.</summary>
    public void Limit(ServerProcess server) => Assert.True(
        _isMounted || Run("prlimit", "--pid", Text(server.Id), string.Create(CultureInfo.InvariantCulture, $"--fsize={KiloBytes / 2 * 1024}:unlimited")));

    /// <summary>There is space again.</summary>
    public void Grow(ServerProcess server) => Assert.True(_isMounted
        ? Run("mount", "-o", "remount," + Size(200 * 1024), Path)
        : Run("prlimit", "--pid", Text(server.Id), "--fsize=unlimited:unlimited"));

    public override void Dispose()
    {
        if (_isMounted)
            Assert.True(Run("umount", "--lazy", Path));
        base.Dispose();
    }

    private static string Size(int kiloBytes) => string.Create(CultureInfo.InvariantCulture, $"size={kiloBytes}k");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

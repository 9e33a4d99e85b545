namespace Shipslog.Bench;

/// <summary>The clone that this program was built in.</summary>
internal static class Repository
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static string Root { get; } = FindRoot();

    /// <summary>The server, run by <c>dotnet</c>, of the same build as this program.</summary>
    public static string Server { get; } = Path.Combine(Root, "src", "Shipslog", "bin", Configuration, "net10.0", "shipslog.dll");

    public static string PerformanceDocument => Path.Combine(Root, "docs", "performance.md");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Shipslog.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The bench does not lie in a clone of Shipslog.");
        return folder.FullName;
    }
}

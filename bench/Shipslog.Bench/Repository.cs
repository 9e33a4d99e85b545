namespace Shipslog.Bench;

/// <summary>The clone that this program was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The program as users get it, published by <c>./dev bench</c> before it measures.</summary>
    public static string Server { get; set; } = Path.Combine(Root, "out", "shipslog");

    public static string PerformanceDocument => Path.Combine(Root, "docs", "performance.md");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Shipslog.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The bench does not lie in a clone of Shipslog.");
        return folder.FullName;
    }
}

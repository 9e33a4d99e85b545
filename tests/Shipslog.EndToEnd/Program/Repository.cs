[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Shipslog.EndToEnd.Program;

/// <summary>Where the tests find what was built.</summary>
internal static class Repository
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>The clone's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The program as <c>./dev build</c> leaves it, run by <c>dotnet</c>.</summary>
    public static string[] Built { get; } = ["dotnet", Path.Combine(Root, "src", "Shipslog", "bin", Configuration, "net10.0", "shipslog.dll")];

    /// <summary>The program as <c>./dev publish</c> leaves it.</summary>
    public static string[] Published { get; } = [Path.Combine(Root, "out", "shipslog")];

    /// <summary>The published program, or the built one where none was published or SHIPSLOG_BUILT is set.</summary>
    public static string[] Server =>
        File.Exists(Published[0]) && Environment.GetEnvironmentVariable("SHIPSLOG_BUILT") is null ? Published : Built;

    /// <summary>The recorded exchanges of every protocol.</summary>
    public static IReadOnlyList<string> Exchanges() =>
        [.. Directory.GetFiles(Path.Combine(Root, "protocols"), "*.http", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>A folder for what people look at after a test: screenshots, server logs.</summary>
    public static string Output(string name) => Directory.CreateDirectory(Path.Combine(Root, "test-output", name)).FullName;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Shipslog.slnx")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not lie in a clone of Shipslog.");
        return folder.FullName;
    }
}

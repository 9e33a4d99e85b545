using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shipslog.Tests;

/// <summary>What the compiler doesn't hold: who may know whom, which words stay where, and how large a file may be.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(Path.GetDirectoryName(OwnPath())!, "..", "..", "src");

    private static readonly Dictionary<string, string> Files = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Source, path).Replace('\\', '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(Source, path)));

    private static readonly string[] ProtocolFolders =
        [.. Directory.EnumerateDirectories(Path.Combine(Source, "Shipslog.Protocols")).Select(path => Path.GetFileName(path)!)
            .Where(name => name is not ("Http" or "obj" or "bin"))];

    [Fact]
    public void Each_project_references_the_core_and_only_the_program_references_them_all()
    {
        var projects = Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories).ToList();

        Assert.True(projects.Count >= 4, "The projects were not found.");
        foreach (var project in projects.Where(path => Path.GetFileName(path) != "Shipslog.csproj"))
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).ToList();
            string[] allowed = Path.GetFileName(project) == "Shipslog.Core.csproj" ? [] : ["Shipslog.Core"];
            Assert.True(references.All(allowed.Contains), $"{Path.GetFileName(project)} references {string.Join(", ", references)}.");
        }
    }

    [Fact]
    public void The_core_knows_no_web_no_database_and_no_protocol() =>
        Nobody("Shipslog.Core/", CoreMayNotName(), "what only the outside knows");

    [Fact]
    public void Protocols_know_no_database_and_stores_no_web()
    {
        Nobody("Shipslog.Protocols/", ProtocolsMayNotName(), "a store's inside");
        Nobody("Shipslog.Storage.Embedded/", StoresMayNotName(), "the web");
    }

    [Fact]
    public void A_protocol_folder_never_mentions_another()
    {
        Assert.True(ProtocolFolders.Length >= 2, "The protocol folders were not found.");
        foreach (var (folder, other) in from one in ProtocolFolders from two in ProtocolFolders where one != two select (one, two))
            Nobody($"Shipslog.Protocols/{folder}/", new Regex($@"Shipslog\.Protocols\.{other}\b"), $"the folder {other}");
    }

    [Fact]
    public void Foreign_words_stay_in_their_protocol() =>
        Assert.Empty(
            from file in Files
            where !ProtocolFolders.Any(folder => folder != "Api" && file.Key.StartsWith($"Shipslog.Protocols/{folder}/", StringComparison.Ordinal))
            from Match word in ForeignName().Matches(Code(file.Value))
            select $"{file.Key}: {word.Value}");

    [Fact]
    public void No_file_is_longer_than_600_lines() =>
        Assert.Empty(Files.Where(file => file.Value.Count(letter => letter == '\n') > 600).Select(file => file.Key));

    [Fact]
    public void No_type_is_named_for_a_role_that_says_nothing() =>
        Assert.Empty(from file in Files from Match type in EmptyName().Matches(Code(file.Value)) select $"{file.Key}: {type.Value}");

    private static void Nobody(string folder, Regex names, string what)
    {
        var searched = Files.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).ToList();
        Assert.True(searched.Count > 5, $"{folder} was not found.");
        var found = from file in searched from Match match in names.Matches(Code(file.Value)) select $"{file.Key} names {what}: {match.Value}";
        Assert.Empty(found);
    }

    /// <summary>Without comments and strings.</summary>
    private static string Code(string text) => Comment().Replace(text, "");

    private static string OwnPath([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"Microsoft\.(AspNetCore|Data)[\w.]*|\bSqlite\w*|Google\.Protobuf|Shipslog\.(Storage\.Embedded|Protocols|Commands)")]
    private static partial Regex CoreMayNotName();

    [GeneratedRegex(@"Microsoft\.Data[\w.]*|\bSqlite\w*|Shipslog\.Storage\.Embedded")]
    private static partial Regex ProtocolsMayNotName();

    [GeneratedRegex(@"Microsoft\.AspNetCore[\w.]*|Shipslog\.Protocols")]
    private static partial Regex StoresMayNotName();

    [GeneratedRegex(@"\b\w*([Ee]xperiment|[Ll]eaderboard|[Gg]auge)\w*")]
    private static partial Regex ForeignName();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Manager|Helpers?|Utils?|Service|Impl|Base|Info)\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"//.*|""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Comment();
}

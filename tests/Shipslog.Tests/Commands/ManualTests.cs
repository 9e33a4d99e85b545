using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shipslog.Commands;

namespace Shipslog.Tests.Commands;

/// <summary><c>docs/user/command-line.md</c> is what <c>shipslog help</c> prints, <c>docs/user/configuration.md</c> what <see cref="ShipslogOptions"/> says. <c>SHIPSLOG_GENERATE=1</c> writes them anew.</summary>
public sealed partial class ManualTests
{
    [Fact]
    public async Task The_committed_manual_is_what_help_prints()
    {
        using var output = new StringWriter { NewLine = "\n" };
        await RootCommands.RunAsync(["help"], TextReader.Null, output, TextWriter.Null);
        var lines = output.ToString().Split('\n').Select(line => line.TrimEnd());
        var text = $"""
            # The command line

            `./dev publish` makes the program `out/shipslog`. This is what `shipslog help` prints:

            ```
            {string.Join('\n', lines).TrimEnd()}
            ```

            Every verb but `serve` works while a server runs on the folder and while none does. Listings are lines of tab-separated columns, or JSON with `--json`.
            Passwords come on standard input only. Exit codes: 0 done, 1 failed (one line on standard error), 2 the command line was not understood.

            """.ReplaceLineEndings("\n");

        await AssertCommittedAsync("command-line.md", text);
    }

    [Fact]
    public async Task The_committed_configuration_is_what_the_options_say()
    {
        var options = typeof(ShipslogOptions).GetProperties();
        Assert.NotEmpty(options);
        var summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "shipslog.xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")!), StringComparer.Ordinal);
        var text = new StringBuilder("""
            # Configuration

            None is needed. What is set later wins: the defaults, `shipslog.json` in the folder where the program is started, the environment, the command line.
            A key that is unknown, or a value of the wrong type, ends the program with one line that names it. `shipslog config` prints what is in force.

            | in `shipslog.json` | in the environment | default | |
            |--|--|--|--|

            """.ReplaceLineEndings("\n"));
        foreach (var option in options)
        {
            var value = option.GetValue(new ShipslogOptions()) switch { null => "", bool truth => truth ? "`true`" : "`false`", var other => $"`{other}`" };
            text.Append($"| `{option.Name}` | `SHIPSLOG__{option.Name.ToUpperInvariant()}` | {value} | {summaries[$"P:Shipslog.ShipslogOptions.{option.Name}"]} |\n");
        }

        text.Append("\nFor example `{\"Urls\": \"http://0.0.0.0:5050\", \"PublicUrl\": \"https://tracker.example.org\", \"ForwardedHeaders\": true}` behind a proxy that speaks https.\n");

        await AssertCommittedAsync("configuration.md", text.ToString());
    }

    private static async Task AssertCommittedAsync(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("SHIPSLOG_GENERATE") == "1")
            await File.WriteAllTextAsync(Committed(name), text);
        Assert.True(
            File.Exists(Committed(name)) && await File.ReadAllTextAsync(Committed(name)) == text,
            $"docs/user/{name} is out of date: run the tests with SHIPSLOG_GENERATE=1 and commit what changes.");
    }

    private static string Plain(XElement summary)
    {
        foreach (var code in summary.Elements("c").ToList())
            code.ReplaceWith($"`{code.Value}`");
        return Blanks().Replace(summary.Value, " ").Trim();
    }

    private static string Committed(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/user", name));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

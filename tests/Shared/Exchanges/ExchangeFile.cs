using System.Globalization;

namespace Shipslog.Exchanges;

/// <summary>Reads files of recorded exchanges.</summary>
public static class ExchangeFile
{
    private const string Separator = "###";
    private const string StatusLine = "HTTP/1.1 ";

    /// <summary>The exchanges of a file, in the order in which they happened.</summary>
    public static IReadOnlyList<Exchange> Read(string path) => Parse(File.ReadAllText(path), Path.GetFileName(path));

    /// <summary>The same of a text; <paramref name="name"/> is for messages.</summary>
    public static IReadOnlyList<Exchange> Parse(string text, string name = "exchanges")
    {
        var exchanges = new List<Exchange>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var start = Next(lines, 0); start < lines.Length;)
        {
            var end = Next(lines, start + 1);
            exchanges.Add(ParseOne(lines[start][Separator.Length..].Trim(), start + 1, lines[(start + 1)..end], name));
            start = end;
        }

        return exchanges;
    }

    private static int Next(string[] lines, int from)
    {
        while (from < lines.Length && !lines[from].StartsWith(Separator, StringComparison.Ordinal))
            from++;
        return from;
    }

    private static Exchange ParseOne(string title, int line, string[] lines, string name)
    {
        var answer = Array.FindIndex(lines, item => item.StartsWith(StatusLine, StringComparison.Ordinal));
        if (answer < 1 || lines[0].Split(' ', 2) is not [var method, var target])
            throw new FormatException($"{name}:{line}: an exchange is a request line and, below, a line that begins with {StatusLine.Trim()}.");
        var (headers, body) = Split(lines[1..answer]);
        var (answerHeaders, answerBody) = Split(lines[(answer + 1)..]);
        return new Exchange(title, line, method, target, headers, body, new ExpectedAnswer(
            int.Parse(lines[answer].Split(' ')[1], CultureInfo.InvariantCulture),
            answerHeaders.Where(header => header.Name == "Content-Type").Select(header => header.Value).FirstOrDefault(),
            answerBody.Length == 0 ? null : answerBody));
    }

    private static (List<(string Name, string Value)> Headers, string Body) Split(string[] lines)
    {
        var headers = lines.TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2))
            .Select(parts => (parts[0], parts[1].Trim()))
            .ToList();
        return (headers, string.Join('\n', lines.Skip(headers.Count + 1)).TrimEnd('\n'));
    }
}

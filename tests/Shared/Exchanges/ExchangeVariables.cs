using System.Globalization;
using System.Text.RegularExpressions;

namespace Shipslog.Exchanges;

/// <summary>The values behind <c>{{name}}</c>.</summary>
public sealed partial class ExchangeVariables(long startUnixMilliseconds)
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>A value that was given, or captured from an answer.</summary>
    public string this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"No answer has given {name} yet.");
        set => _values[name] = value;
    }

    /// <summary>Puts values in the place of their names; <c>{{now+250}}</c> is 250 ms after the start.</summary>
    public string Fill(string text) => Name().Replace(text, match =>
        match.Groups["offset"].Success
            ? (startUnixMilliseconds + long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
            : this[match.Groups["name"].Value]);

    [GeneratedRegex(@"\{\{(?:now(?<offset>[+-]\d+)|(?<name>[\w.-]+))\}\}")]
    private static partial Regex Name();
}

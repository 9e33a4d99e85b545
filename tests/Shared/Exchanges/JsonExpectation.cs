using System.Text.Json;

namespace Shipslog.Exchanges;

/// <summary>
/// Compares JSON with what was recorded: every recorded member must be there and equal, further members may be; <c>"{{any}}"</c> is any
/// value, <c>"{{name=}}"</c> keeps the value under a name, <c>"{{name}}"</c> is the value kept; an array with <c>"…"</c> at its end
/// may hold other items between and after those recorded.
/// </summary>
public static class JsonExpectation
{
    private const string Others = "…";

    /// <summary>Null when it fits, else the first difference.</summary>
    public static string? Difference(string expected, string actual, ExchangeVariables variables)
    {
        try
        {
            using var want = JsonDocument.Parse(expected);
            using var got = JsonDocument.Parse(actual);
            return Compare("$", want.RootElement, got.RootElement, variables);
        }
        catch (JsonException error)
        {
            return $"no JSON: {error.Message} {actual}";
        }
    }

    private static string? Compare(string path, JsonElement want, JsonElement got, ExchangeVariables variables)
    {
        if (want.ValueKind == JsonValueKind.String && want.GetString()!.StartsWith("{{", StringComparison.Ordinal))
        {
            var name = want.GetString()!;
            if (name == "{{any}}")
                return null;
            if (name.EndsWith("=}}", StringComparison.Ordinal))
            {
                variables[name[2..^3]] = got.ToString();
                return null;
            }
        }

        return want.ValueKind switch
        {
            JsonValueKind.Object => CompareObjects(path, want, got, variables),
            JsonValueKind.Array => CompareArrays(path, want, got, variables),
            JsonValueKind.String => got.ValueKind == JsonValueKind.String && variables.Fill(want.GetString()!) == got.GetString() ? null : Unlike(path, want, got),
            JsonValueKind.Number => got.ValueKind == JsonValueKind.Number && want.GetDouble().Equals(got.GetDouble()) ? null : Unlike(path, want, got),
            _ => want.ValueKind == got.ValueKind ? null : Unlike(path, want, got),
        };
    }

    private static string? CompareObjects(string path, JsonElement want, JsonElement got, ExchangeVariables variables)
    {
        if (got.ValueKind != JsonValueKind.Object)
            return Unlike(path, want, got);
        foreach (var member in want.EnumerateObject())
        {
            if (!got.TryGetProperty(member.Name, out var value))
                return $"{path}.{member.Name} is missing";
            if (Compare($"{path}.{member.Name}", member.Value, value, variables) is { } difference)
                return difference;
        }

        return null;
    }

    private static string? CompareArrays(string path, JsonElement want, JsonElement got, ExchangeVariables variables)
    {
        if (got.ValueKind != JsonValueKind.Array)
            return Unlike(path, want, got);
        var wanted = want.EnumerateArray().ToList();
        var items = got.EnumerateArray().ToList();
        var open = wanted.Count > 0 && wanted[^1].ValueKind == JsonValueKind.String && wanted[^1].GetString() == Others;
        if (!open && wanted.Count != items.Count)
            return $"{path} has {items.Count} items, not {wanted.Count}: {got}";
        var next = 0;
        foreach (var (index, item) in wanted.Take(open ? wanted.Count - 1 : wanted.Count).Index())
        {
            string? difference = $"{path}[{index}] is not among the items: {item}";
            while (next < items.Count && (difference = Compare($"{path}[{next}]", item, items[next++], variables)) is not null && open)
            {
            }

            if (difference is not null)
                return difference;
        }

        return null;
    }

    private static string Unlike(string path, JsonElement want, JsonElement got) => $"{path} is {got.GetRawText()}, not {want.GetRawText()}";
}

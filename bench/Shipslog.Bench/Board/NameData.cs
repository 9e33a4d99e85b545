namespace Shipslog.Bench.Board;

/// <summary>Attribute names as projects with a series per layer and dataset have them.</summary>
internal static class NameData
{
    private const int NamesPerRun = 2_000;

    /// <summary>What is searched for: literals at the start, in the middle, none; many hits and few.</summary>
    public static readonly (string Pattern, bool IsRegex)[] Searches =
    [
        ("layer_77/", false),
        ("layer_77/.*grad", true),
        ("^train/.*/bias$", true),
        (@"layer_\d+7/(weight|bias)_norm$", true),
        (".*", true),
        ("no such name.*x", true),
        (@"[0-9]{3}/w", true),
    ];

    public static IEnumerable<string> All(int names)
    {
        string[] splits = ["train", "val", "test"], parts = ["weight", "bias", "weight_norm", "bias_norm", "grad/mean", "grad/std"];
        for (var i = 0; i < names; i++)
            yield return $"{splits[i % 3]}/block_{i / 18_000}/layer_{i / 18 % 1_000}/head_{i / 18_000 % 7}/{parts[i / 3 % 6]}";
    }

    public static async Task FillAsync(ShipslogServer server, int names)
    {
        foreach (var part in All(names).Chunk(NamesPerRun))
        {
            await server.PostAsync("/runs", new
            {
                operations = part.Select(path => new { op = "assign", path, kind = "float", value = 0.5 }),
            });
        }
    }
}

namespace Shipslog.Bench.Board;

/// <summary>Runs of 200 attributes of every kind that a table shows: made through the API, as a client makes them.</summary>
internal static class BoardData
{
    public const int Attributes = 200;

    private static readonly string[] _models = ["xception", "resnet", "vit", "efficientnet", "lstm", "unet"];

    /// <summary>100 floats, 40 ints, 40 strings of few values, 5 truth values, 14 float series, tags.</summary>
    public static async Task FillAsync(ShipslogServer server, int runs)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= runs; i = Interlocked.Increment(ref next))
                await server.PostAsync("/runs", new { customId = $"board-{i}", name = $"run {i}", operations = Operations(i) });
        })));
    }

    public static string Float(int i) => $"{(i % 2 == 0 ? "train" : "val")}/metrics/m{i}";

    public static string Series(int i) => $"logs/epoch/series{i}";

    private static List<object> Operations(int run)
    {
        var random = new Random(run);
        var operations = new List<object>(Attributes);
        for (var i = 0; i < 100; i++)
        {
            if (random.Next(20) > 0)
                operations.Add(new { op = "assign", path = Float(i), kind = "float", value = Math.Round(random.NextDouble(), 6) });
        }

        for (var i = 0; i < 40; i++)
            operations.Add(new { op = "assign", path = $"parameters/int{i}", kind = "int", value = random.Next(2 << i % 12) });
        for (var i = 0; i < 40; i++)
            operations.Add(new { op = "assign", path = $"parameters/text{i}", kind = "string", value = _models[random.Next(_models.Length)] + random.Next(i + 1) });
        for (var i = 0; i < 5; i++)
            operations.Add(new { op = "assign", path = $"parameters/flag{i}", kind = "bool", value = random.Next(2) == 0 });
        for (var i = 0; i < 14; i++)
            operations.Add(new { op = "append", path = Series(i), kind = "floatSeries", points = new[] { new { step = 0, value = random.NextDouble() }, new { step = 1, value = random.NextDouble() } } });
        operations.Add(new { op = "addToSet", path = "sys/tags", values = new[] { _models[run % 6], $"sweep-{run % 200}" } });
        return operations;
    }
}

using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Makes random requests that the server must accept, each with what it means for the runs it touches.</summary>
internal sealed partial class RequestMaker(RandomData random, string root)
{
    private const int MaxPoints = 30;

    public TortureRequest Create(ModelRun run)
    {
        var (kind, value, answer) = random.Scalar();
        var tag = random.Word();
        object[] operations =
        [
            new { op = "assign", path = "values/" + kind, kind, value },
            new { op = "addToSet", path = "sys/tags", values = new[] { tag } },
        ];
        return new TortureRequest(
            "creations",
            () => Post("/runs", new { customId = run.Id, operations }),
            [(run, _ => RunModel.Empty.With("values/" + kind, Scalar(kind, answer)).ChangeSet("sys/tags", [tag], []))],
            made => run.Uuid = made.GetProperty("id").GetString()!);
    }

    public TortureRequest Operations(ModelRun run)
    {
        var operations = new List<object>();
        var changes = new List<Func<RunModel, RunModel>>();
        for (var left = 1 + random.Next(4); left > 0; left--)
        {
            var (operation, change) = Operation();
            operations.Add(operation);
            changes.Add(change);
        }

        return new TortureRequest(
            "operations",
            () => Post($"/runs/{run.Id}/operations", new { operations }),
            [(run, model => changes.Aggregate(model!, (one, change) => change(one)))],
            AssertNothingRejected);
    }

    public TortureRequest Points(IReadOnlyList<ModelRun> runs, bool json)
    {
        var id = Guid.NewGuid().ToString("N");
        var parts = runs.Select(run => (run.Id, Series: (IReadOnlyList<PointsBody.Series>)[.. SeriesPaths().Select(Series)])).ToList();
        var encoding = random.Pick<string?>([null, "zstd", "gzip"]);
        return new TortureRequest(
            json ? "points as JSON" : "points",
            () => new HttpRequestMessage(HttpMethod.Post, root + "/ingest")
            {
                Content = json ? PointsJson(id, parts) : PointsBody.Make(id, parts, encoding),
            },
            [.. runs.Select((run, i) => (run, (Func<RunModel?, RunModel?>)(model => parts[i].Series.Aggregate(model!, Append))))],
            AssertNothingRejected,
            TellsDuplicates: true);
    }

    public TortureRequest Neptune(ModelRun run)
    {
        var (path, number, steps) = ($"neptune/f{random.Next(3)}", random.Next(1000) / 8.0, random.Steps(1 + random.Next(5)));
        var times = random.Times(steps.Length);
        var tag = random.Word();
        var clears = random.Chance(0.2);
        var operations = new List<object>
        {
            new { path = "neptune/value", assignFloat = new { value = number } },
            new { path = "sys/tags", insertStrings = new { values = new[] { tag } } },
            new { path, logFloats = new { entries = steps.Select((step, i) => new { value = number, step, timestampMilliseconds = times[i] }) } },
        };
        if (clears)
            operations.Insert(0, new { path, clearFloatSeries = new { } });
        return new TortureRequest(
            "neptune operations",
            () => new HttpRequestMessage(HttpMethod.Post, $"/api/leaderboard/v1/attributes/operations?experimentId={run.Uuid}") { Content = JsonContent.Create(operations) },
            [(run, model => (clears ? model!.Without(path) : model!)
                .With("neptune/value", Scalar("float", ModelValue.Scalar.Text(number)))
                .ChangeSet("sys/tags", [tag], [])
                .Append(path, steps.Select((step, i) => (step, number, times[i]))))],
            errors => Assert.Equal("[]", errors.GetRawText()));
    }

    public TortureRequest Upload(ModelRun run)
    {
        var (path, number) = ($"files/文件 {random.Next(4)}.bin", random.ContentNumber());
        var content = RandomData.Content(number);
        var hash = Convert.ToHexString(SHA256.HashData(content));
        return new TortureRequest(
            "files",
            () => new HttpRequestMessage(HttpMethod.Put, $"{root}/runs/{run.Id}/file?path={Uri.EscapeDataString(path)}") { Content = new ByteArrayContent(content) },
            [(run, model => model!.With(path, new ModelValue.File(hash, content.Length)))],
            answer => Assert.Equal(hash, answer.GetProperty("hash").GetString(), ignoreCase: true));
    }

    public TortureRequest Trash(ModelRun run, bool trashed) => new(
        trashed ? "trashed" : "restored",
        () => Post(trashed ? "/runs/trash" : "/runs/restore", new { runs = new[] { run.Id } }),
        [(run, model => model! with { Trashed = trashed })],
        _ => { });

    public TortureRequest Purge(ModelRun run) => new(
        "purges", () => Post("/runs/purge", new { runs = new[] { run.Id } }), [(run, _ => null)], _ => { });

    private (object Operation, Func<RunModel, RunModel> Change) Operation()
    {
        var values = new[] { random.Word(), random.Word() };
        switch (random.Next(7))
        {
            case 0:
                return (new { op = "addToSet", path = "sys/tags", values }, model => model.ChangeSet("sys/tags", values, []));
            case 1:
                return (new { op = "removeFromSet", path = "sys/tags", values }, model => model.ChangeSet("sys/tags", [], values));
            case 2:
                return (new { op = "clearSet", path = "sets/one" }, model => model.ChangeSet("sets/one", [], [], clear: true));
            case 3:
                var doomed = random.Pick([.. SeriesPaths(), "files/文件 1.bin", "files/parts", "files/set", "values/string"]);
                return (new { op = "delete", path = doomed }, model => model.Without(doomed));
            case 4:
                var series = Series(random.Pick(SeriesPaths()));
                var points = series.Steps.Select((step, i) => new { step, value = Wire(series.Values.GetValue(i)!), at = series.Times[i] });
                return (new { op = "append", path = series.Path, kind = series.Kind == 3 ? "stringSeries" : "floatSeries", points }, model => Append(model, series));
            default:
                var (kind, value, answer) = random.Scalar();
                return (new { op = "assign", path = "values/" + kind, kind, value }, model => model.With("values/" + kind, Scalar(kind, answer)));
        }
    }

    private string[] SeriesPaths() => [$"metrics/f{random.Next(4)}", $"metrics/d{random.Next(4)}", $"texts/журнал {random.Next(2)}"];

    private PointsBody.Series Series(string path)
    {
        var steps = random.Steps(1 + random.Next(MaxPoints));
        Array values = path[8] switch
        {
            'f' => steps.Select(_ => (float)random.Number()).ToArray(),
            'd' => steps.Select(_ => random.Number()).ToArray(),
            _ => steps.Select(_ => random.Word()).ToArray(),
        };
        return new PointsBody.Series(path, values switch { float[] => 2, double[] => 1, _ => 3 }, steps, random.Times(steps.Length), values);
    }

    private static RunModel Append(RunModel model, PointsBody.Series series) => series.Kind == 3
        ? model.Append(series.Path, series.Steps.Select((step, i) => (step, (string)series.Values.GetValue(i)!, series.Times[i])))
        : model.Append(series.Path, series.Steps.Select((step, i) => (step, Convert.ToDouble(series.Values.GetValue(i), null), series.Times[i])));

    private static JsonContent PointsJson(string requestId, IEnumerable<(string Run, IReadOnlyList<PointsBody.Series> Series)> runs) => JsonContent.Create(new
    {
        requestId,
        runs = runs.Select(run => new
        {
            run = run.Run,
            series = run.Series.Select(series => new
            {
                path = series.Path,
                kind = series.Kind == 3 ? "stringSeries" : "floatSeries",
                values = series.Values.Cast<object>().Select(Wire),
                steps = series.Steps,
                at = series.Times,
            }),
        }),
    });

    private static object Wire(object value) => value is string ? value : RandomData.Json(Convert.ToDouble(value, null));

    private static ModelValue.Scalar Scalar(string kind, string answer) => new(kind, answer);

    private static void AssertNothingRejected(JsonElement answer) => Assert.Equal(0, answer.GetProperty("rejected").GetArrayLength());

    private HttpRequestMessage Post(string path, object body) => new(HttpMethod.Post, root + path)
    {
        Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
    };
}

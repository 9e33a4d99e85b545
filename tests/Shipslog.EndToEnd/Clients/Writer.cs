using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Shipslog.EndToEnd.Clients;

/// <summary>A client that writes to one run without pause, and remembers what the server has acknowledged.</summary>
internal abstract class Writer
{
    /// <summary>Points, or files, in one request.</summary>
    public abstract int BatchSize { get; }

    /// <summary>How many points (files) the server has acknowledged: those numbered below this.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Writes until the server is gone; tells after every acknowledgement.</summary>
    public async Task WriteAsync(Account account, Action acknowledged)
    {
        while (true)
        {
            using var request = Request(Acknowledged);
            try
            {
                using var answer = await account.Http.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
                AssertAccepted(body);
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                return;
            }

            Acknowledged += BatchSize;
            acknowledged();
        }
    }

    /// <summary>
    /// Compares what is stored with what was acknowledged: everything is there, and of the request that was under way when the server died
    /// either all or nothing. Writing goes on after what is there.
    /// </summary>
    public async Task VerifyAsync(Account account)
    {
        var stored = await CountAsync(account);
        Assert.True(stored == Acknowledged || stored == Acknowledged + BatchSize, $"{GetType().Name}: {Acknowledged} were acknowledged in batches of {BatchSize}, {stored} are stored.");
        Acknowledged = stored;
    }

    /// <summary>The request that writes the next batch, numbered from <paramref name="first"/>.</summary>
    protected abstract HttpRequestMessage Request(int first);

    /// <summary>Reads all that is stored, compares each with what was sent, and counts.</summary>
    protected abstract Task<int> CountAsync(Account account);

    /// <summary>Fails when a successful answer says that a part was refused.</summary>
    protected abstract void AssertAccepted(string body);

    /// <summary>The value of a point: any number, some of them not finite.</summary>
    protected static double Value(int number) => (number % 10) switch
    {
        3 => double.NaN,
        7 => double.PositiveInfinity,
        _ => Math.Sqrt(number) / 3,
    };

    protected static async Task<int> CountFloatsAsync(Account account, string run, string path)
    {
        var points = await account.PointsAsync(run, path);
        foreach (var (number, point) in points.Index())
        {
            Assert.Equal(number, point.GetProperty("step").GetDouble());
            var value = point.GetProperty("value");
            Assert.Equal(Value(number), value.ValueKind == JsonValueKind.String ? NonFinite(value.GetString()!) : value.GetDouble());
        }

        return points.Count;
    }

    private static double NonFinite(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        _ => throw new FormatException(text),
    };
}

/// <summary>Numbers over the 0.x protocol, as neptune-client's Python writes them.</summary>
internal sealed class Neptune0Writer(string access, string experiment, string channel, string path) : Writer
{
    public override int BatchSize => 20;

    /// <summary>Creates an experiment with a channel, as a script does.</summary>
    public static async Task<Neptune0Writer> StartAsync(Account account, string projectId, string access, string name)
    {
        var experiment = await PostAsync(account, access, "/api/backend/v1/experiments", new { projectId, name });
        var channel = await PostAsync(account, access, $"/api/backend/v1/experiments/channels?experimentId={experiment}", new { name = "val/loss", channelType = "numeric" });
        return new Neptune0Writer(access, experiment, channel, "logs/val/loss");
    }

    protected override HttpRequestMessage Request(int first)
    {
        var points = Enumerable.Range(first, BatchSize).Select(number => FormattableString.Invariant(
            $$$"""{"timestampMillis": {{{1_800_000_000_000 + number}}}, "x": {{{number}}}.0, "y": {"numericValue": {{{Python(Value(number))}}}}}"""));
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/backend/v1/experiments/channels/values?experimentId={experiment}")
        {
            Content = new StringContent($$"""[{"channelId": "{{channel}}", "values": [{{string.Join(", ", points)}}]}]""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        return request;
    }

    protected override Task<int> CountAsync(Account account) => CountFloatsAsync(account, experiment, path);

    protected override void AssertAccepted(string body) => Assert.Equal("[]", body);

    private static string Python(double value) => double.IsFinite(value) ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> PostAsync(Account account, string access, string target, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var answer = await account.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        using var made = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return made.RootElement.GetProperty("id").GetString()!;
    }
}

/// <summary>Numbers over Shipslog's own API.</summary>
internal sealed class ApiWriter(Account account, string run) : Writer
{
    public override int BatchSize => 50;

    protected override HttpRequestMessage Request(int first)
    {
        var points = Enumerable.Range(first, BatchSize).Select(number => new { step = number, value = Json(Value(number)) });
        var operation = new { op = "append", path = "metrics/accuracy", kind = "floatSeries", points };
        return new HttpRequestMessage(HttpMethod.Post, $"/api/v1/projects/{account.Workspace}/{account.Project}/runs/{run}/operations")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { operations = new[] { operation } }), Encoding.UTF8, "application/json"),
        };
    }

    protected override Task<int> CountAsync(Account account) => CountFloatsAsync(account, run, "metrics/accuracy");

    protected override void AssertAccepted(string body)
    {
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(0, answer.RootElement.GetProperty("rejected").GetArrayLength());
    }

    private static object Json(double value) => double.IsFinite(value) ? value : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Artifacts over the 0.x protocol, one file a request.</summary>
internal sealed class ArtifactWriter(string access, string experiment) : Writer
{
    private const int Size = 60_000;

    public override int BatchSize => 1;

    protected override HttpRequestMessage Request(int first)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/backend/v1/storage/legacy/uploadOutput/{experiment}") { Content = new ByteArrayContent(Content(first)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        request.Headers.TryAddWithoutValidation("Content-Filename", $"{first}.bin");
        request.Headers.TryAddWithoutValidation("X-Range", $"bytes=0-{Size - 1}/{Size}");
        return request;
    }

    protected override async Task<int> CountAsync(Account account)
    {
        var run = await account.GetAsync($"/runs/{experiment}");
        var files = run.GetProperty("attributes").EnumerateArray().Select(attribute => attribute.GetProperty("path").GetString()!)
            .Where(path => path.StartsWith("artifacts/", StringComparison.Ordinal)).ToHashSet();
        for (var number = 0; number < files.Count; number++)
            Assert.Equal(Content(number), await account.BytesAsync($"/runs/{experiment}/file?path=artifacts/{number}.bin"));
        return files.Count;
    }

    protected override void AssertAccepted(string body)
    {
    }

    private static byte[] Content(int number)
    {
        var content = new byte[Size];
        new Random(number).NextBytes(content);
        return content;
    }
}

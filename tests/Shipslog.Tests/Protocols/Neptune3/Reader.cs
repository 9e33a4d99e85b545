using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>Questions as neptune-query and neptune-fetcher ask them, to a session's server.</summary>
internal sealed class Reader(Neptune3Session session)
{
    private const string Leaderboard = "/api/leaderboard/v1/";

    public const string Search = "proto/leaderboard/entries/search/?type=run&projectIdentifier=" + Neptune3Session.ProjectName;

    public const string SearchEverywhere = "proto/leaderboard/entries/global/search/";

    public const string Definitions = "leaderboard/attributes/definitions/query";

    public const string Values = "proto/leaderboard/attributes/query?projectIdentifier=" + Neptune3Session.ProjectName;

    public const string Floats = "proto/attributes/series/float";

    public const string Series = "proto/attributes/series?useDeprecatedStringFields=false";

    public const string Buckets = "proto/attributes/timeseries/buckets";

    /// <summary>Asks in JSON.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string json, HttpClient? client = null)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await (client ?? session.Client).PostAsync(new Uri(Leaderboard + path, UriKind.Relative), content);
    }

    /// <summary>Asks in JSON; the answer in protobuf.</summary>
    public async Task<T> AskAsync<T>(string path, string json)
        where T : IMessage<T>, new()
    {
        using var answer = await PostAsync(path, json);
        return await ReadAsync<T>(answer);
    }

    /// <summary>Asks for buckets.</summary>
    public async Task<BucketsAnswer> AskAsync(BucketQuestion question)
    {
        using var answer = await session.PostAsync(Leaderboard + Buckets, question.ToByteArray());
        return await ReadAsync<BucketsAnswer>(answer);
    }

    public Task<HttpResponseMessage> PostBucketsAsync(byte[] body) => session.PostAsync(Leaderboard + Buckets, body);

    /// <summary>The name and type of definitions, and the token of the next page.</summary>
    public async Task<(string[] Entries, string? Token)> DefinitionsAsync(string json)
    {
        using var answer = await PostAsync(Definitions, json);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var root = document.RootElement;
        return (
            [.. root.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("name").GetString()}:{entry.GetProperty("type").GetString()}")],
            root.GetProperty("nextPage").TryGetProperty("nextPageToken", out var token) ? token.GetString() : null);
    }

    /// <summary>The custom ids of the runs that a query finds, in order.</summary>
    public async Task<string[]> FindAsync(string nql, string more = "")
    {
        var found = await AskAsync<FoundRuns>(Search, $$$"""{"query": {"query": {{{JsonSerializer.Serialize(nql)}}}}, "attributeFilters": [{"path": "sys/custom_run_id"}]{{{more}}}}""");
        return [.. found.Runs.Select(run => run.Attributes.Single().String.Value)];
    }

    public async Task<Run> RunAsync(string customId) => (await session.EngineAsync()).FindCustom(customId)!;

    /// <summary>A run's address in requests.</summary>
    public async Task<string> AddressAsync(string customId) => $"{Neptune3Session.ProjectName}/{(await RunAsync(customId)).ShortId}";

    /// <summary>A question for series.</summary>
    public async Task<string> SeriesRequestAsync(string run, string attribute, string lineage = "FULL", string more = "", string inSeries = "") => $$$"""
        {"requests": [{"requestId": "q", "series": {"holder": {"identifier": "{{{await AddressAsync(run)}}}", "type": "experiment"},
        "attribute": "{{{attribute}}}", "lineage": "{{{lineage}}}"{{{inSeries}}}}}]{{{more}}}}
        """;

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer)
        where T : IMessage<T>, new()
    {
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal("application/x-protobuf", answer.Content.Headers.ContentType?.MediaType);
        return new MessageParser<T>(() => new T()).ParseFrom(await answer.Content.ReadAsByteArrayAsync());
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>A client whose connection breaks sends the same batch again: it must not be there twice.</summary>
public sealed class RetryTests
{
    private static string Points(long at) =>
        "[{\"path\":\"loss\",\"logFloats\":{\"entries\":[{\"value\":0.5,\"step\":null,\"timestampMilliseconds\":" + at + "}]}}]";

    [Fact]
    public async Task A_batch_that_is_sent_again_changes_nothing_and_one_of_another_process_counts()
    {
        var time = new Core.Access.SettableTime();
        await using var api = await AttributesApi.StartAsync(time);
        var now = time.Now.ToUnixTimeMilliseconds();
        var run = await api.CreateAsync();

        var refresh = await ExchangeAsync(api);
        await api.ExecuteAsync(run, Points(now));
        await api.ExecuteAsync(run, Points(now));
        await RefreshAsync(api, refresh);
        await api.ExecuteAsync(run, Points(now));
        Assert.Equal(1, await CountAsync(api, run));

        await ExchangeAsync(api);
        await api.ExecuteAsync(run, Points(now));
        Assert.Equal(2, await CountAsync(api, run));
    }

    [Fact]
    public async Task Equal_points_with_one_old_timestamp_are_all_meant()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        await ExchangeAsync(api);

        await api.ExecuteAsync(run, Points(0));
        await api.ExecuteAsync(run, Points(0));

        Assert.Equal(2, await CountAsync(api, run));
    }

    [Fact]
    public async Task An_assignment_may_come_back_to_an_earlier_value()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        await ExchangeAsync(api);

        foreach (var value in new[] { 1, 2, 1 })
            await api.ExecuteAsync(run, "[{\"path\":\"x\",\"assignInt\":{\"value\":" + value + "}}]");

        Assert.Equal(1, (await api.AttributesAsync(run))["x"].GetProperty("intProperties").GetProperty("value").GetInt32());
    }

    private static async Task<int> CountAsync(AttributesApi api, string run) =>
        (await api.Client.GetFromJsonAsync<JsonElement>($"/api/leaderboard/v1/attributes/series/float?experimentId={run}&attribute=loss"))
        .GetProperty("totalItemCount").GetInt32();

    /// <summary>What a process does once: its bearer stands for a session of its own. The refresh token.</summary>
    private static async Task<string> ExchangeAsync(AttributesApi api)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
        request.Headers.Add("X-Neptune-Api-Token", api.Token);
        using var answer = await api.Client.SendAsync(request);
        var pair = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Use(api, pair.GetProperty("accessToken"));
        return pair.GetProperty("refreshToken").GetString()!;
    }

    private static async Task RefreshAsync(AttributesApi api, string token)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", token)]);
        using var answer = await api.Client.PostAsync("/auth/realms/neptune/protocol/openid-connect/token", form);
        Use(api, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token"));
    }

    private static void Use(AttributesApi api, JsonElement bearer) =>
        api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer.GetString());
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Protocols;

/// <summary>Files that were damaged on the disk, as clients of the protocols see them: an error in their shape, or an answer that breaks off; never one that looks complete.</summary>
public sealed class DamagedDownloadTests : IAsyncLifetime
{
    private const int Large = 3 << 20;

    private TestServer _server = null!;
    private HttpClient _client = null!;
    private ProjectEngine _engine = null!;
    private Run _run = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        var ann = await _server.AddUserAsync("ann");
        _client = await _server.ClientAsync(ann);
        var project = await _server.AddProjectAsync("ann", "digits", owner: ann);
        _engine = await _server.Services.GetRequiredService<Tracker>().OpenAsync(project);
        _run = (await _engine.CreateAsync(new NewRun(HolderKind.Run, "ann"))).Run;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("api")]
    [InlineData("neptune")]
    public async Task A_small_one_is_an_error_in_the_protocols_shape(string protocol)
    {
        Damage(await UploadAsync("small", 500));
        await UploadAsync("well", 400);

        using var answer = await _client.GetAsync(Address(protocol, "small"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var told = protocol == "api" ? body.RootElement.GetProperty("detail") : body.RootElement.GetProperty("message");
        Assert.Contains("is damaged", told.GetString(), StringComparison.Ordinal);
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.Equal(400, (await _client.GetByteArrayAsync(Address(protocol, "well"))).Length);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("neptune")]
    public async Task The_answer_with_a_large_one_breaks_off(string protocol)
    {
        Damage(await UploadAsync("large", Large));

        using var answer = await _client.GetAsync(Address(protocol, "large"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(Large, answer.Content.Headers.ContentLength);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.CopyToAsync(Stream.Null));

        using var part = new HttpRequestMessage(HttpMethod.Get, Address(protocol, "large")) { Headers = { Range = new RangeHeaderValue(2_000_000, 2_000_010) } };
        using var refused = await _client.SendAsync(part);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task An_archive_with_one_breaks_off()
    {
        Damage(await UploadAsync("large", Large));

        await Assert.ThrowsAnyAsync<Exception>(() => _client.GetByteArrayAsync($"/api/v1/projects/ann/digits/runs/{_run.ShortId}/archive"));
    }

    [Fact]
    public async Task A_thumbnail_of_one_is_an_error_and_the_server_lives_on()
    {
        Damage(await UploadAsync("large.png", Large));

        using var answer = await _client.GetAsync(Address("api", "large.png") + "&thumb=64");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await UploadAsync("well", 10);
    }

    private string Address(string protocol, string path) => protocol == "api"
        ? $"/api/v1/projects/ann/digits/runs/{_run.ShortId}/file?path={path}"
        : $"/api/leaderboard/v1/attributes/download?experimentId={_run.Id}&attribute={path}";

    private async Task<string> UploadAsync(string path, int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        using var answer = await _client.PutAsync(Address("api", path), new ByteArrayContent(content));
        answer.EnsureSuccessStatusCode();
        using var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return told.RootElement.GetProperty("hash").GetString()!;
    }

    private void Damage(string hash)
    {
        using var file = new FileStream(Path.Combine(_server.Folder, "files", hash[..2], hash[2..4], hash), FileMode.Open);
        file.Position = file.Length - 100;
        var old = file.ReadByte();
        file.Position -= 1;
        file.WriteByte((byte)(old ^ 4));
    }
}

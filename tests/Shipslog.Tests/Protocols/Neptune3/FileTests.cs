using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>Files by signed addresses.</summary>
public sealed class FileTests : IAsyncLifetime
{
    private Neptune3Session _session = null!;

    public async Task InitializeAsync() => _session = await Neptune3Session.StartAsync();

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Theory]
    [InlineData("plain/path.txt")]
    [InlineData("/../../etc/passwd")]
    [InlineData("你好 %2F?#&")]
    public async Task A_file_comes_before_or_after_the_run_names_it(string place)
    {
        using var anonymous = _session.Server.Anonymous();
        await _session.CreateAsync("r");
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync((await SignAsync(place, "read")).Url)).StatusCode);

        var moment = Neptune3Session.At(0);
        moment.Assign["f"] = new Value { FileRef = new FileRef { Path = place, SizeBytes = 5, MimeType = "text/plain" } };
        Assert.Empty(await _session.WriteAsync("r", moment));
        using var put = await anonymous.PutAsync((await SignAsync(place, "write", 5)).Url, new StringContent("hello"));
        var text = await anonymous.GetStringAsync((await SignAsync(place, "read")).Url);

        Assert.NotNull(put.Headers.ETag);
        Assert.Equal("hello", text);
        var stored = ((AttributeValue.File)(await _session.ReadAsync("r"))["f"]!).Stored;
        Assert.Equal((place, 5L, "text/plain"), (stored.Place, stored.SizeBytes, stored.MimeType));
    }

    [Fact]
    public async Task Files_that_other_clients_brought_are_fetched_by_the_place_that_is_told_for_them_and_by_no_other()
    {
        using var anonymous = _session.Server.Anonymous();
        var files = _session.Server.Services.GetRequiredService<IFileStore>();
        var (hash, size) = await files.PutAsync(new MemoryStream("kept"u8.ToArray()), 100, default);
        var stored = new StoredFile(hash, size, "a b.txt", "text/plain");
        var run = (await (await _session.EngineAsync()).CreateAsync(new NewRun(
            HolderKind.Run,
            "ada",
            "old",
            Operations:
            [
                new RunOperation.Assign(new AttributePath("f"), new AttributeValue.File(stored)),
                new RunOperation.AppendFiles(
                    new AttributePath("s"), new Points<SeriesFile>(new Step[] { new(1) }, new[] { new SeriesFile(stored, null, null) }, new long[] { 5 })),
            ]))).Run;
        var reader = new Reader(_session);

        var values = await reader.AskAsync<FoundValues>(Reader.Values, $$$"""{"experimentIdsFilter": ["{{{run.Id}}}"], "attributeNamesFilter": ["f", "s"]}""");
        var points = await reader.AskAsync<SeriesPoints>(Reader.Series, await reader.SeriesRequestAsync("old", "s"));

        var places = new[]
        {
            values.Runs.Single().Attributes[0].File.Path, values.Runs.Single().Attributes[1].FileSeries.Last.Path, points.Series.Single().Objects.Points.Single().Object.File.Path,
        };
        foreach (var place in places)
        {
            Assert.EndsWith("/a b.txt", place, StringComparison.Ordinal);
            Assert.Equal("kept", await anonymous.GetStringAsync((await SignAsync(place, "read")).Url));
            Assert.Equal("kept", await anonymous.GetStringAsync((await SignAsync(place, "read", azure: true)).Url));
        }

        foreach (var forged in (string[])["a b.txt", $"shipslog/{hash.Hex}/a b.txt", places[0].Replace("shipslog/", "shipslog/x", StringComparison.Ordinal)])
            Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync((await SignAsync(forged, "read")).Url)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.PutAsync((await SignAsync(places[0], "write", 5)).Url, new StringContent("other"))).StatusCode);
        Assert.Equal("kept", await anonymous.GetStringAsync((await SignAsync(places[0], "read")).Url));
    }

    [Fact]
    public async Task An_address_for_writing_is_for_one_file_and_one_content()
    {
        using var anonymous = _session.Server.Anonymous();
        var (url, other) = ((await SignAsync("a", "write", 5)).Url, (await SignAsync("b", "read")).Url);

        Assert.Equal(HttpStatusCode.OK, (await anonymous.PutAsync(url, new StringContent("hello"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.PutAsync(url, new StringContent("hello"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await anonymous.PutAsync(url, new StringContent("other"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await anonymous.PutAsync(other, new StringContent("hello"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await anonymous.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await anonymous.PutAsync((await SignAsync("a", "write", 3)).Url, new StringContent("hello"))).StatusCode);
        Assert.Equal("hello", await anonymous.GetStringAsync((await SignAsync("a", "read")).Url));
    }

    [Fact]
    public async Task A_changed_address_counts_as_expired()
    {
        using var anonymous = _session.Server.Anonymous();
        var amazon = (await SignAsync("a", "read")).Url;
        var azure = (await SignAsync("a", "read", azure: true)).Url;

        Assert.Equal(HttpStatusCode.BadRequest, (await anonymous.GetAsync(amazon[..amazon.IndexOf('?', StringComparison.Ordinal)] + "?X-Amz-Expires=99999999999")).StatusCode);
        using var refused = await anonymous.GetAsync(azure[..azure.IndexOf('?', StringComparison.Ordinal)] + "?se=2020-01-01T00:00:00Z");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Signed expiry time", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_comes_in_parts_in_any_order()
    {
        using var anonymous = _session.Server.Anonymous();
        var bytes = new byte[(16 << 20) + 1000];
        new Random(1).NextBytes(bytes);
        var signed = await SignAsync("big", "write", bytes.Length);
        var parts = signed.Multipart!.Value;
        var (size, urls) = (parts.GetProperty("part_size").GetInt32(), parts.GetProperty("part_urls").EnumerateArray().Select(url => url.GetString()!).ToList());
        var id = parts.GetProperty("upload_id").GetString();

        Assert.Equal(2, urls.Count);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.PutAsync(urls[1], new ByteArrayContent(bytes[size..]))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await CompleteAsync(id, "big"));
        Assert.Equal(HttpStatusCode.OK, (await anonymous.PutAsync(urls[0], new ByteArrayContent(bytes[..size]))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await CompleteAsync(id, "another"));
        Assert.Equal(HttpStatusCode.NoContent, await CompleteAsync(id, "big"));
        Assert.Equal(HttpStatusCode.NoContent, await CompleteAsync(id, "big"));
        Assert.Equal(HttpStatusCode.Forbidden, (await anonymous.PutAsync(urls[0], new ByteArrayContent(bytes[..size]))).StatusCode);
        Assert.Equal(bytes, await anonymous.GetByteArrayAsync((await SignAsync("big", "read")).Url));
    }

    [Fact]
    public async Task Addresses_come_in_the_order_asked_and_only_for_ones_own_projects()
    {
        using var eve = await _session.Server.ClientAsync(await _session.Server.AddUserAsync("eve"));
        var wanted = new { files = new[] { File("b", "read"), File("a", "read"), File("b", "read") } };

        using var answer = await _session.Client.PostAsJsonAsync("/api/storagebridge/v1/signedUrl", wanted);
        using var refused = await eve.PostAsJsonAsync("/api/storagebridge/v1/signedUrl", wanted);

        var signed = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["b", "a", "b"], signed.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static object File(string path, string permission, long? size = null) =>
        new { project_identifier = Neptune3Session.ProjectName, path, permission, size };

    private async Task<HttpStatusCode> CompleteAsync(string? id, string path)
    {
        using var answer = await _session.Client.PostAsJsonAsync(
            "/api/storagebridge/v1/s3/completeMultipartUpload", new { upload_id = id, project_identifier = Neptune3Session.ProjectName, path, parts = Array.Empty<object>() });
        return answer.StatusCode;
    }

    private async Task<(string Url, JsonElement? Multipart)> SignAsync(string path, string permission, long? size = null, bool azure = false)
    {
        using var answer = await _session.Client.PostAsJsonAsync(
            $"/api/storagebridge/v1/{(azure ? "azure/" : "")}signedUrl", new { files = new[] { File(path, permission, size) } });
        var file = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("files")[0];
        return (file.GetProperty("url").GetString()!, file.TryGetProperty("multipart", out var multipart) ? multipart : null);
    }
}

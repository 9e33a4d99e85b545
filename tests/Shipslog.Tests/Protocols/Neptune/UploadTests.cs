using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Shipslog.Tests.Protocols.Neptune;

public class UploadTests
{
    private const string Root = "/api/leaderboard/v1/attributes";

    [Fact]
    public async Task Chunks_of_a_range_make_a_file_and_every_answer_is_the_json_null()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        var address = $"{Root}/upload?experimentId={run}&attribute=model%2Fbig&ext=bin";

        Assert.Equal("null", await ChunkAsync(api, address, "abcd", "bytes=0-3/6"));
        Assert.DoesNotContain("model/big", (await api.AttributesAsync(run)).Keys);
        Assert.Equal("null", await ChunkAsync(api, address, "ef", "bytes=4-5/6"));

        Assert.Equal("big.bin", (await api.AttributesAsync(run))["model/big"].GetProperty("fileProperties").GetProperty("name").GetString());
        Assert.Equal("abcdef", await api.Client.GetStringAsync($"{Root}/download?experimentId={run}&attribute=model%2Fbig"));
    }

    [Fact]
    public async Task Files_of_a_set_come_in_chunks_and_the_set_is_emptied_once_when_asked()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        var address = $"{Root}/uploadFileSetChunk?experimentId={run}&attribute=fs&path=";

        await ChunkAsync(api, address + "old.txt&reset=False", "old", "bytes=0-2/3");
        await ChunkAsync(api, address + "d%2Fnew.txt&reset=True", "ne", "bytes=0-1/3");
        Assert.Equal("null", await ChunkAsync(api, address + "d%2Fnew.txt&reset=True", "w", "bytes=2-2/3"));
        Assert.Contains("leads out", await ChunkAsync(api, address + "..%2Fevil&reset=False", "x", "bytes=0-0/1"), StringComparison.Ordinal);

        var listed = await api.Client.GetFromJsonAsync<JsonElement>($"{Root}/ls?experimentId={run}&attribute=fs&path=d");
        Assert.Equal(["new.txt"], listed.EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        var top = await api.Client.GetFromJsonAsync<JsonElement>($"{Root}/ls?experimentId={run}&attribute=fs&path=");
        Assert.Equal(["d directory"], top.EnumerateArray().Select(file => $"{file.GetProperty("name")} {file.GetProperty("fileType")}"));
    }

    [Fact]
    public async Task An_upload_with_a_part_missing_does_not_become_a_file()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        var address = $"{Root}/storage/file/upload";
        var started = await api.PostAsync($"{address}/start?experimentIdentifier={run}&attribute=f&ext=bin&totalLength=6", new { });
        var id = Uri.EscapeDataString(started.GetProperty("uploadId").GetString()!);
        var part = $"{address}/part?experimentIdentifier={run}&attribute=f&uploadId={id}&uploadPartIdx=";

        await ChunkAsync(api, part + "0", "ab", "bytes=0-1/6");
        await ChunkAsync(api, part + "2", "ef", "bytes=4-5/6");
        using (var refused = await api.Client.PostAsync($"{address}/finish?experimentIdentifier={run}&attribute=f&uploadId={id}", null))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("from 2 on", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await ChunkAsync(api, part + "1", "cd", "bytes=2-3/6");
        using var finished = await api.Client.PostAsync($"{address}/finish?experimentIdentifier={run}&attribute=f&uploadId={id}", null);
        Assert.Equal(HttpStatusCode.OK, finished.StatusCode);
        Assert.Equal("abcdef", await api.Client.GetStringAsync($"{Root}/download?experimentId={run}&attribute=f"));
    }

    [Fact]
    public async Task An_archive_is_unpacked_and_names_that_lead_out_are_refused_by_name()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        var address = $"{Root}/uploadFileSetTar?experimentId={run}&attribute=fs&reset=True";

        Assert.Equal("null", await SendAsync(api, address, await ArchiveAsync("a.txt", "d/b.txt")));
        Assert.Contains("../evil", await SendAsync(api, address, await ArchiveAsync("ok.txt", "../evil")), StringComparison.Ordinal);
        using var broken = await api.Client.PostAsync(address, new ByteArrayContent([1, 2, 3]));
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);

        var ticket = await api.PostAsync($"{Root}/downloadFileSetZipRequest?experimentId={run}&attribute=fs", new { });
        await using var zip = new ZipArchive(await api.Client.GetStreamAsync(ticket.GetProperty("downloadUrl").GetString()));
        Assert.Equal(["/", "ok.txt"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    private static async Task<byte[]> ArchiveAsync(params string[] names)
    {
        using var archive = new MemoryStream();
        await using (var zipped = new GZipStream(archive, CompressionMode.Compress, leaveOpen: true))
        await using (var tar = new TarWriter(zipped))
        {
            foreach (var name in names)
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
        }

        return archive.ToArray();
    }

    private static async Task<string> SendAsync(AttributesApi api, string address, byte[] body)
    {
        using var answer = await api.Client.PostAsync(address, new ByteArrayContent(body));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> ChunkAsync(AttributesApi api, string address, string text, string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        request.Headers.Add("X-Range", range);
        using var answer = await api.Client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}

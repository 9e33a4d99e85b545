using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using static Shipslog.Tests.Protocols.Neptune.NeptuneSession;

namespace Shipslog.Tests.Protocols.Neptune.Experiments;

public sealed class StorageTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Chunk = 1024 * 1024;

    [Fact]
    public async Task A_file_in_chunks_is_there_when_the_last_has_come_and_not_before()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        var content = Bytes((2 * Chunk) + 17);

        await client.UploadAsync(id, "big.bin", content[..Chunk], $"bytes=0-{Chunk - 1}/{content.Length}");
        await client.UploadAsync(id, "big.bin", content[Chunk..(2 * Chunk)], $"bytes={Chunk}-{(2 * Chunk) - 1}/{content.Length}");
        var before = await FileAsync(client, id, "artifacts/big.bin");
        var status = await client.UploadAsync(id, "big.bin", content[(2 * Chunk)..], $"bytes={2 * Chunk}-{content.Length - 1}/{content.Length}");

        Assert.Null(before);
        Assert.Equal(200, status);
        Assert.Equal(content, await FileAsync(client, id, "artifacts/big.bin"));
    }

    [Theory]
    [InlineData("bytes=0-/0")]
    [InlineData("bytes=0--1/0")]
    [InlineData("bytes=0--1")]
    public async Task An_empty_file_has_no_last_byte(string range)
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();

        var status = await client.UploadAsync(id, "empty.bin", [], range);

        Assert.Equal(200, status);
        Assert.Empty((await FileAsync(client, id, "artifacts/empty.bin"))!);
    }

    [Fact]
    public async Task A_refused_upload_says_why_in_its_first_line_because_clients_show_nothing_else()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Backend}/storage/legacy/uploadOutput/{id}") { Content = new ByteArrayContent([1]) };
        request.Headers.TryAddWithoutValidation("Content-Filename", "../ü.txt");

        using var answer = await client.Http.SendAsync(request);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.StartsWith("The file name ../?.txt", answer.ReasonPhrase, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=0-9/10")]
    [InlineData("bytes=2-4/5")]
    [InlineData("bytes=5-2/9")]
    public async Task A_range_that_is_not_that_of_the_body_or_begins_in_the_air_is_refused(string range)
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();

        Assert.Equal(400, await client.UploadAsync(id, "a.bin", [1, 2, 3], range));
        Assert.Null(await FileAsync(client, id, "artifacts/a.bin"));
    }

    [Fact]
    public async Task A_chunk_that_leaves_a_gap_is_refused()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        await client.UploadAsync(id, "a.bin", [1, 2], "bytes=0-1/6");

        Assert.Equal(400, await client.UploadAsync(id, "a.bin", [5, 6], "bytes=4-5/6"));
        Assert.Null(await FileAsync(client, id, "artifacts/a.bin"));
    }

    [Fact]
    public async Task A_last_chunk_that_is_sent_again_because_its_answer_was_lost_is_taken()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        await client.UploadAsync(id, "a.bin", [1, 2], "bytes=0-1/4");
        await client.UploadAsync(id, "a.bin", [3, 4], "bytes=2-3/4");

        Assert.Equal(200, await client.UploadAsync(id, "a.bin", [3, 4], "bytes=2-3/4"));
        Assert.Equal(400, await client.UploadAsync(id, "a.bin", [9, 9], "bytes=2-3/4"));
        Assert.Equal([1, 2, 3, 4], await FileAsync(client, id, "artifacts/a.bin"));
    }

    [Fact]
    public async Task An_upload_goes_on_after_the_server_was_started_anew()
    {
        var server = await TestServer.StartAsync();
        using var client = await BeginAsync(server);
        var id = await client.ExperimentAsync();
        await client.UploadAsync(id, "a.bin", [1, 2], "bytes=0-1/4");
        await client.UploadAsync(id, "b.bin", [1, 2], "bytes=0-1/4");

        server = await server.RestartAsync();
        using var later = await client.AtAsync(server);
        var goesOn = await later.UploadAsync(id, "a.bin", [3, 4], "bytes=2-3/4");
        await later.UploadAsync(id, "b.bin", [7, 8], "bytes=0-1/4");
        var startsOver = await later.UploadAsync(id, "b.bin", [9, 9], "bytes=2-3/4");

        Assert.Equal((200, 200), (goesOn, startsOver));
        Assert.Equal([1, 2, 3, 4], await FileAsync(later, id, "artifacts/a.bin", server.Services));
        Assert.Equal([7, 8, 9, 9], await FileAsync(later, id, "artifacts/b.bin", server.Services));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_of_unknown_length_ends_with_a_short_chunk()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        var content = Bytes((3 * Chunk) + 5);

        await StreamAsync(client, id, "stream.bin", content);

        Assert.Equal(content, await FileAsync(client, id, "artifacts/stream.bin"));
    }

    [Fact]
    public async Task A_stream_that_ends_with_a_whole_chunk_is_whole_when_its_experiment_ends()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        var content = Bytes(3 * Chunk);

        await StreamAsync(client, id, "stream.bin", content);
        await client.SendAsync("POST", $"{Backend}/experiments/completed?experimentId={id}", """{"state":"succeeded"}""");

        Assert.Equal(content, await FileAsync(client, id, "artifacts/stream.bin"));
    }

    [Fact]
    public async Task What_a_stream_has_left_over_survives_a_restart_and_is_attached_when_the_experiment_ends()
    {
        var server = await TestServer.StartAsync();
        using var client = await BeginAsync(server);
        var id = await client.ExperimentAsync();
        var content = Bytes(3 * Chunk);
        await StreamAsync(client, id, "stream.bin", content);

        server = await server.RestartAsync();
        using var later = await client.AtAsync(server);
        await later.SendAsync("POST", $"{Backend}/experiments/completed?experimentId={id}", """{"state":"succeeded"}""");

        Assert.Equal(content, await FileAsync(later, id, "artifacts/stream.bin", server.Services));
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("a/../../evil.txt")]
    [InlineData("/abs/evil.txt")]
    [InlineData("..\\evil.txt")]
    [InlineData("C:\\evil.txt")]
    [InlineData("")]
    public async Task Names_that_lead_out_are_refused(string name)
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();

        Assert.Equal(400, await client.UploadAsync(id, name, [1], "bytes=0-0/1"));
        Assert.Equal(400, await client.UploadAsync(id, name, [1], "bytes=0-0/1", "uploadSource"));
    }

    [Fact]
    public async Task A_name_of_two_thousand_characters_and_one_of_emoji_are_names()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        var emoji = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("🚀.txt"));

        var longest = await client.UploadAsync(id, new string('n', 2000), [1], "bytes=0-0/1");
        await client.UploadAsync(id, emoji, [2], "bytes=0-0/1");
        await client.UploadAsync(id, "caf\u00E9.txt", [3], "bytes=0-0/1");

        Assert.Equal(400, longest); // Longer than the name of an attribute may be.
        Assert.Equal([2], await FileAsync(client, id, "artifacts/🚀.txt"));
        Assert.Equal([3], await FileAsync(client, id, "artifacts/café.txt"));
    }

    [Fact]
    public async Task An_archive_with_names_that_lead_out_is_refused_and_the_others_are_kept()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        using var archive = new MemoryStream();
        await using (var zipped = new GZipStream(archive, CompressionMode.Compress, leaveOpen: true))
        await using (var tar = new TarWriter(zipped))
        {
            foreach (var name in new[] { "ok/a.txt", "../evil.txt", "/abs.txt" })
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
        }

        var status = await client.UploadAsync(id, "x", archive.ToArray(), null, "uploadOutputTarstream");
        var cut = await client.UploadAsync(id, "x", archive.ToArray()[..40], null, "uploadOutputTarstream");

        Assert.Equal((400, 400), (status, cut));
        Assert.Equal([1, 2, 3], await FileAsync(client, id, "artifacts/ok/a.txt"));
        Assert.DoesNotContain((await client.ReadAsync(id)).Attributes, item => item.Path.Value.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_disappears_within_a_chunk_leaves_the_file_as_it_was()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        await client.UploadAsync(id, "a.bin", [1, 2, 3], "bytes=0-2/3");

        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(host.Address.Host, host.Address.Port);
            var head = $"POST {Backend}/storage/legacy/uploadOutput/{id} HTTP/1.1\r\nHost: x\r\nAuthorization: {client.Http.DefaultRequestHeaders.Authorization}\r\n"
                + "Content-Filename: a.bin\r\nX-Range: bytes=0-999999/1000000\r\nContent-Length: 1000000\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string('x', 5000)));
            socket.LingerState = new LingerOption(true, 0);
        }

        // A complete upload afterwards shows that nothing waits for the one that is gone.
        Assert.Equal(200, await client.UploadAsync(id, "b.bin", [4], "bytes=0-0/1"));
        Assert.Equal([1, 2, 3], await FileAsync(client, id, "artifacts/a.bin"));
    }

    [Fact]
    public async Task A_folder_of_artifacts_comes_back_as_zip_with_its_folders_and_without_credentials()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        await client.UploadAsync(id, "model/sub/a.txt", [1, 2], "bytes=0-1/2");
        await client.UploadAsync(id, "other.txt", [3], "bytes=0-0/1");

        var (_, request) = await client.SendAsync("POST", $"{Backend}/download/prepareForDownload?experimentIdentity={id}&resource=output&path=model");
        using var anonymous = host.Client();
        using var zip = new ZipArchive(await anonymous.GetStreamAsync(request.GetProperty("downloadUrl").GetString()));

        Assert.Equal(["/", "model/", "model/sub/", "model/sub/a.txt"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_ticket_of_another_or_none_downloads_nothing()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        var (_, request) = await client.SendAsync("POST", $"{Backend}/download/prepareForDownload?experimentIdentity={id}&resource=source");
        var address = request.GetProperty("downloadUrl").GetString()!;

        using var anonymous = host.Client();
        using var forged = await anonymous.GetAsync(address[..^4] + "AAAA");

        Assert.Equal(401, (int)forged.StatusCode);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static async Task StreamAsync(NeptuneSession client, string id, string name, byte[] content)
    {
        for (var first = 0; first < content.Length; first += Chunk)
        {
            var end = Math.Min(first + Chunk, content.Length);
            Assert.Equal(200, await client.UploadAsync(id, name, content[first..end], $"bytes={first}-{end - 1}"));
        }
    }

    private async Task<byte[]?> FileAsync(NeptuneSession client, string id, string path, IServiceProvider? services = null)
    {
        if ((await client.ReadAsync(id))[path] is not AttributeValue.File file)
            return null;
        using var content = new MemoryStream();
        await using var stored = (services ?? host.Services).GetRequiredService<IFileStore>().OpenRead(file.Stored.Hash)!;
        await stored.CopyToAsync(content);
        return content.ToArray();
    }
}

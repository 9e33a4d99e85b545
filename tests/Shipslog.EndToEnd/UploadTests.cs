using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd;

/// <summary>Large files, and clients that go away in the middle of them.</summary>
public sealed class UploadTests
{
    private const long Small = 8L << 20;
    private const long Large = 512L << 20;
    private const long Growth = 64L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("neptune")]
    [InlineData("api")]
    public async Task A_file_of_half_a_gigabyte_goes_in_and_out_without_growing_memory(string protocol)
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder);
        using var account = await Account.CreateAsync(folder, server);
        var run = await RunAsync(account);
        await SendAsync(account, protocol, run, "small.bin", Small); // What the way itself needs is loaded by now.
        await ReadAsync(account, run, "small.bin");
        var before = server.PeakMemoryBytes;

        var sent = await SendAsync(account, protocol, run, "large.bin", Large);
        var (read, bytes) = await ReadAsync(account, run, "large.bin");

        Assert.Equal((Large, Convert.ToHexString(sent)), (bytes, Convert.ToHexString(read)));
        var grown = server.PeakMemoryBytes - before;
        Assert.True(grown < Growth, $"The peak of memory grew by {grown >> 20} MB from {before >> 20} MB.");
        Assert.Empty(Uploads(folder));
    }

    [Theory]
    [InlineData("neptune")]
    [InlineData("tar")]
    [InlineData("api")]
    public async Task A_client_that_goes_away_in_the_middle_leaves_no_file_and_can_send_it_again(string protocol)
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder);
        using var account = await Account.CreateAsync(folder, server);
        var run = await RunAsync(account);

        await VanishAsync(folder, account, protocol, run);

        Assert.DoesNotContain("artifacts/", await AttributesAsync(account, run), StringComparison.Ordinal);
        await UntilAsync(() => Uploads(folder).Count == 0);
        if (protocol == "tar")
            return;
        var sent = await SendAsync(account, protocol, run, "model.bin", Small);
        var (read, bytes) = await ReadAsync(account, run, "model.bin");
        Assert.Equal((Small, Convert.ToHexString(sent)), (bytes, Convert.ToHexString(read)));
        Assert.Empty(Uploads(folder));
    }

    private static async Task<string> RunAsync(Account account) =>
        (await account.PostAsync("/runs", new { name = "files" })).GetProperty("id").GetString()!;

    private static async Task<string> AttributesAsync(Account account, string run) =>
        (await account.GetAsync($"/runs/{run}")).GetProperty("attributes").GetRawText();

    private static List<string> Uploads(DataFolder folder) => [.. Directory.GetFiles(Path.Combine(folder.Path, "files", "uploads"))];

    private static async Task<byte[]> SendAsync(Account account, string protocol, string run, string name, long bytes)
    {
        using var content = new EndlessContent(bytes);
        using var request = new HttpRequestMessage(protocol == "api" ? HttpMethod.Put : HttpMethod.Post, Target(account, protocol, run, name)) { Content = content };
        foreach (var (header, value) in Headers(protocol, name, bytes))
            request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await account.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return content.Hash;
    }

    private static async Task<(byte[] Hash, long Bytes)> ReadAsync(Account account, string run, string name)
    {
        await using var stream = await account.Http.GetStreamAsync($"/api/v1/projects/{account.Workspace}/{account.Project}/runs/{run}/file?path=artifacts/{name}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[1 << 16];
        var total = 0L;
        for (int count; (count = await stream.ReadAsync(block)) > 0; total += count)
            hash.AppendData(block.AsSpan(0, count));
        return (hash.GetHashAndReset(), total);
    }

    /// <summary>Sends the head of a request and a part of its body; when that is in the folder, the connection is torn down.</summary>
    private static async Task VanishAsync(DataFolder folder, Account account, string protocol, string run)
    {
        var address = account.Http.BaseAddress!;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) }; // Closes with a reset.
        await socket.ConnectAsync(address.Host, address.Port);
        var head = new StringBuilder($"{(protocol == "api" ? "PUT" : "POST")} {Target(account, protocol, run, "model.bin")} HTTP/1.1\r\nHost: {address.Authority}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {account.Token}\r\nContent-Type: application/octet-stream\r\nContent-Length: {Large}\r\n");
        foreach (var (header, value) in Headers(protocol, "model.bin", Large))
            head.Append(CultureInfo.InvariantCulture, $"{header}: {value}\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        var part = new byte[16 << 20];
        await socket.SendAsync(protocol == "tar" ? Packed([.. TarHead("model.bin", Large), .. part]) : part);
        await UntilAsync(() => Uploads(folder).Any(file => new FileInfo(file).Length > 4 << 20));
        socket.Close();
    }

    /// <summary>The beginning of a gzip stream, which nothing ends.</summary>
    private static byte[] Packed(byte[] content)
    {
        var memory = new MemoryStream();
        var zip = new GZipStream(memory, CompressionLevel.NoCompression);
        zip.Write(content);
        zip.Flush();
        return memory.ToArray();
    }

    private static byte[] TarHead(string name, long bytes)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        "0000000\0"u8.CopyTo(header.AsSpan(108));
        "0000000\0"u8.CopyTo(header.AsSpan(116));
        Encoding.ASCII.GetBytes(Convert.ToString(bytes, 8).PadLeft(11, '0') + "\0").CopyTo(header, 124);
        "00000000000\0"u8.CopyTo(header.AsSpan(136));
        "        "u8.CopyTo(header.AsSpan(148));
        header[156] = (byte)'0';
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(part => part), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }

    private static string Target(Account account, string protocol, string run, string name) => protocol switch
    {
        "api" => $"/api/v1/projects/{account.Workspace}/{account.Project}/runs/{run}/file?path=artifacts/{name}&name={name}",
        "tar" => $"/api/backend/v1/storage/legacy/uploadOutputTarstream/{run}",
        _ => $"/api/backend/v1/storage/legacy/uploadOutput/{run}",
    };

    private static IEnumerable<(string Name, string Value)> Headers(string protocol, string name, long bytes) => protocol != "neptune"
        ? []
        : [("Content-Filename", name), ("X-Range", string.Create(CultureInfo.InvariantCulture, $"bytes=0-{bytes - 1}/{bytes}"))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(20, patience.Token);
    }
}

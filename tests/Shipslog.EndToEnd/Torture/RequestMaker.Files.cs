using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shipslog.EndToEnd.Torture;

/// <content>Files in parts, and sets of files.</content>
internal sealed partial class RequestMaker
{
    private const string Storage = "/api/leaderboard/v1/attributes/storage";

    /// <summary>A file in two to five parts, as Neptune 1.x sends large ones: begin, the parts in any order, finish.</summary>
    public TortureRequest UploadParts(ModelRun run)
    {
        var content = RandomData.Content(random.ContentNumber());
        var cuts = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(content.Length + 1)).Append(0).Append(content.Length).Distinct().Order().ToList();
        var parts = cuts.Zip(cuts.Skip(1)).OrderBy(_ => random.Next(100)).ToList();
        return new TortureRequest(
            "files in parts", Missing, [(run, model => model!.With("files/parts", FileOf(content)))], AssertNoErrors)
        {
            Before =
            [
                _ => Send($"{Storage}/file/upload/start?experimentIdentifier={run.Uuid}&attribute=files/parts&ext=bin&totalLength={content.Length}", []),
                .. parts.Select(part => (Func<string?, HttpRequestMessage>)(begun => Part(run, UploadId(begun!), content, part.First, part.Second))),
            ],
            MakeOf = begun => Send($"{Storage}/file/upload/finish?experimentIdentifier={run.Uuid}&attribute=files/parts&uploadId={UploadId(begun)}", []),
        };
    }

    /// <summary>One file of a set.</summary>
    public TortureRequest UploadToSet(ModelRun run)
    {
        var (path, content) = ($"文件{random.Next(5)}.txt", RandomData.Content(random.ContentNumber()));
        return new TortureRequest(
            "files of sets",
            () => Send($"{Storage}/fileset/upload?experimentIdentifier={run.Uuid}&attribute=files/set&subPath={Uri.EscapeDataString(path)}", content),
            [(run, model => model!.Put("files/set", [KeyValuePair.Create(path, FileOf(content))]))],
            AssertNoErrors);
    }

    /// <summary>Several files of a set at once, as a <c>tar.gz</c>: all of them or none.</summary>
    public TortureRequest UploadTar(ModelRun run)
    {
        var files = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => $"f{random.Next(8)}.bin").Distinct()
            .Select(path => KeyValuePair.Create(path, RandomData.Content(random.ContentNumber()))).ToList();
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip, TarEntryFormat.Pax))
        {
            foreach (var (path, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
        }

        var body = memory.ToArray();
        return new TortureRequest(
            "sets of files",
            () => Send($"/api/leaderboard/v1/attributes/uploadFileSetTar?experimentId={run.Uuid}&attribute=files/set&reset=false", body),
            [(run, model => model!.Put("files/set", files.Select(file => KeyValuePair.Create(file.Key, FileOf(file.Value)))))],
            answer => Assert.Equal(JsonValueKind.Null, answer.ValueKind));
    }

    private static HttpRequestMessage Part(ModelRun run, string upload, byte[] content, int first, int end)
    {
        var part = Send($"{Storage}/file/upload/part?experimentIdentifier={run.Uuid}&uploadId={upload}&uploadPartIdx=0", content[first..end]);
        part.Headers.TryAddWithoutValidation("X-Range", string.Create(CultureInfo.InvariantCulture, $"bytes={first}-{end - 1}/{content.Length}"));
        return part;
    }

    private static string UploadId(string begun) => Uri.EscapeDataString(JsonDocument.Parse(begun).RootElement.GetProperty("uploadId").GetString()!);

    private static ModelValue.File FileOf(byte[] content) => new(Convert.ToHexString(SHA256.HashData(content)), content.Length);

    private static HttpRequestMessage Send(string address, byte[] content) => new(HttpMethod.Post, address) { Content = new ByteArrayContent(content) };

    private static HttpRequestMessage Missing() => throw new InvalidOperationException("The request is made of the answer before.");

    private static void AssertNoErrors(JsonElement answer) => Assert.Equal(0, answer.GetProperty("errors").GetArrayLength());
}

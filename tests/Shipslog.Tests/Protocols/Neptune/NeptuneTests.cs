using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Shipslog.Protocols.Neptune;
using Shipslog.Protocols.Neptune.Swagger;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Protocols.Neptune;

public class NeptuneTests
{
    [Theory]
    [InlineData("neptune-client/0.4.106 (linux)", 1)]
    [InlineData("neptune-client/0.5.2 (linux)", 1)]
    [InlineData("neptune-client/0.5.3 (linux)", 2)]
    [InlineData("neptune-client/1.14.0 (linux)", 2)]
    [InlineData(null, 2)]
    public void A_project_has_the_version_its_client_wants(string? agent, int version) => Assert.Equal(version, ProjectRoutes.VersionFor(agent));

    [Fact]
    public void Ids_of_channels_come_back_whole_and_tell_their_project()
    {
        var id = new NeptuneIds(0x0ABCDEF1, int.MaxValue, 0x01020304, 33);

        Assert.Equal(id, NeptuneIds.Parse(id.ToText()));
        Assert.Equal(id.Project, Shipslog.Core.Model.RunIds.ProjectNumber(Guid.Parse(id.ToText())));
        Assert.Null(NeptuneIds.Parse("no id"));
    }

    [Theory]
    [InlineData("a/./b//c.txt", "a/b/c.txt")]
    [InlineData("emoji-🚀.txt", "emoji-🚀.txt")]
    [InlineData("../x", null)]
    [InlineData("a/../../x", null)]
    [InlineData("..\\x", null)]
    [InlineData("/abs", null)]
    [InlineData("C:\\x", null)]
    [InlineData("line\nbreak", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    public void File_names_stay_inside(string name, string? expected) => Assert.Equal(expected, RelativePaths.TryClean(name));

    [Theory]
    [InlineData("output.zip", "attachment; filename=output.zip")]
    [InlineData("ż x.txt", "attachment; filename=__x.txt; filename*=UTF-8''%C5%BC%20x.txt")]
    public void Dispositions_are_unquoted(string name, string header) => Assert.Equal(header, Downloads.Disposition(name));

    [Theory]
    [InlineData(BackendContract.Operations, BackendContract.Definitions, 40)]
    [InlineData(LeaderboardContract.Operations, LeaderboardContract.Definitions, 46)]
    [InlineData(ArtifactsContract.Operations, ArtifactsContract.Definitions, 4)]
    public void Swagger_documents_have_no_host_and_no_tags_and_every_reference_is_defined(string operations, string definitions, int atLeast)
    {
        using var document = JsonDocument.Parse(SwaggerDocument.Build(operations, definitions));
        var text = document.RootElement.GetRawText();
        var ids = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(method => method.Value.GetProperty("operationId").GetString()).ToList();

        Assert.True(ids.Count >= atLeast, $"{ids.Count} operations");
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.DoesNotContain("\"tags\":[\"", text, StringComparison.Ordinal);
        Assert.False(document.RootElement.TryGetProperty("host", out _));
        var defined = document.RootElement.GetProperty("definitions").EnumerateObject().Select(item => item.Name).ToHashSet();
        foreach (var part in text.Split("#/definitions/").Skip(1))
            Assert.Contains(part[..part.IndexOf('"', StringComparison.Ordinal)], defined);
    }

    // Without a format, clients hand numpy's numbers to the JSON encoder as they are, and that ends their sender.
    [Theory]
    [InlineData(BackendContract.Operations, BackendContract.Definitions, "Point", "x")]
    [InlineData(BackendContract.Operations, BackendContract.Definitions, "Y", "numericValue")]
    [InlineData(BackendContract.Operations, BackendContract.Definitions, "SystemMetricPoint", "y")]
    [InlineData(LeaderboardContract.Operations, LeaderboardContract.Definitions, "FloatValueDTO", "value")]
    [InlineData(LeaderboardContract.Operations, LeaderboardContract.Definitions, "FloatEntryDTO", "step")]
    [InlineData(LeaderboardContract.Operations, LeaderboardContract.Definitions, "FloatEntryDTO", "value")]
    public void Numbers_that_clients_send_are_declared_as_doubles(string operations, string definitions, string schema, string property)
    {
        using var document = JsonDocument.Parse(SwaggerDocument.Build(operations, definitions));

        var type = document.RootElement.GetProperty("definitions").GetProperty(schema).GetProperty("properties").GetProperty(property);

        Assert.Equal("""{"type":"number","format":"double"}""", type.GetRawText());
    }

    [Fact]
    public void What_an_operation_carries_is_declared_down_to_its_points()
    {
        using var document = JsonDocument.Parse(SwaggerDocument.Build(LeaderboardContract.Operations, LeaderboardContract.Definitions));
        var definitions = document.RootElement.GetProperty("definitions");

        var floats = definitions.GetProperty("Operation").GetProperty("properties").GetProperty("logFloats").GetProperty("$ref").GetString()!;
        var entry = definitions.GetProperty(floats["#/definitions/".Length..]).GetProperty("properties").GetProperty("entries").GetProperty("items");

        Assert.Equal("#/definitions/FloatEntryDTO", entry.GetProperty("$ref").GetString());
    }

    [Fact]
    public async Task Archives_give_regular_files_only_and_name_what_was_refused()
    {
        var folder = Directory.CreateTempSubdirectory();
        var files = new FolderFileStore(folder.FullName, TimeProvider.System);
        using var archive = new MemoryStream();
        await using (var zipped = new GZipStream(archive, CompressionMode.Compress, leaveOpen: true))
        await using (var tar = new TarWriter(zipped))
        {
            foreach (var name in new[] { "ok/a.txt", "../evil.txt", "/abs.txt" })
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "link") { LinkName = "/etc/passwd" });
        }

        archive.Position = 0;
        var (stored, refused) = await TarContents.StoreAsync(archive, files, 7, CancellationToken.None);

        Assert.Equal(["ok/a.txt"], stored.Select(file => file.Path));
        Assert.Equal(["../evil.txt", "/abs.txt", "link"], refused);
    }
}

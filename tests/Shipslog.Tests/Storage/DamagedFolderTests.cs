using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

/// <summary>Store files that were cut short, overwritten or lost while no server ran: what is damaged is told, everything else is served, and it works again when the file is back.</summary>
public sealed class DamagedFolderTests : IAsyncLifetime
{
    private const string Sick = "/api/v1/projects/ann/sick";
    private const string Well = "/api/v1/projects/ann/well";

    private TestServer _server = null!;
    private HttpClient _client = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        var ann = await _server.AddUserAsync("ann");
        _client = await _server.ClientAsync(ann);
        foreach (var name in new[] { "sick", "well" })
        {
            var project = await _server.AddProjectAsync("ann", name, owner: ann);
            if (name == "sick")
                _database = Path.Combine(_server.Folder, SqliteProjectStores.PathOf(project.Id));
            foreach (var run in new[] { "one", "two" })
                await WriteAsync($"/api/v1/projects/ann/{name}", run);
        }
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("half")]
    [InlineData("no header")]
    [InlineData("noise")]
    [InlineData("gone")]
    public async Task A_damaged_project_is_refused_clearly_the_others_are_served_and_it_is_back_with_its_file(string damage)
    {
        await _server.StopAsync();
        var whole = await File.ReadAllBytesAsync(_database);
        Damage(damage, whole);
        await RestartAsync();

        using (var refused = await _client.GetAsync(Sick + "/runs/one"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
            Assert.Contains("database file", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using (var write = await _client.PostAsync(Sick + "/runs", Json("""{"customId":"three"}""")))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, write.StatusCode);
        Assert.Equal(3, await PointsAsync(Well, "one"));
        await WriteAsync(Well, "three");
        Assert.Equal(3, await PointsAsync(Well, "three"));

        SqliteConnection.ClearAllPools();
        File.Delete(_database + "-wal");
        File.Delete(_database + "-shm");
        await File.WriteAllBytesAsync(_database, whole);
        Assert.Equal(3, await PointsAsync(Sick, "two"));
        await WriteAsync(Sick, "three");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_catalog_that_is_lost_is_not_made_anew_over_projects(bool empty)
    {
        await _server.StopAsync();
        var catalog = Path.Combine(_server.Folder, "meta.db");
        var whole = await File.ReadAllBytesAsync(catalog);
        if (empty)
            await File.WriteAllBytesAsync(catalog, []);
        else
            File.Delete(catalog);

        var refused = Assert.Throws<ShipslogException>(() => DataFolder.Lock(_server.Folder));
        Assert.Throws<ShipslogException>(() => DataFolder.Prepare(_server.Folder));

        Assert.Equal("damaged", refused.Code);
        await File.WriteAllBytesAsync(catalog, whole);
        await RestartAsync();
        Assert.Equal(3, await PointsAsync(Sick, "one"));
    }

    [Fact]
    public async Task A_catalog_of_noise_is_one_clear_line()
    {
        await _server.StopAsync();
        var catalog = Path.Combine(_server.Folder, "meta.db");
        var whole = await File.ReadAllBytesAsync(catalog);
        var noise = new byte[whole.Length];
        new Random(3).NextBytes(noise);
        await File.WriteAllBytesAsync(catalog, noise);

        var refused = await Assert.ThrowsAsync<ShipslogException>(() => TestServer.StartAsync(folder: _server.Folder));

        Assert.Equal("A database file of the data folder is damaged.", refused.Message);
        await File.WriteAllBytesAsync(catalog, whole);
        await RestartAsync();
    }

    [Theory]
    [InlineData("chunk", "data")]
    [InlineData("run_doc", "document")]
    public async Task A_flipped_bit_of_one_run_hides_that_run_only(string table, string column)
    {
        await _server.StopAsync();
        Execute($"update {table} set {column} = cast(substr({column}, 1, 12) || x'5a5a' || substr({column}, 15) as blob) where run_key = (select min(run_key) from chunk)");
        await RestartAsync();

        using (var refused = await _client.PostAsync(Sick + "/series/rows", Json("""{"run":"one","path":"loss"}""")))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(3, await PointsAsync(Sick, "two"));
        await WriteAsync(Sick, "three");
        Assert.Equal(3, await PointsAsync(Sick, "three"));
    }

    private void Damage(string kind, byte[] whole)
    {
        var noise = new byte[4096];
        new Random(11).NextBytes(noise);
        switch (kind)
        {
            case "empty":
                File.WriteAllBytes(_database, []);
                break;
            case "half":
                File.WriteAllBytes(_database, whole[..(whole.Length / 2)]);
                break;
            case "no header":
                File.WriteAllBytes(_database, [.. noise[..100], .. whole[100..]]);
                break;
            case "noise":
                File.WriteAllBytes(_database, [.. whole[..4096], .. Enumerable.Range(1, (whole.Length / 4096) - 1).SelectMany(_ => noise)]);
                break;
            case "gone":
                File.Delete(_database);
                File.WriteAllBytes(_database + "-wal", [1]);
                break;
        }
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    private async Task RestartAsync()
    {
        _client.Dispose();
        _server = await TestServer.StartAsync(folder: _server.Folder);
        _client = await _server.ClientAsync((await _server.Catalog.FindUserAsync("ann"))!);
    }

    private async Task WriteAsync(string project, string run)
    {
        using var made = await _client.PostAsync(project + "/runs", Json($$"""{"customId":"{{run}}","operations":[{"op":"assign","path":"lr","kind":"float","value":0.5}]}"""));
        made.EnsureSuccessStatusCode();
        using var written = await _client.PostAsync(project + $"/runs/{run}/operations", Json(
            """{"operations":[{"op":"append","path":"loss","kind":"floatSeries","points":[{"step":0,"value":1,"at":1},{"step":1,"value":2,"at":2},{"step":2,"value":3,"at":3}]}]}"""));
        written.EnsureSuccessStatusCode();
    }

    private async Task<int> PointsAsync(string project, string run)
    {
        using var answer = await _client.PostAsync(project + "/series/rows", Json($$"""{"run":"{{run}}","path":"loss"}"""));
        answer.EnsureSuccessStatusCode();
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return page.RootElement.GetProperty("total").GetInt32();
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}

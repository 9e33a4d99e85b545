using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;
using Shipslog.EndToEnd.Torture;

namespace Shipslog.EndToEnd;

/// <summary>The medium fails under the running program: what it holds is served, what fails says so, and all goes on without hand work when the medium is well again.</summary>
public sealed class FaultTests
{
    private const int PointsARequest = 4_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_refuses_clearly_serves_what_is_there_and_takes_writes_again_when_it_has_space(bool mount)
    {
        using var folder = new SmallDisk(mount);
        var server = await ServerProcess.StartAsync(folder, program: folder.Program);
        try
        {
            using var account = await Account.CreateAsync(folder, server);
            await account.PostAsync("/runs", new { customId = "one" });
            await account.PostAsync("/runs", new { customId = "two" });
            var small = RandomData.Content(13);
            Assert.Equal(HttpStatusCode.OK, (await UploadAsync(account, "one", small)).Status);

            folder.Limit(server);
            var acknowledged = await FillAsync(account);
            Assert.InRange(acknowledged, 1, 1000);
            var (status, text) = await WriteAsync(account, acknowledged);
            AssertRefused(status, text);
            var (fileStatus, fileText) = await UploadAsync(account, "two", new byte[8 << 20]);
            AssertRefused(fileStatus, fileText);
            Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "files", "uploads")));
            Assert.Contains(server.Lines, line => line.Contains("could not be served", StringComparison.Ordinal));

            await AssertHoldsAsync(account, acknowledged, small);

            folder.Grow(server);
            var (again, answer) = await WriteAsync(account, acknowledged);
            Assert.True(again == HttpStatusCode.OK, $"{again} {answer}");
            Assert.False(JsonDocument.Parse(answer).RootElement.GetProperty("duplicate").GetBoolean());
            var large = RandomNumberGenerator.GetBytes(8 << 20);
            Assert.Equal(HttpStatusCode.OK, (await UploadAsync(account, "two", large)).Status);

            await server.KillAsync();
            await server.DisposeAsync();
            server = await ServerProcess.StartAsync(folder, program: Repository.Server);
            using var after = account.At(server);
            await AssertHoldsAsync(after, acknowledged + 1, small);
            Assert.Equal(large, await after.BytesAsync("/runs/two/file?path=file"));
            Assert.Equal(0, await server.StopAsync());
            await TortureBackup.VerifyAsync(folder);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_is_refused_in_one_line_and_one_that_becomes_so_serves_on()
    {
        using var folder = new DataFolder();
        await using (var server = await ServerProcess.StartAsync(folder, program: Obedient))
        {
            using var account = await Account.CreateAsync(folder, server);
            await account.PostAsync("/runs", new { customId = "one" });
            await account.PostAsync("/runs", new { customId = "two" });
            var content = RandomData.Content(13);
            await UploadAsync(account, "one", content);
            var folders = Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories);

            SetMode(folders, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var (status, text) = await UploadAsync(account, "two", [1, 2, 3]);
            AssertRefused(status, text);
            Assert.Equal(HttpStatusCode.OK, (await WriteAsync(account, 0)).Status);
            await AssertHoldsAsync(account, 1, content);

            SetMode(folders, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.Equal(HttpStatusCode.OK, (await UploadAsync(account, "two", [1, 2, 3])).Status);
            Assert.Equal(0, await server.StopAsync());
        }

        var all = Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories).Append(folder.Path).ToArray();
        SetMode(all, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(folder.Path, "shipslog.lock"), UnixFileMode.UserRead);
        var refused = await CommandRun.StartAsync(Obedient, ["serve", "--data", folder.Path, "--urls", "http://127.0.0.1:0"]);
        SetMode(all, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Equal(1, refused.Code);
        Assert.StartsWith("The data folder can't be written", Assert.Single(refused.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_damage_to_one_database_the_program_serves_the_others_and_tells_of_the_damage()
    {
        using var folder = new DataFolder();
        Account account;
        string id;
        await using (var server = await ServerProcess.StartAsync(folder, program: Repository.Server))
        {
            account = await Account.CreateAsync(folder, server);
            await folder.RunAsync(["project", "create", $"{account.Workspace}/other"]);
            foreach (var project in new[] { account, account.In("other") })
            {
                await project.PostAsync("/runs", new { customId = "one" });
                await project.PostAsync("/runs", new { customId = "two" });
                Assert.Equal(HttpStatusCode.OK, (await WriteAsync(project, 0)).Status);
            }

            id = (await account.GetAsync("")).GetProperty("id").GetString()!;
            await server.KillAsync(); // So that the log holds it all.
        }

        var database = Path.Combine(folder.Path, "projects", id, "project.db");
        Assert.NotEmpty(Directory.GetFiles(Path.GetDirectoryName(database)!, "log.0*"));
        var whole = (Main: await File.ReadAllBytesAsync(database), Log: await File.ReadAllBytesAsync(database + "-wal"));
        await File.WriteAllBytesAsync(database, [.. RandomNumberGenerator.GetBytes(4096), .. whole.Main.Skip(4096)]);
        File.Delete(database + "-wal");
        await using (var server = await ServerProcess.StartAsync(folder, program: Repository.Server))
        {
            using var after = account.At(server);
            var (status, text) = await WriteAsync(after, 1);
            AssertRefused(status, text);
            await AssertPointsAsync(after.In("other"), 1);
            Assert.Equal(HttpStatusCode.OK, (await WriteAsync(after.In("other"), 1)).Status);
            Assert.Contains(server.Lines, line => line.Contains("A database file of the data folder is damaged", StringComparison.Ordinal));

            // Its file is back, and so is the project, without a restart.
            await File.WriteAllBytesAsync(database, whole.Main);
            await File.WriteAllBytesAsync(database + "-wal", whole.Log);
            await AssertPointsAsync(after, 1);
            Assert.Equal(HttpStatusCode.OK, (await WriteAsync(after, 1)).Status);
            Assert.Equal(0, await server.StopAsync());
        }

        account.Dispose();
        await TortureBackup.VerifyAsync(folder);
    }

    /// <summary>The program without a superuser's right to write where the modes of files forbid it.</summary>
    private static string[] Obedient => Environment.IsPrivilegedProcess
        ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search", .. Repository.Server]
        : Repository.Server;

    private static void SetMode(IEnumerable<string> folders, UnixFileMode mode)
    {
        foreach (var folder in folders)
            File.SetUnixFileMode(folder, mode);
    }

    /// <summary>Writes until the disk refuses; returns how many requests were acknowledged.</summary>
    private static async Task<int> FillAsync(Account account)
    {
        for (var number = 0; ; number++)
        {
            if ((await WriteAsync(account, number)).Status != HttpStatusCode.OK)
                return number;
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> WriteAsync(Account account, int number)
    {
        var random = new Random(number);
        var series = new PointsBody.Series(
            "loss", 1, [.. Enumerable.Range(number * PointsARequest, PointsARequest).Select(step => (double)step)], new long[PointsARequest],
            Enumerable.Range(0, PointsARequest).Select(_ => random.NextDouble()).ToArray());
        using var answer = await account.Http.PostAsync(account.Root + "/ingest", PointsBody.Make(number.ToString(CultureInfo.InvariantCulture), [("one", [series])], null));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(HttpStatusCode Status, string Text)> UploadAsync(Account account, string run, byte[] content)
    {
        using var answer = await account.Http.PutAsync(account.Root + $"/runs/{run}/file?path=file", new ByteArrayContent(content));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static void AssertRefused(HttpStatusCode status, string text)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        using var problem = JsonDocument.Parse(text);
        Assert.NotEqual("internal-error", problem.RootElement.GetProperty("code").GetString());
        Assert.True(problem.RootElement.GetProperty("detail").GetString() is { Length: > 10 }, text);
    }

    private static async Task AssertHoldsAsync(Account account, int requests, byte[] file)
    {
        await AssertPointsAsync(account, requests);
        Assert.Equal(file, await account.BytesAsync("/runs/one/file?path=file"));
        Assert.Equal("two", (await account.GetAsync("/runs/two")).GetProperty("customId").GetString());
    }

    /// <summary>Every acknowledged value is there, to the bit, and none besides.</summary>
    private static async Task AssertPointsAsync(Account account, int requests)
    {
        var points = await account.PointsAsync("one", "loss");
        var expected = Enumerable.Range(0, requests).SelectMany(number =>
        {
            var random = new Random(number);
            return Enumerable.Range(0, PointsARequest).Select(_ => random.NextDouble()).ToArray();
        });
        Assert.Equal(expected, points.Select(point => point.GetProperty("value").GetDouble()));
    }
}

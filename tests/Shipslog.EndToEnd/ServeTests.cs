using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd;

/// <summary>Starting, stopping and starting again.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task A_second_server_on_the_folder_says_so_in_one_line_and_the_first_goes_on()
    {
        using var folder = new DataFolder();
        await using var first = await ServerProcess.StartAsync(folder);

        var second = await folder.TryAsync(["serve", "--urls", "http://127.0.0.1:0"]);

        Assert.Equal((1, ""), (second.Code, second.Output));
        Assert.Equal($"Another shipslog server already uses the data folder {folder.Path}.\n", second.Error);
        Assert.True((await SessionAsync(first.Address)).GetProperty("needsFirstUser").GetBoolean());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_and_code_one()
    {
        using var folder = new DataFolder();
        using var other = new DataFolder();
        await using var first = await ServerProcess.StartAsync(folder);

        var second = await other.TryAsync(["serve", "--urls", first.Address]);

        Assert.Equal((1, ""), (second.Code, second.Output));
        Assert.Contains("address already in use", Assert.Single(second.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_start_prints_one_link_that_works_once_and_later_starts_none()
    {
        using var folder = new DataFolder();
        await using var first = await ServerProcess.StartAsync(folder);
        var link = new Uri(await first.SetupLinkAsync());
        var account = new { setupToken = link.Query["?token=".Length..], name = "captain", password = DataFolder.Password };
        using var http = new HttpClient();

        Assert.Equal(first.Address, link.GetLeftPart(UriPartial.Authority));
        Assert.Equal(200, await PostAsync(http, first, account));
        Assert.Equal(409, await PostAsync(http, first, account with { name = "pirate" }));
        Assert.Equal(0, await first.StopAsync());
        Assert.Single(first.Lines, line => line.Contains("/-/setup?token=", StringComparison.Ordinal));
        await using var second = await ServerProcess.StartAsync(folder);
        Assert.False((await SessionAsync(second.Address)).GetProperty("needsFirstUser").GetBoolean());
        Assert.Equal(0, await second.StopAsync());
        Assert.Equal([$"Shipslog listens on {second.Address}"], second.Lines);
    }

    [Fact]
    public async Task Https_makes_a_certificate_for_its_owner_only_and_keeps_it()
    {
        using var folder = new DataFolder();
        await using var first = await ServerProcess.StartAsync(folder, ["--https"]);

        var made = await CertificateAsync(first.Address);
        var file = Path.Combine(folder.Path, "certificate.pem");
        Assert.StartsWith("https://127.0.0.1:", first.Address, StringComparison.Ordinal);
        Assert.StartsWith(first.Address + "/-/setup?token=", await first.SetupLinkAsync(), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.True(made.MatchesHostname("localhost") && made.MatchesHostname("127.0.0.1"));
        Assert.Equal(0, await first.StopAsync());

        await using var second = await ServerProcess.StartAsync(folder, ["--https"]);
        Assert.Equal(made.Thumbprint, (await CertificateAsync(second.Address)).Thumbprint);
        Assert.Equal(0, await second.StopAsync());

        using var other = new DataFolder();
        await using var third = await ServerProcess.StartAsync(other, ["--certificate", file]);
        Assert.Equal(made.Thumbprint, (await CertificateAsync(third.Address)).Thumbprint);
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_one_line_and_code_one()
    {
        using var folder = new DataFolder();
        var file = Path.Combine(folder.Path, "not.pem");
        await File.WriteAllTextAsync(file, "no certificate");

        var broken = await folder.TryAsync(["serve", "--urls", "http://127.0.0.1:0", "--certificate", file]);
        var missing = await folder.TryAsync(["serve", "--urls", "http://127.0.0.1:0", "--certificate", file + "x"]);

        foreach (var run in new[] { broken, missing })
        {
            Assert.Equal((1, ""), (run.Code, run.Output));
            Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        }
    }

    [Fact]
    public async Task The_published_program_needs_nothing_beside_it()
    {
        Assert.True(File.Exists(Repository.Published[0]), "./dev publish has not been run; ./dev test does it.");
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        using var http = new HttpClient();

        var page = await http.GetStringAsync(server.Address + "/");
        var added = await CommandRun.StartAsync(Repository.Published, ["user", "add", "me", "--data", folder.Path]);
        var project = await CommandRun.StartAsync(Repository.Published, ["project", "create", "me/digits", "--data", folder.Path]);

        Assert.Contains("<div id=\"root\">", page, StringComparison.Ordinal);
        Assert.Equal((0, "Added me\n"), (added.Code, added.Output));
        Assert.Equal((0, ""), (project.Code, project.Error));
        Assert.Equal(0, await server.StopAsync());
    }

    private static async Task<int> PostAsync(HttpClient http, ServerProcess server, object account)
    {
        using var body = new StringContent(JsonSerializer.Serialize(account), System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(server.Address + "/api/v1/first-user", body);
        return (int)answer.StatusCode;
    }

    private static async Task<JsonElement> SessionAsync(string address)
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(address + "/api/v1/session")).RootElement;
    }

    private static async Task<X509Certificate2> CertificateAsync(string address)
    {
        X509Certificate2? seen = null;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (seen = X509CertificateLoader.LoadCertificate(certificate!.Export(X509ContentType.Cert))) is not null,
            },
        };
        using var http = new HttpClient(handler);
        await http.GetStringAsync(address + "/api/v1/session");
        return seen!;
    }
}

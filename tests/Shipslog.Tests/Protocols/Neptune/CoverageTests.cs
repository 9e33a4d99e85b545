using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Shipslog.Protocols.Neptune.Swagger;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary><c>protocols/neptune0/coverage.md</c> and <c>protocols/neptune1/coverage.md</c> say of every operation of the foreign API whether a route answers it.</summary>
public sealed partial class CoverageTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Head = """
        # Coverage of the Neptune 0.x and 1.x API

        Every operation that the clients 0.4.106, 0.4.133, 0.9.19, 0.16.18 and 1.14.0 name, of the Swagger documents that they read. Written by a test from the documents and the
        route table: set `SHIPSLOG_GENERATE=1` for `CoverageTests` to write it anew.

        """;

    private const string Head1 = """
        # Coverage of the Neptune 1.x API

        Every operation that the clients 0.9.19 (`neptune.new`), 0.16.18 and 1.14.0 name, of the Swagger documents that they read. Written by a test from the documents and the
        route table: set `SHIPSLOG_GENERATE=1` for `CoverageTests` to write it anew.

        """;

    // Why an operation that is declared has no route: clients look for its declaration at start, or only when they use it.
    private static readonly Dictionary<string, string> Reasons = [];

    // Experiments and their channels, gauges and files are 0.x's own.
    private static readonly string[] Only0 =
        ["/api/backend/v1/experiments", "/api/backend/v1/channels", "/api/backend/v1/storage/legacy", "/api/backend/v1/download"];

    private static readonly (string Operation, string Why)[] NotDeclared1 =
    [
        ("searchLeaderboardEntriesProto, getFloatSeriesValuesProto …", "Protocol Buffers answers: no release from 0.16 to 1.14.0 asks for them, only the pre-releases 1.14.0rc0 and 2.0.0-alpha"),
        ("getRunMetrics … of Neptune 3", "another API, of other clients"),
    ];

    // What clients of earlier versions, or servers of Neptune's own, had besides.
    private static readonly (string Operation, string Why)[] NotDeclared =
    [
        ("listProjectsInOrganization", "clients up to 0.2 only; later ones call listProjects"),
        ("putTensorflowGraph", "clients up to 0.4.x with the TensorFlow integration's graph upload; values and files of such scripts arrive without it"),
    ];

    [Theory]
    [InlineData("neptune0")]
    [InlineData("neptune1")]
    public async Task The_committed_list_is_what_documents_and_routes_say(string protocol)
    {
        var text = protocol == "neptune0" ? Generate() : Generate1();

        if (Environment.GetEnvironmentVariable("SHIPSLOG_GENERATE") == "1")
            await File.WriteAllTextAsync(Committed(protocol), text);

        Assert.True(
            await File.ReadAllTextAsync(Committed(protocol)) == text,
            $"protocols/{protocol}/coverage.md is out of date: run the tests with SHIPSLOG_GENERATE=1 and commit what changes.");
    }

    [Fact]
    public void No_route_answers_an_operation_that_is_said_to_have_none() =>
        Assert.DoesNotContain(Operations(), operation => Reasons.ContainsKey(operation.Operation.Id) && Routes().Contains(Key(operation.Operation)));

    [Fact]
    public void Every_operation_without_a_route_has_a_reason() =>
        Assert.Empty(Operations().Select(item => item.Operation).Where(operation => !Routes().Contains(Key(operation)) && !Reasons.ContainsKey(operation.Id)).Select(operation => operation.Id));

    private string Generate()
    {
        var text = Table(Head, Operations(), NotDeclared);
        text.Append("\nBesides: the token refresh `POST /auth/realms/neptune/protocol/openid-connect/token`, and the websockets `/api/notifications/v1/experiments/{id}/operations` (abort, 0.x) and\n")
            .Append("`/api/notifications/v1/runs/{projectId}/{id}/signal` (stop and abort, 0.14 and later); both supported.\n");
        return text.ToString();
    }

    private string Generate1()
    {
        var operations = Operations().Where(item => !Only0.Any(path => item.Operation.Path.StartsWith(path, StringComparison.Ordinal)));
        var text = Table(Head1, operations, NotDeclared1);
        text.Append("\nBesides: the token refresh `POST /auth/realms/neptune/protocol/openid-connect/token`, and the websocket `/api/notifications/v1/runs/{projectId}/{id}/signal` (stop and abort);\n")
            .Append("both supported.\n");
        return text.ToString();
    }

    private StringBuilder Table(string head, IEnumerable<(string Document, SwaggerOperation Operation)> operations, (string Operation, string Why)[] notDeclared)
    {
        var routes = Routes();
        var text = new StringBuilder(head.ReplaceLineEndings("\n"));
        foreach (var document in operations.GroupBy(item => item.Document))
        {
            text.Append("\n## ").Append(document.Key).Append("\n\n| operation | route | |\n| --- | --- | --- |\n");
            foreach (var (_, operation) in document)
            {
                var how = routes.Contains(Key(operation)) ? "supported" : "no: " + Reasons.GetValueOrDefault(operation.Id, "no reason is known");
                text.Append("| ").Append(operation.Id).Append(" | ").Append(operation.Method).Append(" `").Append(operation.Path).Append("` | ").Append(how).Append(" |\n");
            }
        }

        text.Append("\n## Not declared\n\n| operation | why |\n| --- | --- |\n");
        foreach (var (operation, why) in notDeclared)
            text.Append("| ").Append(operation).Append(" | ").Append(why).Append(" |\n");
        return text;
    }

    private static IEnumerable<(string Document, SwaggerOperation Operation)> Operations() =>
        SwaggerDocument.Parse(BackendContract.Operations).Select(operation => ("backend", operation))
            .Concat(SwaggerDocument.Parse(LeaderboardContract.Operations).Select(operation => ("leaderboard", operation)))
            .Concat(SwaggerDocument.Parse(ArtifactsContract.Operations).Select(operation => ("artifacts", operation)));

    private HashSet<string> Routes() =>
        (from endpoint in host.Routes
         from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
         select Key(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'))).ToHashSet(StringComparer.Ordinal);

    private static string Key(SwaggerOperation operation) => Key(operation.Method, operation.Path);

    private static string Key(string method, string path) => $"{method} {Parameter().Replace(path, "{}")}";

    private static string Committed(string protocol, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, $"../../../../protocols/{protocol}/coverage.md"));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

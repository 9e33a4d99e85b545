using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary><c>protocols/neptune3/coverage.md</c> says of every route that 3.x clients ask whether it is answered.</summary>
public sealed partial class Coverage3Tests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Head = """
        # Coverage of the Neptune 3.x API

        Every route that neptune-scale 0.29.0, neptune-query 1.11.0 and neptune-fetcher 0.23.0 ask. Written by a test from the route table: set `SHIPSLOG_GENERATE=1` for
        `Coverage3Tests` to write it anew. Messages are protobuf as in `src/Shipslog.Protocols/Neptune3/Protos`, JSON where the table says so.

        | what | route | asked by | |
        | --- | --- | --- | --- |

        """;

    private const string Tail = """

        ## What a request may hold

        | in `ingest` | |
        | --- | --- |
        | create: run, experiment, family, fork (`inherit_configs`), creation time | supported; `owner`, `tracker`, `request_id`, `create_missing_project`, `api_key` are not read: no client sets them |
        | update, update_batch: assign, modify_sets, append of every type; previews of floats | supported; a preview of another type counts as a point |
        | status codes | 0, 10 to 14, 16 to 21, 24 to 27, 33, 36 to 38, 40 to 42, 50 to 53, 64; never 4 (no batch of runs), 8 (it is a 403), 9, 32 (NaN and infinities are kept), 63 |
        | files | answered as `aws`, with parts above 16 MiB; `gcp` is never answered; the fetcher's own route answers `azure` for reading |

        | in questions | |
        | --- | --- |
        | tables: query, projection, sorting with type and aggregate, leaders of experiments, page | supported; `grouping`, `queryNameAliases`, `truncateStringTo` are not read: no client sends them |
        | names: projects, runs, types, regular expressions (any of, all of, none of), token of the next page | supported; `mustMatchAny: []` is no name |
        | values: exact names, or regular expressions and types, over runs by address, own id or UUID | supported |
        | points: lineage whole, of the run, of the experiment; step range; order; limit; previews | supported; previews of ancestors up to the step of the fork count as their points do; `sizeLimitBytes` is not read |
        | buckets: steps on a linear scale, step filters, previews | supported; another x axis and logarithmic scales are refused (400): no client sends them |

        """;

    private static readonly (string What, string Route, string By)[] Operations =
    [
        ("client configuration (JSON)", "GET /api/backend/v1/clients/config", "scale, fetcher"),
        ("where tokens are refreshed (JSON)", "GET /auth/realms/neptune/.well-known/openid-configuration", "scale, fetcher"),
        ("API token to access token (JSON)", "GET /api/backend/v1/authorization/oauth-token", "all"),
        ("refresh (form, JSON)", "POST /auth/realms/neptune/protocol/openid-connect/token", "all"),
        ("write", "POST /api/client/v1/ingest", "scale"),
        ("status of writes", "POST /api/client/v1/ingest/check", "scale"),
        ("addresses of files (JSON)", "POST /api/storagebridge/v1/signedUrl", "scale, query"),
        ("addresses of files, as Azure's (JSON)", "POST /api/storagebridge/v1/azure/signedUrl", "fetcher"),
        ("end of an upload in parts (JSON)", "POST /api/storagebridge/v1/s3/completeMultipartUpload", "scale"),
        ("bytes of a file, in", "PUT /api/storagebridge/v1/blobs/{ticket}", "scale"),
        ("bytes of a file, out", "GET /api/storagebridge/v1/blobs/{ticket}", "query, fetcher"),
        ("runs that match", "POST /api/leaderboard/v1/proto/leaderboard/entries/search", "query, fetcher"),
        ("runs of all projects that match", "POST /api/leaderboard/v1/proto/leaderboard/entries/global/search", "query"),
        ("attribute definitions (JSON)", "POST /api/leaderboard/v1/leaderboard/attributes/definitions/query", "query, fetcher"),
        ("attribute values", "POST /api/leaderboard/v1/proto/leaderboard/attributes/query", "query, fetcher"),
        ("float series", "POST /api/leaderboard/v1/proto/attributes/series/float", "query, fetcher"),
        ("other series", "POST /api/leaderboard/v1/proto/attributes/series", "query, fetcher"),
        ("buckets of float series", "POST /api/leaderboard/v1/proto/attributes/timeseries/buckets", "query"),
        ("attribute definitions of a run", "GET /api/leaderboard/v1/proto/attributes/queryAttributeDefinitions", "fetcher"),
        ("attributes of a run", "POST /api/leaderboard/v1/proto/attributes/attributes", "fetcher"),
        ("a project (JSON)", "GET /api/backend/v1/projects/get", "fetcher"),
        ("projects (JSON)", "GET /api/backend/v1/projects", "scale"),
        ("making a project (JSON)", "POST /api/backend/v1/projects", "scale"),
        ("deleting a project (JSON)", "DELETE /api/backend/v1/projects", "the suites"),
    ];

    [Fact]
    public async Task The_committed_list_is_what_the_routes_say()
    {
        var routes = (from endpoint in host.Routes
                      from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
                      select $"{method} /{Parameter().Replace(endpoint.RoutePattern.RawText!, "{}").Trim('/')}").ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (what, route, by) in Operations)
            text.Append("| ").Append(what).Append(" | ").Append(route.Replace(" ", " `", StringComparison.Ordinal)).Append("` | ").Append(by)
                .Append(routes.Contains(Parameter().Replace(route, "{}")) ? " | supported |\n" : " | not yet |\n");
        text.Append(Tail.ReplaceLineEndings("\n"));

        if (Environment.GetEnvironmentVariable("SHIPSLOG_GENERATE") == "1")
            await File.WriteAllTextAsync(Committed(), text.ToString());

        Assert.True(
            await File.ReadAllTextAsync(Committed()) == text.ToString(),
            "protocols/neptune3/coverage.md is out of date: run this test with SHIPSLOG_GENERATE=1 and commit what changes.");
    }

    private static string Committed([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../protocols/neptune3/coverage.md"));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

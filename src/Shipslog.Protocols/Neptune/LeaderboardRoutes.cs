using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune.Attributes;
using Shipslog.Protocols.Neptune.Experiments;

namespace Shipslog.Protocols.Neptune;

/// <summary>The table of runs as 0.x and the legacy API of 0.16 read it: each entry holds what either expects (contract, 5.8).</summary>
internal static class LeaderboardRoutes
{
    private const int MaxPage = 1000;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/leaderboard", ListAsync).Requires(Permission.ViewProject);

    private static async Task<IResult> ListAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var query = request.Query;
        var kinds = Values(query, "entryType");
        var onlyNotebooks = kinds.Length > 0 && kinds.All(kind => kind == "notebook");
        var page = await scope.Engine.QueryAsync(
            new RunQuery(
                Filter(query), [new RunSort(new AttributeRef(SystemPaths.CreationTime), Descending: query["sortDirection"] == "descending")], null,
                Whole(query, "offset", 0), onlyNotebooks ? 0 : Math.Min(Whole(query, "limit", 100), MaxPage)),
            cancellation);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var total = onlyNotebooks ? 0 : page.Total;
        return Results.Json(new
        {
            matchingItemCount = total,
            totalItemCount = total,
            entries = page.Rows.Where(row => row.All is not null).Select(row => Entry(row.All!, scope.Project, now)),
        });
    }

    /// <summary>What the query asks for; lists of one name are alternatives, tags must all be there.</summary>
    public static RunFilter Filter(IQueryCollection query)
    {
        var parts = new List<RunFilter>();
        if (Values(query, "shortId") is { Length: > 0 } ids)
            parts.Add(new RunFilter.OneOf(ids));
        if (Values(query, "owner") is { Length: > 0 } owners)
            parts.Add(new RunFilter.Or([.. owners.Select(owner => Text(SystemPaths.Owner, owner))]));
        if (Values(query, "state") is { Length: > 0 } states)
            parts.Add(new RunFilter.Or([.. states.Select(State)]));
        var tags = Values(query, "tags").Select(tag =>
            (RunFilter)new RunFilter.Text(new AttributeRef(SystemPaths.Tags, AttributeKind.StringSet), Comparison.Contains, tag)).ToList();
        if (tags.Count > 0)
            parts.Add(query["tagsMode"] == "or" ? new RunFilter.Or(tags) : new RunFilter.And(tags));
        if (LenientJson.ToNumber(query["minRunningTimeSeconds"]) is { } seconds)
            parts.Add(new RunFilter.Number(new AttributeRef(SystemPaths.RunningTime), Comparison.GreaterOrEqual, seconds));
        return parts.Count == 0 ? RunFilter.Everything : new RunFilter.And(parts);
    }

    private static RunFilter State(string state) => state switch
    {
        "idle" => new RunFilter.Not(Text(SystemPaths.State, "running")),
        "aborted" => new RunFilter.Or([Text(SystemPaths.State, "aborted"), Text(SystemPaths.State, "inactive")]),
        _ => Text(SystemPaths.State, state),
    };

    private static RunFilter.Text Text(string path, string value) => new(new AttributeRef(path), Comparison.Equal, value);

    private static Dictionary<string, object?> Entry(RunSnapshot run, Project project, long unixMilliseconds)
    {
        var entry = ExperimentTranslation.ToWire(run, project, unixMilliseconds);
        entry.Remove("channels");
        entry["attributes"] = run.Attributes.Select(AttributeTranslation.Entry).Where(attribute => attribute is not null);
        entry["systemAttributes"] = AttributeTranslation.System(run);
        return entry;
    }

    private static string[] Values(IQueryCollection query, string name) => [.. query[name].OfType<string>().Where(text => text.Length > 0)];

    private static int Whole(IQueryCollection query, string name, int otherwise) =>
        int.TryParse(query[name], out var number) && number >= 0 ? number : otherwise;
}

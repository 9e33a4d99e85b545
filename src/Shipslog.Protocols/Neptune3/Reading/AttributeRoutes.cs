using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Names, types and values of attributes, over runs (contract, 8.4, 8.5) and of one (8.10).</summary>
internal static class AttributeRoutes
{
    private const int MaxPage = 10_000;

    public static void Map(IEndpointRouteBuilder leaderboard)
    {
        leaderboard.MapPost("/leaderboard/attributes/definitions/query", DefinitionsAsync).Requires(Permission.SignedIn);
        leaderboard.MapPost("/proto/leaderboard/attributes/query", ValuesAsync).Requires(Permission.ViewProject);
        leaderboard.MapGet("/proto/attributes/queryAttributeDefinitions", DefinitionsOfRunAsync).Requires(Permission.ViewProject);
        leaderboard.MapPost("/proto/attributes/attributes", ValuesOfRunAsync).Requires(Permission.ViewProject);
    }

    private static async Task<IResult> DefinitionsAsync(
        HttpRequest request, ReadableProjects projects, PageTokens tokens, CancellationToken cancellation)
    {
        var wanted = await ReadingJson.ReadAsync<DefinitionsRequest>(request);
        var identifiers = wanted.ProjectIdentifiers ?? [.. request.Query["projectIdentifier"]];
        if (identifiers.Count == 0)
            throw new ShipslogException(Failure.Invalid, "Name the projects.");
        var scopes = await ScopesAsync(identifiers, projects, cancellation);
        var place = await tokens.ReadAsync<DefinitionPlace>(wanted.NextPage?.NextPageToken, cancellation);
        var limit = ReadingJson.Whole(wanted.NextPage?.Limit, MaxPage);
        var query = new DefinitionQuery(
            Names(wanted.AttributeNameFilter, wanted.AttributeNameRegex), WireTypes.KindsOf(wanted.AttributeFilter), null,
            place is null ? null : (place.Path, place.Kind), limit + 1);
        var runs = wanted.ExperimentIdsFilter is { } ids ? await RunSelection.ReadAsync(ids, projects, cancellation) : null;
        var found = new HashSet<(string Path, AttributeKind Kind)>();
        foreach (var scope in scopes)
            found.UnionWith(await scope.Engine.DefinitionsAsync(query with { Runs = runs?.Of(scope) }, cancellation));
        var ordered = found.ToList();
        ordered.Sort(DefinitionQuery.Compare);
        var page = ordered.Take(limit).ToList();
        var hasMore = ordered.Count > limit && page.Count > 0;
        var token = hasMore ? await tokens.WriteAsync(new DefinitionPlace(page[^1].Path, page[^1].Kind), cancellation) : null;
        return Results.Json(new
        {
            entries = page.Select(definition => new { name = definition.Path, type = WireTypes.NameOf(definition.Kind) }),
            nextPage = new { nextPageToken = token, limit },
        });
    }

    private static async Task<IResult> ValuesAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, ReadableProjects projects, LastPoints last, PageTokens tokens, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var wanted = await ReadingJson.ReadAsync<ValuesRequest>(request);
        var selection = new AttributeSelection(
            wanted.AttributeNamesFilter,
            wanted.AttributeNameFilter is null ? AttributeNameFilter.Everything : Names(wanted.AttributeNameFilter, null),
            WireTypes.KindsOf(wanted.AttributeFilter));
        var runs = wanted.ExperimentIdsFilter is { } ids
            ? (await RunSelection.ReadAsync(ids, projects, cancellation)).RunsOf(scope)
            : (await scope.Engine.QueryAsync(new RunQuery(RunFilter.Everything, [], [], 0, int.MaxValue, Trashed: null), cancellation)).Rows.Select(row => row.Run);
        var place = await tokens.ReadAsync<ValuePlace>(wanted.NextPage?.NextPageToken, cancellation);
        var limit = Math.Max(1, ReadingJson.Whole(wanted.NextPage?.Limit, MaxPage));
        var pages = new ValuePage(scope, last, selection, limit);
        var next = await pages.FillAsync(runs.OrderBy(run => run.Key).ToList(), place, cancellation);
        var answer = new FoundValues { Runs = { pages.Runs }, NextPage = new NextPage { Limit = (uint)limit } };
        if (next is not null)
            answer.NextPage.Token = await tokens.WriteAsync(next, cancellation);
        return WireForms.Answer(answer);
    }

    private static async Task<IResult> DefinitionsOfRunAsync(
        string experimentIdentifier, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var (_, engine, run) = await access.RunAsync(experimentIdentifier, cancellation);
        var kinds = WireTypes.KindsOf([.. request.Query["attributeType"].Select(type => new TypeFilter(type))]);
        var query = new DefinitionQuery(AttributeNameFilter.Everything, kinds, [run.Id], null, int.MaxValue);
        var answer = new FoundDefinitions();
        foreach (var (path, kind) in await engine.DefinitionsAsync(query, cancellation))
            answer.Entries.Add(new FoundDefinition { Name = path, Type = WireTypes.NameOf(kind)! });
        return WireForms.Answer(answer);
    }

    private static async Task<IResult> ValuesOfRunAsync(
        string holderIdentifier, HttpRequest request, RequestAccess access, LastPoints last, CancellationToken cancellation)
    {
        var (project, engine, run) = await access.RunAsync(holderIdentifier, cancellation);
        var wanted = await ReadingJson.ReadAsync<AttributesRequest>(request);
        var pages = new ValuePage(new ProjectScope(project, engine), last, new AttributeSelection(wanted.AttributePathsFilter, AttributeNameFilter.Everything, WireTypes.Known), int.MaxValue);
        await pages.FillAsync([run], null, cancellation);
        var answer = new FoundRun
        {
            RunId = run.Id.ToString(),
            Type = "run",
            ProjectId = project.Id.ToString(),
            WorkspaceId = project.WorkspaceId.ToString(),
            ProjectName = project.Name,
            WorkspaceName = project.WorkspaceName,
        };
        foreach (var found in pages.Runs)
            answer.Attributes.AddRange(found.Attributes);
        return WireForms.Answer(answer);
    }

    private static AttributeNameFilter Names(NameFilter? filter, string? regex)
    {
        if (filter is null)
            return regex is null ? AttributeNameFilter.Everything : new AttributeNameFilter([([regex], null)]);
        var alternatives = filter.MustMatchAny?.Select(one => (one?.MustMatchRegexes, one?.MustNotMatchRegexes))
            ?? [(filter.MustMatchRegexes, filter.MustNotMatchRegexes)];
        return new AttributeNameFilter(alternatives);
    }

    /// <summary>Unknown projects among known ones are passed over; when there is no other, that is the answer.</summary>
    private static async Task<IReadOnlyList<ProjectScope>> ScopesAsync(
        IReadOnlyList<string?> identifiers, ReadableProjects projects, CancellationToken cancellation)
    {
        var scopes = new Dictionary<Guid, ProjectScope>();
        ShipslogException? last = null;
        foreach (var identifier in identifiers)
        {
            try
            {
                var scope = await projects.ProjectAsync(identifier ?? "", cancellation);
                scopes[scope.Project.Id] = scope;
            }
            catch (ShipslogException unknown) when (unknown.Failure is Failure.NotFound or Failure.Forbidden)
            {
                last = unknown;
            }
        }

        return scopes.Count > 0 || last is null ? [.. scopes.Values] : throw last;
    }
}

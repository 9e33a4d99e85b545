using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune.Attributes;

namespace Shipslog.Protocols.Neptune.Tables;

/// <summary>Tables of runs, models and versions as 0.16 and 1.x read them (contract, 6.9).</summary>
internal static class TableRoutes
{
    private const int MaxNames = 10_000;

    // Every table has these columns, also one without rows: clients sort by the first, and refuse to by a name that is not found.
    private static readonly (string Name, AttributeKind Kind)[] Always =
    [
        (SystemPaths.CreationTime, AttributeKind.Datetime), (SystemPaths.Id, AttributeKind.String), (SystemPaths.ModificationTime, AttributeKind.Datetime),
        (SystemPaths.Name, AttributeKind.String), (SystemPaths.Owner, AttributeKind.String), (SystemPaths.PingTime, AttributeKind.Datetime),
        (SystemPaths.RunningTime, AttributeKind.Float), (SystemPaths.Size, AttributeKind.Float), (SystemPaths.State, AttributeKind.String),
        (SystemPaths.Tags, AttributeKind.StringSet), (SystemPaths.Trashed, AttributeKind.Bool),
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/entries/search", SearchAsync).Requires(Permission.ViewProject);
        app.MapPost("/attributes/search", NamesAsync).Requires(Permission.ViewProject);
    }

    private static async Task<IResult> SearchAsync(
        string projectIdentifier, HttpRequest request, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var body = await LenientJson.ReadAsync(request);
        var query = NqlTranslation.Read(body, NqlTranslation.KindOf(request.Query["type"]), time.GetUtcNow());
        var page = await scope.Engine.QueryAsync(query, cancellation);
        return Results.Json(new
        {
            matchingItemCount = page.Total,
            entries = page.Rows.Select(row => Entry(row, query.Columns, scope.Project)),
        });
    }

    private static object Entry(RunRow row, IReadOnlyList<AttributeRef>? columns, Project project) => new
    {
        experimentId = row.Run.Id,
        type = AttributeTranslation.KindName(row.Run.Kind),
        projectId = project.Id,
        organizationId = project.WorkspaceId,
        projectName = project.Name,
        organizationName = project.WorkspaceName,
        attributes = columns is null ? All(row) : Named(row, columns),
    };

    private static IEnumerable<WireAttribute> All(RunRow row) =>
        (row.All?.Attributes ?? []).Select(AttributeTranslation.Entry).OfType<WireAttribute>();

    private static IEnumerable<WireAttribute> Named(RunRow row, IReadOnlyList<AttributeRef> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (row.Values[i] is { } value && AttributeTranslation.Entry(columns[i].Path, value) is { } entry)
                yield return entry;
        }
    }

    /// <summary>Names that contain the text: the client looks for the exact one among them, and for its types.</summary>
    private static async Task<IResult> NamesAsync(
        string projectIdentifier, string? search, int? limit, HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(projectIdentifier, cancellation);
        var page = await scope.Engine.AttributesAsync(
            search ?? "", isRegex: false, Math.Clamp(limit ?? MaxNames, 0, MaxNames), NqlTranslation.KindOf(request.Query["type"]), cancellation);
        var names = page.Entries.Select(entry => (Name: entry.Path, entry.Kind));
        var always = Always.Where(column => column.Name.Contains(search ?? "", StringComparison.OrdinalIgnoreCase));
        return Results.Json(new
        {
            entries = from column in names.Union(always)
                      let type = AttributeTranslation.TypeOf(column.Name, column.Kind)
                      where type is not null
                      select new { name = column.Name, type },
        });
    }
}

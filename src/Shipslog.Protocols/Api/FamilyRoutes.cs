using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>The tree of forks that a run stands in.</summary>
internal static class FamilyRoutes
{
    private const int MaxMembers = 5000;

    private static readonly AttributeRef[] Told =
    [
        new(SystemPaths.Name, AttributeKind.String),
        new(SystemPaths.LineName, AttributeKind.String),
        new(SystemPaths.IsHead, AttributeKind.Bool),
        new(SystemPaths.State, AttributeKind.String),
        new(SystemPaths.Failed, AttributeKind.Bool),
        new(SystemPaths.Trashed, AttributeKind.Bool),
    ];

    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/runs/{run}/family", ReadAsync).Requires(Permission.ViewProject);

    private static async Task<Ok<FamilyMessage>> ReadAsync(
        string ws, string project, string run, RequestAccess access, CancellationToken cancellation, int limit = MaxMembers)
    {
        var scope = await access.RunAsync(ws, project, run, cancellation);
        ApiTranslation.Within(limit, 1, MaxMembers, "limit");
        var family = await scope.Engine.FamilyAsync(scope.Run.Id, Told, limit, cancellation);
        return TypedResults.Ok(new FamilyMessage(family.Total, [.. family.Members.Select(ToWire)]));
    }

    private static FamilyMemberMessage ToWire(FamilyMember member)
    {
        if (member.Row is not { Run: var run, Values: var values })
            return new FamilyMemberMessage { Id = member.Id };
        return new FamilyMemberMessage
        {
            Id = member.Id,
            Run = run.ShortId,
            CustomId = run.CustomId,
            Parent = run.Fork?.ParentId,
            Step = run.Fork?.Step.Value,
            Name = Text(values[0]),
            Line = Text(values[1]),
            Head = IsTrue(values[2]),
            State = ApiTranslation.State(Text(values[3])),
            Failed = IsTrue(values[4]),
            Trashed = IsTrue(values[5]),
        };
    }

    private static string? Text(AttributeValue? value) => (value as AttributeValue.String)?.Value;

    private static bool IsTrue(AttributeValue? value) => value is AttributeValue.Bool { Value: true };
}

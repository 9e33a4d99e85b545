using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Views that a project's members save by name: whoever sees the project sees them, contributors change them.</summary>
internal static class NamedViewRoutes
{
    private const int MaxNameCharacters = 200;
    private const int MaxViews = 1000;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapGet("/views", ListAsync).Requires(Permission.ViewProject);
        project.MapPost("/views", AddAsync).Requires(Permission.WriteProject);
        project.MapPut("/views/{id}", ChangeAsync).Requires(Permission.WriteProject);
        project.MapDelete("/views/{id}", DeleteAsync).Requires(Permission.WriteProject);
    }

    private static async Task<Ok<NamedViewMessage[]>> ListAsync(
        string ws, string project, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var views = await catalog.ListNamedViewsAsync(scope.Project.Id, cancellation);
        return TypedResults.Ok(views.Select(ToWire).ToArray());
    }

    private static async Task<Ok<NamedViewMessage>> AddAsync(
        string ws,
        string project,
        NewNamedViewMessage message,
        RequestAccess access,
        ICatalog catalog,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var existing = await catalog.ListNamedViewsAsync(scope.Project.Id, cancellation);
        if (existing.Count >= MaxViews)
            throw new ShipslogException(Failure.Invalid, $"A project has at most {MaxViews} saved views.", "too-many-views", "Delete one.");
        var view = new NamedView(
            ViewRoutes.NewId(), scope.Project.Id, Name(message.Name), ViewRoutes.StateText(message.State),
            access.Principal.UserId, access.Principal.Username, now, now);
        await catalog.AddNamedViewAsync(view, cancellation);
        return TypedResults.Ok(ToWire(view));
    }

    private static async Task<Ok<NamedViewMessage>> ChangeAsync(
        string ws,
        string project,
        string id,
        NewNamedViewMessage message,
        RequestAccess access,
        ICatalog catalog,
        TimeProvider time,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var old = (await catalog.ListNamedViewsAsync(scope.Project.Id, cancellation)).FirstOrDefault(view => view.Id == id)
            ?? throw new ShipslogException(Failure.NotFound, $"There is no view {id}.", "view-not-found");
        var view = old with
        {
            Name = Name(message.Name),
            State = ViewRoutes.StateText(message.State),
            ChangedUnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await catalog.ChangeNamedViewAsync(view, cancellation);
        return TypedResults.Ok(ToWire(view));
    }

    private static async Task<NoContent> DeleteAsync(
        string ws, string project, string id, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        await catalog.DeleteNamedViewAsync(scope.Project.Id, id, cancellation);
        return TypedResults.NoContent();
    }

    private static string Name(string name) => name.Trim() switch
    {
        "" => throw new ShipslogException(Failure.Invalid, "A saved view needs a name.", "invalid-name"),
        { Length: > MaxNameCharacters } => throw new ShipslogException(
            Failure.Invalid, $"The name of a view is at most {MaxNameCharacters} characters long.", "invalid-name"),
        var trimmed => trimmed,
    };

    private static NamedViewMessage ToWire(NamedView view) => new(
        view.Id,
        view.Name,
        JsonSerializer.Deserialize<JsonElement>(view.State),
        view.Author,
        ApiTranslation.Iso(view.CreatedUnixMilliseconds),
        ApiTranslation.Iso(view.ChangedUnixMilliseconds));
}

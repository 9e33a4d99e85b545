using System.Security.Cryptography;
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

/// <summary>Short links to a page's state. Whoever may see the project may make and open them.</summary>
internal static class ViewRoutes
{
    private const int MaxCharacters = 256 * 1024;
    private const int IdLength = 10;
    private const string IdCharacters = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/views", AddAsync).Requires(Permission.ViewProject);
        api.MapGet("/views/{id}", ReadAsync).Requires(Permission.ViewProject);
    }

    private static async Task<Ok<ViewIdMessage>> AddAsync(
        NewViewMessage view, RequestAccess access, ICatalog catalog, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(view.Project, cancellation);
        var state = StateText(view.State);
        var id = NewId();
        await catalog.AddViewAsync(
            new SavedView(id, scope.Project.Id, state, access.Principal.UserId, time.GetUtcNow().ToUnixTimeMilliseconds()),
            cancellation);
        return TypedResults.Ok(new ViewIdMessage(id));
    }

    public static string NewId() => RandomNumberGenerator.GetString(IdCharacters, IdLength);

    /// <summary>The state of a view as it is kept. Invalid unless an object; TooLarge beyond the bound.</summary>
    public static string StateText(JsonElement state)
    {
        if (state.ValueKind != JsonValueKind.Object)
            throw new ShipslogException(Failure.Invalid, "The member state must be an object.");
        var text = state.GetRawText();
        return text.Length <= MaxCharacters
            ? text
            : throw new ShipslogException(Failure.TooLarge, $"The state of a view is at most {MaxCharacters} characters long.");
    }

    private static async Task<Ok<ViewMessage>> ReadAsync(
        string id, RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        _ = access.Principal; // Who isn't signed in learns nothing, not even which ids exist.
        var view = await catalog.FindViewAsync(id, cancellation) ?? throw NotFound(id);
        var project = await ProjectAsync(view, access, cancellation);
        return TypedResults.Ok(new ViewMessage(project.QualifiedName, JsonSerializer.Deserialize<JsonElement>(view.State)));
    }

    private static async Task<Project> ProjectAsync(SavedView view, RequestAccess access, CancellationToken cancellation)
    {
        try
        {
            return (await access.ProjectAsync(view.ProjectId.ToString(), cancellation)).Project;
        }
        catch (ShipslogException hidden) when (hidden.Failure == Failure.NotFound)
        {
            throw NotFound(view.Id);
        }
    }

    private static ShipslogException NotFound(string id) => new(Failure.NotFound, $"There is no view {id}.", "view-not-found");
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Management;

/// <summary>Making and deleting projects (contract, section 8).</summary>
internal static class ProjectManagementRoutes
{
    private static readonly string[] Allowed = ["priv", "workspace"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/projects", CreateAsync).Requires(Permission.ViewWorkspace);
        app.MapDelete("/projects", DeleteAsync).Requires(Permission.ManageProject);
    }

    private static async Task<IResult> CreateAsync(
        HttpRequest request, RequestAccess access, Workspaces workspaces, CancellationToken cancellation)
    {
        var body = await LenientJson.ReadAsync(request);
        var named = body.Text("organizationIdentifier"); // As 3.x calls it.
        Workspace workspace;
        try
        {
            (workspace, _) = await access.WorkspaceAsync(named ?? body.Text("organizationId") ?? "", cancellation);
        }
        catch (ShipslogException fault) when (named is not null && fault.Failure is Failure.NotFound)
        {
            return Results.Text($"Organization {named} not found", statusCode: 404); // 3.x reads this text.
        }

        var (name, key, visibility) = (body.Text("name"), body.Text("projectKey"), body.Text("visibility") ?? "priv");
        if (!Allowed.Contains(visibility))
            return PrivacyRestricted(visibility);
        try
        {
            var project = await workspaces.AddProjectAsync(
                workspace, name, key, visibility == "workspace" ? ProjectVisibility.Workspace : ProjectVisibility.Private,
                body.Text("description"), access.Principal.UserId, cancellation);
            return Results.Json(ProjectRoutes.ToWire(new VisibleProject(project, ProjectRole.Owner), request));
        }
        catch (ShipslogException fault) when (named is not null && fault.Code == "project-name-taken")
        {
            return Results.Json(new { code = 409, errorType = "CONFLICT", title = fault.Message, message = fault.Message }, statusCode: 409);
        }
        catch (ShipslogException fault) when (Explain(fault, name, key) is { } answer)
        {
            return answer;
        }
    }

    /// <summary>Each in the form that makes 1.x say what is wrong (contract, 8.2).</summary>
    private static IResult? Explain(ShipslogException fault, string? name, string? key) => fault.Code switch
    {
        "project-name-taken" => NotValid("name", "ERR_NOT_UNIQUE", fault.Message),
        "name-invalid" => NotValid("name", "ERR_INVALID", fault.Message),
        "project-key-taken" => Results.Json(new { code = 409, errorType = "PROJECT_KEY_COLLISION", title = fault.Message, message = fault.Message, key }, statusCode: 409),
        "key-invalid" => Results.Json(
            new { code = 400, errorType = "PROJECT_KEY_INVALID", title = fault.Message, message = fault.Message, key, reason = fault.Message, name }, statusCode: 400),
        _ => null,
    };

    private static IResult NotValid(string field, string error, string text) => Results.Json(
        new
        {
            code = 400,
            title = text,
            message = text,
            validationErrors = new[] { new { path = new[] { field }, errors = new[] { new { errorCode = new { name = error }, context = text } } } },
        },
        statusCode: 400);

    /// <summary>Workspaces there forbade public projects unless somebody allowed them: a script that asks for one gets the same refusal; the project's own page can open it.</summary>
    private static IResult PrivacyRestricted(string visibility)
    {
        const string Text = "Projects are made private or for the workspace; a project's own settings can open it to everybody.";
        return Results.Json(
            new { code = 422, errorType = "VISIBILITY_RESTRICTED", title = Text, message = Text, requestedValue = visibility, allowedValues = Allowed },
            statusCode: 422);
    }

    private static async Task<IResult> DeleteAsync(
        string projectIdentifier, RequestAccess access, ProjectDeletion deletion, CancellationToken cancellation)
    {
        var (project, _) = await access.VisibleProjectAsync(projectIdentifier, cancellation);
        await deletion.DeleteAsync(project);
        return Results.Json(new { });
    }
}

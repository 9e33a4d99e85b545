using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Signing in and out, and the ways to a first account.</summary>
internal static class SessionRoutes
{
    private static readonly string Version =
        typeof(SessionRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/session", ReadAsync).Requires(Permission.Anonymous);
        api.MapPost("/session", SignInAsync).Requires(Permission.Anonymous);
        api.MapDelete("/session", SignOutAsync).Requires(Permission.Anonymous);
        api.MapPost("/first-user", AddFirstUserAsync).Requires(Permission.Anonymous);
        api.MapPost("/register", RegisterAsync).Requires(Permission.Anonymous);
        api.MapGet("/invitations/{code}", ReadInvitationAsync).Requires(Permission.Anonymous);
        api.MapPost("/invitations/{code}/accept", AcceptAsync).Requires(Permission.Anonymous);
    }

    private static async Task<Ok<SessionMessage>> ReadAsync(
        HttpContext context, Accounts accounts, ICatalog catalog, CancellationToken cancellation)
    {
        var principal = context.Features.Get<Principal>();
        var user = principal is null ? null : await catalog.FindUserAsync(principal.UserId, cancellation);
        return await AnswerAsync(user, user is null ? null : SessionCookie.Read(context), accounts, catalog, cancellation);
    }

    private static async Task<Ok<SessionMessage>> SignInAsync(
        CredentialsMessage message,
        HttpContext context,
        Accounts accounts,
        Sessions sessions,
        SignInThrottle throttle,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        var user = await context.VerifyPasswordAsync(message.Name, message.Password, accounts, throttle, cancellation)
            ?? throw new ShipslogException(Failure.Unauthenticated, "The name or the password is wrong.", "wrong-password");
        return await BeginAsync(user, context, accounts, sessions, catalog, cancellation);
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, Sessions sessions, CancellationToken cancellation)
    {
        // A request that carried a session, but no CSRF token, was left anonymous: it must not end the session either.
        if (context.Features.Get<Principal>() is not null && SessionCookie.Read(context) is { } id)
        {
            await sessions.EndAsync(id, cancellation);
            SessionCookie.Clear(context);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionMessage>> AddFirstUserAsync(
        FirstUserMessage message,
        HttpContext context,
        Accounts accounts,
        Sessions sessions,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        var user = await accounts.AddFirstAsync(message.SetupToken, message.Name, message.Password, cancellation);
        return await BeginAsync(user, context, accounts, sessions, catalog, cancellation);
    }

    private static async Task<Ok<SessionMessage>> RegisterAsync(
        CredentialsMessage message,
        HttpContext context,
        Accounts accounts,
        Sessions sessions,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        if (!await catalog.HasUsersAsync(cancellation) || !await accounts.IsRegistrationOpenAsync(cancellation))
            throw new ShipslogException(Failure.Forbidden, "Registration is not open here.", "registration-closed", "Ask somebody for an invitation.");
        var user = await accounts.AddAsync(message.Name, message.Password, isAdmin: false, cancellation);
        return await BeginAsync(user, context, accounts, sessions, catalog, cancellation);
    }

    private static async Task<Ok<InvitationPreviewMessage>> ReadInvitationAsync(
        string code, Workspaces workspaces, CancellationToken cancellation)
    {
        var invitation = await workspaces.RequireInvitationAsync(code, cancellation);
        return TypedResults.Ok(new InvitationPreviewMessage(
            invitation.WorkspaceName, invitation.InvitedBy, invitation.Role, ApiTranslation.Iso(invitation.ExpiresUnixMilliseconds)));
    }

    private static async Task<Ok<SessionMessage>> AcceptAsync(
        string code,
        CredentialsMessage? message,
        HttpContext context,
        Accounts accounts,
        Sessions sessions,
        Workspaces workspaces,
        ICatalog catalog,
        CancellationToken cancellation)
    {
        await workspaces.RequireInvitationAsync(code, cancellation);
        if (context.Features.Get<Principal>() is { } principal)
        {
            await catalog.AcceptInvitationAsync(code, principal.UserId, cancellation);
            return await AnswerAsync(
                await catalog.FindUserAsync(principal.UserId, cancellation), SessionCookie.Read(context), accounts, catalog, cancellation);
        }

        if (message is null)
            throw new ShipslogException(Failure.Unauthenticated, "Sign in, or choose a name and a password for a new account.");
        var user = await accounts.AddAsync(message.Name, message.Password, isAdmin: false, cancellation);
        await catalog.AcceptInvitationAsync(code, user.Id, cancellation);
        return await BeginAsync(user, context, accounts, sessions, catalog, cancellation);
    }

    private static async Task<Ok<SessionMessage>> BeginAsync(
        User user, HttpContext context, Accounts accounts, Sessions sessions, ICatalog catalog, CancellationToken cancellation)
    {
        var id = await sessions.BeginAsync(user, cancellation);
        SessionCookie.Write(context, id);
        return await AnswerAsync(user, id, accounts, catalog, cancellation);
    }

    private static async Task<Ok<SessionMessage>> AnswerAsync(
        User? user, string? sessionId, Accounts accounts, ICatalog catalog, CancellationToken cancellation) =>
        TypedResults.Ok(new SessionMessage(
            user is null ? null : new SessionUserMessage(user.Name, user.DisplayName, user.IsAdmin),
            sessionId is null ? null : Sessions.CsrfTokenOf(sessionId),
            !await catalog.HasUsersAsync(cancellation),
            await accounts.IsRegistrationOpenAsync(cancellation),
            Version));
}

/// <summary>Checks passwords, and slows guessing.</summary>
internal static class PasswordCheck
{
    /// <summary>The user, or null when the name or password is wrong; TooManyAttempts when throttled.</summary>
    public static async Task<User?> VerifyPasswordAsync(
        this HttpContext context, string name, string password, Accounts accounts, SignInThrottle throttle, CancellationToken cancellation)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (throttle.WaitFor(name, address) is { Ticks: > 0 } wait)
            throw new ShipslogException(Failure.TooManyAttempts, "Too many failed tries to sign in.", hint: "Wait some minutes.") { RetryAfter = wait };
        var user = await accounts.VerifyAsync(name, password, cancellation);
        if (user is null)
            throttle.Failed(name, address);
        else
            throttle.Succeeded(name, address);
        return user;
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Http;

/// <summary>
/// Finds out who makes a request, and checks what the route needs in general. Credentials that are no good count as none on
/// anonymous routes, and are explained on the others. What a route needs of a project or workspace is checked by <see cref="RequestAccess"/>.
/// </summary>
public sealed class Authentication(RequestDelegate next)
{
    /// <summary>Header by which Neptune clients present their API token.</summary>
    public const string ApiTokenHeader = "X-Neptune-Api-Token";

    /// <summary>Header that browsers send with every write, with <see cref="Sessions.CsrfTokenOf"/>.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    /// <summary>Runs as middleware, after routing.</summary>
    public async Task InvokeAsync(HttpContext context, ApiTokens tokens, BearerTokens bearers, Sessions sessions)
    {
        var permission = context.GetEndpoint()?.Metadata.GetMetadata<RoutePermission>()?.Permission;
        try
        {
            if (await IdentifyAsync(context, tokens, bearers, sessions) is { } user)
                context.Features.Set(user.ToPrincipal());
        }
        catch (ShipslogException error) when (permission is null or Permission.Anonymous
            && error.Failure is Failure.Unauthenticated or Failure.Forbidden)
        {
            // Anonymous routes (signing in with a stale cookie, say) work without.
        }

        if (permission is { } needed)
            AccessControl.RequireGeneral(context.Features.Get<Principal>(), needed);
        await next(context);
    }

    /// <summary>Whose credentials a request carries; null: none.</summary>
    /// <exception cref="ShipslogException">Unauthenticated or Forbidden: they are no good.</exception>
    internal static async Task<User?> IdentifyAsync(HttpContext context, ApiTokens tokens, BearerTokens bearers, Sessions sessions)
    {
        var request = context.Request;
        var cancellation = context.RequestAborted;
        if (request.Headers.Authorization.ToString() is { Length: > 0 } authorization
            && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var presented = authorization["Bearer ".Length..].Trim();
            if (!presented.Contains('.')) // The wire form is plain base64, which has no dots; a JWT has two.
                return (await tokens.VerifyAsync(presented, cancellation)).User;
            var (_, bearer, session) = await bearers.VerifyAccessAsync(presented, cancellation);
            context.Features.Set(session);
            return bearer;
        }

        if (request.Headers[ApiTokenHeader].ToString() is { Length: > 0 } apiToken)
            return (await tokens.VerifyAsync(apiToken, cancellation)).User;
        if (SessionCookie.Read(context) is not { } sessionId || await sessions.FindAsync(sessionId, cancellation) is not var (user, extended))
            return null;
        RequireCsrfToken(request, sessionId);
        if (extended && !context.Response.HasStarted)
            SessionCookie.Write(context, sessionId);
        return user;
    }

    private static void RequireCsrfToken(HttpRequest request, string sessionId)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            return;
        var sent = Encoding.UTF8.GetBytes(request.Headers[CsrfHeader].ToString());
        if (!CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(Sessions.CsrfTokenOf(sessionId))))
            throw new ShipslogException(Failure.Forbidden, $"The {CsrfHeader} header is missing or wrong.", "csrf", "Reload the page.");
    }
}

/// <summary>The browser's session cookie.</summary>
public static class SessionCookie
{
    private const string Name = "shipslog_session";

    /// <summary>The session id that came with the request, or null.</summary>
    public static string? Read(HttpContext context) =>
        context.Request.Cookies.TryGetValue(Name, out var id) && id.Length is > 0 and <= 100 ? id : null;

    /// <summary>Gives the browser a session id.</summary>
    public static void Write(HttpContext context, string id) => context.Response.Cookies.Append(Name, id, Options(context));

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        MaxAge = Sessions.Lifetime,
        IsEssential = true,
    };
}

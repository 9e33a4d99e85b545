using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>One's own password and tokens, and what administrators do with accounts.</summary>
internal static class AccountRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/me/password", ChangePasswordAsync).Requires(Permission.SignedIn);
        api.MapGet("/me/tokens", ListTokensAsync).Requires(Permission.SignedIn);
        api.MapPost("/me/tokens", IssueTokenAsync).Requires(Permission.SignedIn);
        api.MapDelete("/me/tokens/{id:guid}", RevokeTokenAsync).Requires(Permission.SignedIn);
        api.MapGet("/admin/users", ListUsersAsync).Requires(Permission.AdministerServer);
        api.MapPost("/admin/users", AddUserAsync).Requires(Permission.AdministerServer);
        api.MapPatch("/admin/users/{name}", ChangeUserAsync).Requires(Permission.AdministerServer);
        api.MapPost("/admin/users/{name}/password", ResetPasswordAsync).Requires(Permission.AdministerServer);
        api.MapGet("/admin/settings", ReadSettingsAsync).Requires(Permission.AdministerServer);
        api.MapPut("/admin/settings", ChangeSettingsAsync).Requires(Permission.AdministerServer);
    }

    private static async Task<NoContent> ChangePasswordAsync(
        PasswordChangeMessage message,
        HttpContext context,
        RequestAccess access,
        Accounts accounts,
        SignInThrottle throttle,
        CancellationToken cancellation)
    {
        var user = await context.VerifyPasswordAsync(access.Principal.Username, message.Current, accounts, throttle, cancellation)
            ?? throw new ShipslogException(Failure.Forbidden, "The current password is wrong.", "wrong-password");
        var keep = SessionCookie.Read(context) is { } session ? Secrets.HashOf(session) : default;
        await accounts.SetPasswordAsync(user, message.New, keep, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TokenMessage[]>> ListTokensAsync(
        RequestAccess access, ICatalog catalog, CancellationToken cancellation)
    {
        var tokens = await catalog.ListTokensAsync(access.Principal.UserId, cancellation);
        return TypedResults.Ok(tokens.Select(token => ToWire(token.Token)).ToArray());
    }

    private static async Task<Ok<IssuedTokenMessage>> IssueTokenAsync(
        NewTokenMessage message,
        HttpContext context,
        RequestAccess access,
        ApiTokens tokens,
        Accounts accounts,
        PublicAddress address,
        CancellationToken cancellation)
    {
        var user = await accounts.RequireAsync(access.Principal.Username, cancellation);
        var (token, wire) = await tokens.IssueAsync(user, message.Name, message.ExpiresInDays, address.Of(context.Request), cancellation);
        var listed = ToWire(token);
        return TypedResults.Ok(new IssuedTokenMessage(token.Id, token.Name, wire, listed.CreatedAt, listed.ExpiresAt));
    }

    private static async Task<NoContent> RevokeTokenAsync(
        Guid id, RequestAccess access, ICatalog catalog, ApiTokens tokens, CancellationToken cancellation)
    {
        var own = await catalog.ListTokensAsync(access.Principal.UserId, cancellation);
        if (own.All(token => token.Token.Id != id))
            throw new ShipslogException(Failure.NotFound, "You have no such token.");
        await tokens.RevokeAsync(id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<UserMessage[]>> ListUsersAsync(ICatalog catalog, CancellationToken cancellation) =>
        TypedResults.Ok((await catalog.ListUsersAsync(cancellation)).Select(ToWire).ToArray());

    private static async Task<Ok<UserMessage>> AddUserAsync(
        NewUserMessage message, Accounts accounts, CancellationToken cancellation) =>
        TypedResults.Ok(ToWire(await accounts.AddAsync(message.Name, message.Password, message.IsAdmin, cancellation)));

    private static async Task<Ok<UserMessage>> ChangeUserAsync(
        string name, UserChangesMessage message, Accounts accounts, ICatalog catalog, CancellationToken cancellation)
    {
        var user = await accounts.RequireAsync(name, cancellation);
        await catalog.UpdateUserAsync(user.Id, message.IsAdmin ?? user.IsAdmin, message.Disabled ?? user.Disabled, cancellation);
        return TypedResults.Ok(ToWire(await accounts.RequireAsync(name, cancellation)));
    }

    private static async Task<NoContent> ResetPasswordAsync(
        string name, PasswordResetMessage message, Accounts accounts, CancellationToken cancellation)
    {
        await accounts.SetPasswordAsync(await accounts.RequireAsync(name, cancellation), message.New, default, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SettingsMessage>> ReadSettingsAsync(Accounts accounts, CancellationToken cancellation) =>
        TypedResults.Ok(new SettingsMessage(await accounts.IsRegistrationOpenAsync(cancellation)));

    private static async Task<Ok<SettingsMessage>> ChangeSettingsAsync(
        SettingsMessage message, Accounts accounts, CancellationToken cancellation)
    {
        await accounts.SetRegistrationOpenAsync(message.OpenRegistration, cancellation);
        return TypedResults.Ok(message);
    }

    private static TokenMessage ToWire(ApiToken token) => new(
        token.Id, token.Name, ApiTranslation.Iso(token.CreatedUnixMilliseconds), Time(token.ExpiresUnixMilliseconds),
        Time(token.LastUsedUnixMilliseconds), token.RevokedUnixMilliseconds is not null);

    private static UserMessage ToWire(User user) => new(
        user.Name, user.DisplayName, user.IsAdmin, ApiTranslation.Iso(user.CreatedUnixMilliseconds),
        Time(user.LastSeenUnixMilliseconds), user.Disabled);

    private static string? Time(long? unixMilliseconds) => unixMilliseconds is { } time ? ApiTranslation.Iso(time) : null;
}

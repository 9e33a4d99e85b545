using System.Text.Json.Serialization;
using Shipslog.Core.Access;

namespace Shipslog.Protocols.Api;

/// <summary>Who is signed in, and what a page needs to know before that.</summary>
internal sealed record SessionMessage(
    SessionUserMessage? User, string? CsrfToken, bool NeedsFirstUser, bool OpenRegistration, string Version);

/// <summary>The user of a session.</summary>
internal sealed record SessionUserMessage(string Name, string? DisplayName, bool IsAdmin);

/// <summary>A name and its password.</summary>
internal sealed record CredentialsMessage(string Name, string Password);

/// <summary>The first account, with the token of the link that the server printed.</summary>
internal sealed record FirstUserMessage(string SetupToken, string Name, string Password);

/// <summary>A change of one's own password.</summary>
internal sealed record PasswordChangeMessage(string Current, string New);

/// <summary>A password set by an administrator.</summary>
internal sealed record PasswordResetMessage(string New);

/// <summary>An API token as listed.</summary>
internal sealed record TokenMessage(
    Guid Id, string Name, string CreatedAt, string? ExpiresAt, string? LastUsedAt, bool Revoked);

/// <summary>A token to make.</summary>
internal sealed record NewTokenMessage(string Name, int? ExpiresInDays = null);

/// <summary>A token just made; <c>token</c> can't be had again.</summary>
internal sealed record IssuedTokenMessage(
    Guid Id, string Name, string Token, string CreatedAt, string? ExpiresAt);

/// <summary>An account as administrators see it.</summary>
internal sealed record UserMessage(
    string Name, string? DisplayName, bool IsAdmin, string CreatedAt, string? LastSeenAt, bool Disabled);

/// <summary>An account to make.</summary>
internal sealed record NewUserMessage(string Name, string Password, bool IsAdmin = false);

/// <summary>Changes of an account; absent members stay.</summary>
internal sealed record UserChangesMessage(bool? IsAdmin = null, bool? Disabled = null);

/// <summary>Settings of the server.</summary>
internal sealed record SettingsMessage(bool OpenRegistration);

/// <summary>An invitation as its receiver sees it.</summary>
internal sealed record InvitationPreviewMessage(
    string Workspace,
    string InvitedBy,
    [property: JsonConverter(typeof(CamelCase<WorkspaceRole>))] WorkspaceRole Role,
    string ExpiresAt);

/// <summary>An invitation as admins of the workspace see it.</summary>
internal sealed record InvitationMessage(
    string Code,
    string Url,
    [property: JsonConverter(typeof(CamelCase<WorkspaceRole>))] WorkspaceRole Role,
    string CreatedAt,
    string ExpiresAt,
    string InvitedBy);

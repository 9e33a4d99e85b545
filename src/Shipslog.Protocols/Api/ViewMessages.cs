using System.Text.Json;

namespace Shipslog.Protocols.Api;

/// <summary>A page's state to keep; <c>project</c> is <c>workspace/project</c>, <c>state</c> any JSON object.</summary>
internal sealed record NewViewMessage(string Project, JsonElement State);

/// <summary>The short id of a kept view.</summary>
internal sealed record ViewIdMessage(string Id);

/// <summary>A view to save under a name, for the project's members.</summary>
internal sealed record NewNamedViewMessage(string Name, JsonElement State);

/// <summary>A saved view of a project.</summary>
internal sealed record NamedViewMessage(string Id, string Name, JsonElement State, string CreatedBy, string CreatedAt, string ChangedAt);

/// <summary>A kept view.</summary>
internal sealed record ViewMessage(string Project, JsonElement State);

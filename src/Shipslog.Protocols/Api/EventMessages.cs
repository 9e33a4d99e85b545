namespace Shipslog.Protocols.Api;

/// <summary>Short ids of runs that changed since the last event, and of those among them that are new.</summary>
internal sealed record RunsEvent(IReadOnlyList<string> Changed, IReadOnlyList<string> Created);

/// <summary>Projects (<c>workspace/project</c>) in which something changed since the last event.</summary>
internal sealed record ProjectsEvent(IReadOnlyList<string> Changed);

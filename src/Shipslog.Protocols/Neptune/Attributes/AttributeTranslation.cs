using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>Attributes as the attributes API writes them (contract, 4.4).</summary>
internal static class AttributeTranslation
{
    /// <summary>A listing's entry; null of kinds that these clients don't know.</summary>
    public static WireAttribute? Entry(RunAttribute attribute) => Entry(attribute.Path.Value, attribute.Value);

    /// <summary>The same.</summary>
    public static WireAttribute? Entry(string path, AttributeValue value) =>
        TypeOf(path, value) is null ? null : new WireAttribute(path, value, IsEntry: true);

    /// <summary>The value object; null of kinds that these clients don't know.</summary>
    public static WireAttribute? Value(string path, AttributeValue value) =>
        TypeOf(path, value) is null ? null : new WireAttribute(path, value, IsEntry: false);

    /// <summary>The clients' word for a value's type; null of kinds that they don't know.</summary>
    public static string? TypeOf(string path, AttributeValue value) => TypeOf(path, value.Kind);

    /// <summary>The same by kind.</summary>
    public static string? TypeOf(string path, AttributeKind kind) => kind switch
    {
        AttributeKind.String => path == SystemPaths.State ? "experimentState" : "string",
        AttributeKind.FileSeries => "imageSeries",
        AttributeKind.HistogramSeries => null,
        _ => kind.Name(),
    };

    /// <summary>The clients know two states; how a run ended they read elsewhere.</summary>
    public static string StateOf(string state) => state == "running" ? "running" : "idle";

    /// <summary>The run with all its attributes.</summary>
    public static object Run(RunSnapshot run, Project project) => new
    {
        id = run.Run.Id,
        projectId = project.Id,
        organizationId = project.WorkspaceId,
        projectName = project.Name,
        organizationName = project.WorkspaceName,
        trashed = run[SystemPaths.Trashed] is AttributeValue.Bool { Value: true },
        systemAttributes = System(run),
        attributes = run.Attributes.Select(Entry).Where(entry => entry is not null),
    };

    /// <summary>What a run is called and where it belongs.</summary>
    public static object Identity(Run run, Project project, bool trashed) => new
    {
        id = run.Id,
        shortId = run.ShortId,
        type = KindName(run.Kind),
        parentId = run.ParentId ?? project.Id,
        projectId = project.Id,
        projectName = project.Name,
        organizationId = project.WorkspaceId,
        organizationName = project.WorkspaceName,
        trashed,
    };

    /// <summary>The clients' word for a kind of holder.</summary>
    public static string KindName(HolderKind kind) => kind switch
    {
        HolderKind.Model => "model",
        HolderKind.ModelVersion => "modelVersion",
        HolderKind.Project => "project",
        _ => "run",
    };

    /// <summary>The system attributes by name: the 0.16 legacy API reads them without asking whether they are there.</summary>
    public static Dictionary<string, object?> System(RunSnapshot run) => new()
    {
        ["shortId"] = Known(run, SystemPaths.Id, new AttributeValue.String(run.Run.ShortId)),
        ["name"] = Known(run, SystemPaths.Name, new AttributeValue.String("Untitled")),
        ["description"] = Known(run, SystemPaths.Description, new AttributeValue.String("")),
        ["creationTime"] = Known(run, SystemPaths.CreationTime, new AttributeValue.Datetime(run.Run.CreatedUnixMilliseconds)),
        ["modificationTime"] = Known(run, SystemPaths.ModificationTime, new AttributeValue.Datetime(run.Run.CreatedUnixMilliseconds)),
        ["pingTime"] = Known(run, SystemPaths.PingTime, new AttributeValue.Datetime(run.Run.CreatedUnixMilliseconds)),
        ["runningTime"] = Known(run, SystemPaths.RunningTime, new AttributeValue.Float(0)),
        ["monitoringTime"] = Known(run, SystemPaths.MonitoringTime, new AttributeValue.Int(0)),
        ["owner"] = Known(run, SystemPaths.Owner, new AttributeValue.String(run.Run.Owner)),
        ["size"] = Known(run, SystemPaths.Size, new AttributeValue.Float(0)),
        ["tags"] = Known(run, SystemPaths.Tags, new AttributeValue.StringSet([])),
        ["hostname"] = run[SystemPaths.Hostname] is { } host ? (object?)Value(SystemPaths.Hostname, host) : null,
        ["state"] = Known(run, SystemPaths.State, new AttributeValue.String("inactive")),
        ["failed"] = Known(run, SystemPaths.Failed, new AttributeValue.Bool(false)),
        ["trashed"] = Known(run, SystemPaths.Trashed, new AttributeValue.Bool(false)),
    };

    private static WireAttribute? Known(RunSnapshot run, string path, AttributeValue otherwise) => Value(path, run[path] ?? otherwise);
}

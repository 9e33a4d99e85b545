using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>Attributes as the attributes API writes them (contract, 4.4).</summary>
internal static class AttributeTranslation
{
    /// <summary>A listing's entry; null of kinds that these clients don't know.</summary>
    public static Dictionary<string, object?>? Entry(RunAttribute attribute)
    {
        if (Value(attribute.Path.Value, attribute.Value) is not { } value)
            return null;
        var type = (string)value["attributeType"]!;
        return new Dictionary<string, object?> { ["name"] = attribute.Path.Value, ["type"] = type, [type + "Properties"] = value };
    }

    /// <summary>The value object; null of kinds that these clients don't know.</summary>
    public static Dictionary<string, object?>? Value(string path, AttributeValue value) => value switch
    {
        AttributeValue.String { Value: var state } when path == SystemPaths.State =>
            Of(path, "experimentState", ("value", state == "running" ? "running" : "idle")),
        AttributeValue.Float number => Of(path, "float", ("value", WireTime.Finite(number.Value))),
        AttributeValue.Int number => Of(path, "int", ("value", number.Value)),
        AttributeValue.Bool truth => Of(path, "bool", ("value", truth.Value)),
        AttributeValue.String text => Of(path, "string", ("value", text.Value)),
        AttributeValue.Datetime time => Of(path, "datetime", ("value", WireTime.Of(time.UnixMilliseconds))),
        AttributeValue.StringSet set => Of(path, "stringSet", ("values", set.Values)),
        AttributeValue.File { Stored: var file } => Of(
            path, "file", ("name", file.Name), ("ext", Path.GetExtension(file.Name).TrimStart('.')), ("size", file.SizeBytes)),
        AttributeValue.FileSet set => Of(path, "fileSet", ("size", set.SizeBytes)),
        AttributeValue.Artifact artifact => Of(path, "artifact", ("hash", artifact.Hash)),
        AttributeValue.GitRef { Checkout: var git } => Of(
            path, "gitRef", ("commit", Commit(git)), ("remotes", git.Remotes), ("currentBranch", git.Branch), ("repositoryDirty", git.IsDirty)),
        AttributeValue.NotebookRef notebook => Of(
            path, "notebookRef", ("notebookId", notebook.NotebookId), ("checkpointId", notebook.CheckpointId)),
        AttributeValue.FloatSeries series => Floats(path, series),
        AttributeValue.StringSeries series => Of(
            path, "stringSeries", ("last", series.Last), ("lastStep", LastStep(series.Summary))),
        AttributeValue.FileSeries series => Of(path, "imageSeries", ("lastStep", LastStep(series.Summary)), ("channelId", null)),
        _ => null,
    };

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
        ["hostname"] = run[SystemPaths.Hostname] is { } host ? Value(SystemPaths.Hostname, host) : null,
        ["state"] = Known(run, SystemPaths.State, new AttributeValue.String("inactive")),
        ["failed"] = Known(run, SystemPaths.Failed, new AttributeValue.Bool(false)),
        ["trashed"] = Known(run, SystemPaths.Trashed, new AttributeValue.Bool(false)),
    };

    private static Dictionary<string, object?>? Known(RunSnapshot run, string path, AttributeValue otherwise) => Value(path, run[path] ?? otherwise);

    private static Dictionary<string, object?> Floats(string path, AttributeValue.FloatSeries series)
    {
        var (summary, config) = (series.Summary, series.Config);
        return Of(
            path, "floatSeries",
            ("last", WireTime.Finite(summary.Last)), ("lastStep", LastStep(summary.Position)),
            ("min", WireTime.Finite(summary.Min)), ("max", WireTime.Finite(summary.Max)),
            ("average", WireTime.Finite(summary.Mean)), ("variance", WireTime.Finite(summary.Variance)),
            ("config", new Dictionary<string, object?> { ["min"] = config.Min, ["max"] = config.Max, ["unit"] = config.Unit }));
    }

    private static double? LastStep(SeriesSummary summary) => summary.Count > 0 ? summary.LastStep.Value : null;

    private static object? Commit(GitCheckout git) => git.CommitId is null ? null : new
    {
        commitId = git.CommitId,
        message = git.Message,
        authorName = git.AuthorName,
        authorEmail = git.AuthorEmail,
        commitDate = git.CommitDate is { } date ? WireTime.Of(date.ToUnixTimeMilliseconds()) : null,
    };

    private static Dictionary<string, object?> Of(string path, string type, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var value = new Dictionary<string, object?> { ["attributeName"] = path, ["attributeType"] = type };
        foreach (var (name, content) in members)
            value[name] = content;
        return value;
    }
}

using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <summary>What clients may do to a run: the checks before an operation is applied.</summary>
public static class OperationRules
{
    /// <summary>Why an operation may not be applied to a run, or null.</summary>
    internal static (string Code, string Message)? Explain(LiveRun run, RunOperation operation, bool rejectNamespaceClash)
    {
        var (path, kind) = Target(operation);
        if (ExplainValue(operation) is { } wrong)
            return ("invalid-value", wrong);
        if (operation is RunOperation.UndoRewind && run.Timeline.RewoundTo is null)
            return ("nothing-to-undo", $"{run.Run.ShortId} was not rewound.");
        if (path.Value.Length == 0)
            return kind is null ? null : ("invalid-value", "The attribute name is empty.");
        if (path.IsBelow("sys") && ExplainSystem(path, kind) is { } fault)
            return fault;
        var slot = run.Slots.GetValueOrDefault(path.Value);
        if (slot is not null && kind is { } wanted && slot.Value.Kind != wanted)
            return ("kind-mismatch", $"The attribute {path} is a {slot.Value.Kind.Name()}, not a {wanted.Name()}.");
        if (slot is null && kind is not null && rejectNamespaceClash && Clash(run, path) is { } other)
            return ("namespace-clash", $"The attribute {path} cannot be created because {other} exists: a path is an attribute or a namespace.");
        return null;
    }

    /// <summary>The path an operation touches and the kind it needs there (null: any).</summary>
    public static (AttributePath Path, AttributeKind? Kind) Target(RunOperation operation) => operation switch
    {
        RunOperation.Assign o => (o.Path, o.Value.Kind),
        RunOperation.AppendFloats o => (o.Path, AttributeKind.FloatSeries),
        RunOperation.AppendPreviews o => (o.Path, AttributeKind.FloatSeries),
        RunOperation.AppendStrings o => (o.Path, AttributeKind.StringSeries),
        RunOperation.AppendFiles o => (o.Path, AttributeKind.FileSeries),
        RunOperation.AppendHistograms o => (o.Path, AttributeKind.HistogramSeries),
        RunOperation.ClearSeries o => (o.Path, o.Kind),
        RunOperation.ConfigureSeries o => (o.Path, AttributeKind.FloatSeries),
        RunOperation.ChangeStringSet o => (o.Path, AttributeKind.StringSet),
        RunOperation.ChangeFileSet o => (o.Path, AttributeKind.FileSet),
        RunOperation.DeleteAttribute o => (o.Path, null),
        _ => default,
    };

    private static string? ExplainValue(RunOperation operation) => operation switch
    {
        RunOperation.Assign { Value: var value } when value.Kind.IsSeries() => "A series can't be assigned; append points to it.",
        RunOperation.Assign { Value: AttributeValue.FileSet set } => ExplainPaths(set.Files),
        RunOperation.ChangeFileSet o => ExplainPaths(o.Put),
        RunOperation.ClearSeries o when !o.Kind.IsSeries() => $"A {o.Kind.Name()} is no series.",
        RunOperation.Rewind o when !double.IsFinite(o.LastStep.Value) => "The step to rewind to is not a finite number.",
        RunOperation.AppendFloats o => ExplainColumns(o.Points),
        RunOperation.AppendPreviews o => ExplainColumns(o.Points),
        RunOperation.AppendStrings o => ExplainColumns(o.Points),
        RunOperation.AppendFiles o => ExplainColumns(o.Points),
        RunOperation.AppendHistograms o => ExplainColumns(o.Points)
            ?? (o.Points.Values.ToArray().All(histogram => histogram.Edges.Count == histogram.Counts.Count + 1)
                ? null : "A histogram has one edge more than it has counts."),
        _ => null,
    };

    private static string? ExplainColumns<T>(Points<T> points)
    {
        if (points.Values.Length != points.Count || points.UnixMilliseconds.Length != points.Count)
            return "Steps, values and timestamps differ in number.";
        return default(T) is null && points.Values.Span.Contains(default!, null) ? "A value is missing." : null;
    }

    private static string? ExplainPaths(IReadOnlyList<FileSetEntry> entries)
    {
        var bad = entries.FirstOrDefault(entry => entry.Path.Contains('\0') || entry.Path.Split('/').Any(part => part is "" or "." or ".."));
        return bad is null ? null : $"'{bad.Path}' is no relative path within a file set.";
    }

    private static (string, string)? ExplainSystem(AttributePath path, AttributeKind? kind)
    {
        if (!SystemPaths.Writable.Contains(path.Value))
            return ("read-only", $"The attribute {path} is kept by the server.");
        var wanted = path.Value switch
        {
            SystemPaths.Tags or SystemPaths.GroupTags => AttributeKind.StringSet,
            SystemPaths.Failed => AttributeKind.Bool,
            _ => AttributeKind.String,
        };
        return kind is null || kind == wanted ? null : ("kind-mismatch", $"The attribute {path} is a {wanted.Name()}.");
    }

    private static string? Clash(LiveRun run, AttributePath path)
    {
        for (var slash = path.Value.IndexOf('/'); slash >= 0; slash = path.Value.IndexOf('/', slash + 1))
        {
            if (run.Slots.ContainsKey(path.Value[..slash]))
                return path.Value[..slash];
        }

        return run.IsNamespace(path.Value) ? path.Value + "/…" : null;
    }
}

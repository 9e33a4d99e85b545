using System.Globalization;
using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Between 0.x experiments and runs; the paths are those that the client's own later adapter chose (contract, 5.11).</summary>
internal static class ExperimentTranslation
{
    public const string Parameters = "parameters/";
    public const string Properties = "properties/";
    public const string Logs = "logs/";
    public const string Monitoring = "monitoring/";
    public const string Output = "artifacts/";
    private static readonly string[] SystemChannels = ["stdout", "stderr", "logger"];

    /// <summary>First values of a run.</summary>
    /// <exception cref="ShipslogException">Invalid: the same parameter twice.</exception>
    public static List<RunOperation> Creation(JsonElement body)
    {
        var operations = new List<RunOperation>();
        Assign(operations, SystemPaths.Name, body.Text("name") is { } name ? new AttributeValue.String(name) : null);
        Assign(operations, SystemPaths.Description, body.Text("description") is { Length: > 0 } text ? new AttributeValue.String(text) : null);
        Assign(operations, SystemPaths.Hostname, body.Text("hostname") is { } host ? new AttributeValue.String(host) : null);
        Assign(operations, SystemPaths.Entrypoint, body.Text("entrypoint") is { Length: > 0 } entry ? new AttributeValue.String(entry) : null);
        Assign(operations, SystemPaths.Git, GitTranslation.Read(body.Member("gitInfo")));
        if (body.Texts("tags") is { Count: > 0 } tags)
            operations.Add(new RunOperation.ChangeStringSet(new AttributePath(SystemPaths.Tags), tags, []));
        if (Guid.TryParse(body.Text("notebookId"), out var notebook))
        {
            Guid? checkpoint = Guid.TryParse(body.Text("checkpointId"), out var id) ? id : null;
            Assign(operations, "source_code/notebook", new AttributeValue.NotebookRef(notebook, checkpoint));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in body.Items("parameters"))
        {
            var key = parameter.Text("name") ?? "";
            if (!seen.Add(key))
                throw new ShipslogException(Failure.Invalid, $"The parameter {key} is given twice.", "duplicate-parameter");
            Assign(operations, Parameters + key, ParameterValue(parameter));
        }

        operations.AddRange(PropertyChanges(body, null));
        return operations;
    }

    /// <summary>Makes the properties exactly those of the body.</summary>
    public static IEnumerable<RunOperation> PropertyChanges(JsonElement body, RunSnapshot? before)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in body.Items("properties"))
            wanted[Properties + (property.Text("key") ?? "")] = property.Text("value") ?? "";
        foreach (var attribute in before?.Attributes ?? [])
        {
            if (attribute.Path.IsBelow("properties") && !wanted.ContainsKey(attribute.Path.Value))
                yield return new RunOperation.DeleteAttribute(attribute.Path);
        }

        foreach (var (key, value) in wanted)
        {
            if (Valid(key) is { } path && (before?[key] as AttributeValue.String)?.Value != value)
                yield return new RunOperation.Assign(path, new AttributeValue.String(value));
        }
    }

    /// <summary>The experiment as 0.x reads it.</summary>
    /// <param name="run">What it holds.</param>
    /// <param name="project">Whose.</param>
    /// <param name="unixMilliseconds">Now: until when a running one has run.</param>
    public static Dictionary<string, object?> ToWire(RunSnapshot run, Project project, long unixMilliseconds)
    {
        var ended = State(run) is not "running";
        return new Dictionary<string, object?>
        {
            ["id"] = run.Run.Id,
            ["shortId"] = run.Run.ShortId,
            ["entryType"] = "experiment",
            ["name"] = Text(run, SystemPaths.Name) ?? "",
            ["state"] = State(run),
            ["organizationName"] = project.WorkspaceName,
            ["projectName"] = project.Name,
            ["projectId"] = project.Id,
            ["timeOfCreation"] = WireTime.Of(run.Run.CreatedUnixMilliseconds),
            ["timeOfCompletion"] = ended && run[SystemPaths.FinishTime] is AttributeValue.Datetime end ? WireTime.Of(end.UnixMilliseconds) : null,
            ["runningTime"] = (long)(run.RunningSeconds(unixMilliseconds) * 1000),
            ["owner"] = run.Run.Owner,
            ["size"] = (long)Number(run, SystemPaths.Size),
            ["storageSize"] = (long)Number(run, SystemPaths.Size),
            ["channelsSize"] = 0,
            ["tags"] = (run[SystemPaths.Tags] as AttributeValue.StringSet)?.Values ?? [],
            ["description"] = Text(run, SystemPaths.Description) ?? "",
            ["hostname"] = Text(run, SystemPaths.Hostname),
            ["parameters"] = Below(run, Parameters).Select(ParameterToWire).ToList(),
            ["properties"] = Below(run, Properties)
                .Select(item => new { key = item.Path.Value[Properties.Length..], value = Text(item.Value) }).ToList(),
            ["channels"] = Below(run, Logs).Where(item => ChannelType(item.Value) is not null)
                .Select(item => Channel(run.Run, project, item, Logs)).ToList(),

            // Without the empty ones: 0.4.106 takes a slice of every text's last value.
            ["channelsLastValues"] = Below(run, Logs)
                .Where(item => item.Value is AttributeValue.FloatSeries or AttributeValue.StringSeries && Position(item.Value) is { Count: > 0 })
                .Select(item => LastValue(run.Run, project, item)).ToList(),
        };
    }

    /// <summary>stdout, stderr and logger, as far as they exist.</summary>
    public static IEnumerable<object> SystemChannelsOf(RunSnapshot run, Project project) =>
        Below(run, Monitoring).Where(item => IsConsole(item.Path.Value))
            .Select(item => Channel(run.Run, project, item, Monitoring));

    /// <summary>Whether a path is that of stdout, stderr or logger.</summary>
    public static bool IsConsole(string path) =>
        path.StartsWith(Monitoring, StringComparison.Ordinal) && SystemChannels.Contains(path[Monitoring.Length..]);

    /// <summary>A channel.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="project">Of the run.</param>
    /// <param name="attribute">The series.</param>
    /// <param name="prefix">The part of its path that clients don't see.</param>
    public static object Channel(Run run, Project project, RunAttribute attribute, string prefix) => new
    {
        id = new NeptuneIds(project.Number, run.Key, attribute.Id, 0).ToText(),
        name = attribute.Path.Value[prefix.Length..],
        channelType = ChannelType(attribute.Value),
        lastX = Position(attribute.Value) is { Count: > 0 } position ? (double?)position.LastStep.Value : null,
        isUserDefined = prefix == Logs,
    };

    /// <summary>numeric, text or image; null of what is no channel.</summary>
    public static string? ChannelType(AttributeValue value) => value switch
    {
        AttributeValue.FloatSeries => "numeric",
        AttributeValue.StringSeries => "text",
        AttributeValue.FileSeries => "image",
        _ => null,
    };

    /// <summary>running, succeeded, failed or aborted. A run that went silent is none of these: its client was cut off, so <c>aborted</c> comes nearest.</summary>
    public static string State(RunSnapshot run) =>
        Text(run, SystemPaths.State) is var state && state == "inactive" ? "aborted" : state ?? "running";

    /// <summary>The text at a path, or null.</summary>
    public static string? Text(RunSnapshot run, string path) => (run[path] as AttributeValue.String)?.Value;

    /// <summary>The number at a path; 0 when there is none.</summary>
    public static double Number(RunSnapshot run, string path) => run[path] switch
    {
        AttributeValue.Float value => value.Value,
        AttributeValue.Int value => value.Value,
        _ => 0,
    };

    /// <summary>The path, or null when it breaks a rule.</summary>
    public static AttributePath? Valid(string path) => AttributePath.TryCreate(path, out var valid) ? valid : null;

    private static IEnumerable<RunAttribute> Below(RunSnapshot run, string prefix) =>
        run.Attributes.Where(attribute => attribute.Path.Value.StartsWith(prefix, StringComparison.Ordinal) && attribute.Path.Value.Length > prefix.Length);

    private static void Assign(List<RunOperation> operations, string path, AttributeValue? value)
    {
        if (value is not null && Valid(path) is { } valid)
            operations.Add(new RunOperation.Assign(valid, value));
    }

    private static AttributeValue ParameterValue(JsonElement parameter)
    {
        var text = parameter.Text("value") ?? "";
        return parameter.Text("parameterType") == "double" && LenientJson.ToNumber(text) is { } number
            ? new AttributeValue.Float(number)
            : new AttributeValue.String(text);
    }

    private static object ParameterToWire(RunAttribute item) => new
    {
        id = (string?)null,
        name = item.Path.Value[Parameters.Length..],
        parameterType = item.Value is AttributeValue.Float or AttributeValue.Int ? "double" : "string",
        value = Text(item.Value),
    };

    private static object LastValue(Run run, Project project, RunAttribute item) => new
    {
        channelId = new NeptuneIds(project.Number, run.Key, item.Id, 0).ToText(),
        channelName = item.Path.Value[Logs.Length..],
        channelType = ChannelType(item.Value),
        x = Position(item.Value) is { Count: > 0 } position ? (double?)position.LastStep.Value : null,
        y = item.Value is AttributeValue.FloatSeries series
            ? series.Summary.Position.Count > 0 ? WireTime.Number(series.Summary.Last) : null
            : (item.Value as AttributeValue.StringSeries)?.Last,
    };

    private static SeriesSummary? Position(AttributeValue value) => value switch
    {
        AttributeValue.FloatSeries series => series.Summary.Position,
        AttributeValue.StringSeries series => series.Summary,
        AttributeValue.FileSeries series => series.Summary,
        _ => null,
    };

    private static string Text(AttributeValue value) => value switch
    {
        AttributeValue.String text => text.Value,
        AttributeValue.Float number => WireTime.Number(number.Value),
        AttributeValue.Int number => number.Value.ToString(CultureInfo.InvariantCulture),
        AttributeValue.Bool truth => truth.Value ? "True" : "False",
        AttributeValue.Datetime time => WireTime.Of(time.UnixMilliseconds),
        AttributeValue.StringSet set => string.Join(',', set.Values),
        _ => "",
    };
}

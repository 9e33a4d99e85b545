using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>One element of <c>executeOperations</c> into one of ours.</summary>
internal sealed class OperationTranslation(IFileStore files, long now)
{
    /// <summary>The time of points that have none, ms since 1970.</summary>
    public long Now => now;

    /// <summary>Translates; throws <see cref="ShipslogException"/> (Invalid) with the reason when it can't.</summary>
    public async Task<RunOperation> ReadAsync(JsonElement element, CancellationToken cancellation)
    {
        var path = new AttributePath(element.Text("path") ?? "");
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (member.Name != "path" && member.Value.ValueKind == JsonValueKind.Object)
                return Simple(path, member.Name, member.Value) ?? await SeriesAsync(path, member.Name, member.Value, cancellation);
        }

        throw new ShipslogException(Failure.Invalid, $"There is no operation for {path}.");
    }

    private static RunOperation? Simple(AttributePath path, string name, JsonElement body) => name switch
    {
        "assignFloat" => new RunOperation.Assign(path, new AttributeValue.Float(body.Number("value") ?? throw Bad(path))),
        "assignInt" => new RunOperation.Assign(path, new AttributeValue.Int(body.Integer("value") ?? throw Bad(path))),
        "assignBool" => new RunOperation.Assign(path, new AttributeValue.Bool(Truth(body) ?? throw Bad(path))),
        "assignString" => new RunOperation.Assign(path, new AttributeValue.String(body.Text("value") ?? "")),
        "assignDatetime" => new RunOperation.Assign(path, new AttributeValue.Datetime(body.Integer("valueMilliseconds") ?? throw Bad(path))),
        "assignArtifact" => new RunOperation.Assign(path, new AttributeValue.Artifact(body.Text("hash") ?? throw Bad(path))),
        "clearArtifact" or "deleteAttribute" => new RunOperation.DeleteAttribute(path),
        "clearFloatSeries" => new RunOperation.ClearSeries(path, AttributeKind.FloatSeries),
        "clearStringSeries" => new RunOperation.ClearSeries(path, AttributeKind.StringSeries),
        "clearImageSeries" => new RunOperation.ClearSeries(path, AttributeKind.FileSeries),
        "configFloatSeries" => new RunOperation.ConfigureSeries(path, new SeriesConfig(body.Number("min"), body.Number("max"), body.Text("unit"))),
        "insertStrings" => new RunOperation.ChangeStringSet(TagsOnly(path), body.Texts("values"), []),
        "removeStrings" => new RunOperation.ChangeStringSet(TagsOnly(path), [], body.Texts("values")),
        "clearStringSet" => new RunOperation.ChangeStringSet(TagsOnly(path), [], [], Clear: true),
        "deleteFiles" => new RunOperation.ChangeFileSet(path, [], body.Texts("filePaths")),
        _ => null,
    };

    private async Task<RunOperation> SeriesAsync(AttributePath path, string name, JsonElement body, CancellationToken cancellation) => name switch
    {
        "logFloats" => new RunOperation.AppendFloats(
            path, await PointsAsync(body, path, entry => Task.FromResult(entry.Number("value") ?? throw Bad(path)))),
        "logStrings" => new RunOperation.AppendStrings(
            path, await PointsAsync(body, path, entry => Task.FromResult(entry.Text("value") ?? ""))),
        "logImages" => new RunOperation.AppendFiles(
            path, await PointsAsync(body, path, entry => ImageFiles.StoreAsync(entry.Member("value") ?? default, files, cancellation))),
        _ => throw new ShipslogException(Failure.Invalid, $"The operation {name} is not known."),
    };

    private async Task<Points<T>> PointsAsync<T>(JsonElement body, AttributePath path, Func<JsonElement, Task<T>> valueOf)
    {
        var columns = new PointColumns<T>();
        foreach (var entry in body.Items("entries"))
        {
            var step = Step.Auto;
            if (entry.Number("step") is { } own && !Step.TryCreate(own, out step))
                throw new ShipslogException(Failure.Invalid, $"A step of {path} is not a finite number.");
            columns.Add(step, await valueOf(entry), entry.Integer("timestampMilliseconds") ?? now);
        }

        return columns.ToPoints();
    }

    /// <summary>Clients know sets of strings at the tags only (contract, 4.5).</summary>
    private static AttributePath TagsOnly(AttributePath path) => path.Value is SystemPaths.Tags or SystemPaths.GroupTags
        ? path
        : throw new ShipslogException(Failure.Invalid, $"{path} cannot be a set of strings; only sys/tags and sys/group_tags are.");

    private static bool? Truth(JsonElement body) => body.Text("value")?.ToLowerInvariant() switch { "true" => true, "false" => false, _ => null };

    private static ShipslogException Bad(AttributePath path) => new(Failure.Invalid, $"The value for {path} is not of the type that its operation names.");

    private sealed class PointColumns<T>
    {
        private readonly List<Step> _steps = [];
        private readonly List<T> _values = [];
        private readonly List<long> _times = [];

        public void Add(Step step, T value, long unixMilliseconds)
        {
            _steps.Add(step);
            _values.Add(value);
            _times.Add(unixMilliseconds);
        }

        public Points<T> ToPoints() => new(_steps.ToArray(), _values.ToArray(), _times.ToArray());
    }
}

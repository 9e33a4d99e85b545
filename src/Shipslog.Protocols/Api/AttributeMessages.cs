using System.Text.Json.Serialization;

namespace Shipslog.Protocols.Api;

/// <summary>An attribute of a run; its members depend on its kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FloatAttribute), "float")]
[JsonDerivedType(typeof(IntAttribute), "int")]
[JsonDerivedType(typeof(BoolAttribute), "bool")]
[JsonDerivedType(typeof(StringAttribute), "string")]
[JsonDerivedType(typeof(DatetimeAttribute), "datetime")]
[JsonDerivedType(typeof(StringSetAttribute), "stringSet")]
[JsonDerivedType(typeof(FileAttribute), "file")]
[JsonDerivedType(typeof(FileSetAttribute), "fileSet")]
[JsonDerivedType(typeof(ArtifactAttribute), "artifact")]
[JsonDerivedType(typeof(GitRefAttribute), "gitRef")]
[JsonDerivedType(typeof(NotebookRefAttribute), "notebookRef")]
[JsonDerivedType(typeof(FloatSeriesAttribute), "floatSeries")]
[JsonDerivedType(typeof(StringSeriesAttribute), "stringSeries")]
[JsonDerivedType(typeof(FileSeriesAttribute), "fileSeries")]
[JsonDerivedType(typeof(HistogramSeriesAttribute), "histogramSeries")]
internal abstract record AttributeMessage(string Path);

internal sealed record FloatAttribute(string Path, double Value) : AttributeMessage(Path);

internal sealed record IntAttribute(string Path, long Value) : AttributeMessage(Path);

internal sealed record BoolAttribute(string Path, bool Value) : AttributeMessage(Path);

internal sealed record StringAttribute(string Path, string Value) : AttributeMessage(Path);

internal sealed record DatetimeAttribute(string Path, string Value) : AttributeMessage(Path);

internal sealed record StringSetAttribute(string Path, IReadOnlyList<string> Values) : AttributeMessage(Path);

/// <summary>A file; <c>hash</c> is the SHA-256 of its content, for addresses that may be cached for ever.</summary>
internal sealed record FileAttribute(string Path, string Name, long Size, string MimeType, string Hash)
    : AttributeMessage(Path);

internal sealed record FileSetAttribute(string Path, int Files, long Size) : AttributeMessage(Path);

internal sealed record ArtifactAttribute(string Path, string Hash) : AttributeMessage(Path);

internal sealed record GitRefAttribute(string Path, GitCheckoutMessage Value) : AttributeMessage(Path);

internal sealed record NotebookRefAttribute(string Path, NotebookMessage Value) : AttributeMessage(Path);

/// <summary>The summary of a float series; statistics are over finite values, and absent while it has no points.</summary>
internal sealed record FloatSeriesAttribute(
    string Path,
    long Count,
    double? Last,
    double? LastStep,
    double? First,
    double? FirstStep,
    double? Min,
    double? Max,
    double? Mean,
    double? Variance,
    string? LastAt,
    SeriesConfigMessage Config) : AttributeMessage(Path)
{
    /// <summary>Values beyond the last point that may still change, in step order; absent when there are none.</summary>
    public IReadOnlyList<PreviewMessage>? Previews { get; init; }
}

/// <summary>A value that may still change; <c>completion</c> is how complete it is, 0 to 1.</summary>
internal sealed record PreviewMessage(double Step, double Value, double Completion, string At);

internal sealed record StringSeriesAttribute(string Path, long Count, string? Last, double? LastStep, string? LastAt)
    : AttributeMessage(Path);

internal sealed record FileSeriesAttribute(string Path, long Count, double? LastStep, string? LastAt)
    : AttributeMessage(Path);

internal sealed record HistogramSeriesAttribute(string Path, long Count, double? LastStep, string? LastAt)
    : AttributeMessage(Path);

/// <summary>A git checkout.</summary>
internal sealed record GitCheckoutMessage(
    string? CommitId,
    string? Message,
    string? AuthorName,
    string? AuthorEmail,
    string? CommitDate,
    string? Branch,
    bool Dirty,
    IReadOnlyList<string> Remotes);

/// <summary>A notebook checkpoint.</summary>
internal sealed record NotebookMessage(Guid NotebookId, Guid? CheckpointId);

/// <summary>Display hints of a float series.</summary>
internal sealed record SeriesConfigMessage(double? Min, double? Max, string? Unit);

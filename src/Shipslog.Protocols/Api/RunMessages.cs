using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shipslog.Protocols.Api;

/// <summary>Which number of a series is meant. In the order of <see cref="Core.Query.Aggregate"/>.</summary>
[JsonConverter(typeof(CamelCase<AggregateName>))]
internal enum AggregateName
{
    Last,
    First,
    Min,
    Max,
    Mean,
    Variance,
    Count,
    LastStep,
}

/// <summary>The kind of an attribute. The numbers are those of <see cref="Core.Model.AttributeKind"/>.</summary>
[JsonConverter(typeof(CamelCase<AttributeKindName>))]
internal enum AttributeKindName
{
    Float = 1,
    Int,
    Bool,
    String,
    Datetime,
    StringSet,
    File,
    FileSet,
    Artifact,
    GitRef,
    NotebookRef,
    FloatSeries = 20,
    StringSeries,
    FileSeries,
    HistogramSeries,
}

[JsonConverter(typeof(CamelCase<SortDirection>))]
internal enum SortDirection
{
    Ascending,
    Descending,
}

[JsonConverter(typeof(CamelCase<RunStateName>))]
internal enum RunStateName
{
    Running = 1,
    Inactive,
    Succeeded,
    Failed,
    Aborted,
}

/// <summary>What carries the attributes. The numbers are those of <see cref="Core.Model.HolderKind"/>.</summary>
[JsonConverter(typeof(CamelCase<HolderKindName>))]
internal enum HolderKindName
{
    Run = 1,
    Model,
    ModelVersion,
    Project,
}

/// <summary>A column of the runs table.</summary>
internal sealed record ColumnMessage(string Path, AggregateName? Aggregate = null);

/// <summary>One sort key.</summary>
internal sealed record SortMessage(
    string Path, AggregateName? Aggregate = null, SortDirection Direction = SortDirection.Ascending);

/// <summary>A question for runs, or for models or versions of models.</summary>
internal sealed record RunQueryMessage(
    IReadOnlyList<ColumnMessage> Columns,
    string? Filter = null,
    IReadOnlyList<SortMessage>? Sort = null,
    int Limit = 100,
    int Offset = 0,
    bool Trashed = false,
    HolderKindName Kind = HolderKindName.Run);

/// <summary>
/// A page of runs; the values of a row are in the order of the asked columns, null where absent. <c>kinds</c> are those of the columns, as the
/// first run of the page that has one shows it.
/// </summary>
internal sealed record RunPageMessage(int Total, IReadOnlyList<AttributeKindName?> Kinds, IReadOnlyList<RunRowMessage> Rows);

/// <summary>A run of a page.</summary>
internal sealed record RunRowMessage(Guid Id, string ShortId, IReadOnlyList<Cell?> Values);

/// <summary>A question for the columns that tell runs apart.</summary>
internal sealed record ColumnProposalQueryMessage(string? Filter = null, int Limit = 10);

/// <summary>A column worth showing.</summary>
internal sealed record ColumnProposalMessage(string Path, AttributeKindName? Kind, AggregateName? Aggregate);

/// <summary>Attribute names of a project.</summary>
internal sealed record AttributeNamesMessage(int Total, IReadOnlyList<AttributeNameMessage> Entries);

/// <summary>An attribute name with its kind, and in how many runs it is.</summary>
internal sealed record AttributeNameMessage(string Path, AttributeKindName Kind, int Runs);

/// <summary>What a run is, without its attributes.</summary>
internal record RunHeaderMessage
{
    public required Guid Id { get; init; }

    public required HolderKindName Kind { get; init; }

    public required string ShortId { get; init; }

    public string? CustomId { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public RunStateName? State { get; init; }

    public required bool Failed { get; init; }

    public required string Owner { get; init; }

    public string? Hostname { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string CreatedAt { get; init; }

    public string? ModifiedAt { get; init; }

    public string? FinishedAt { get; init; }

    public double? RunningSeconds { get; init; }

    public required long SizeBytes { get; init; }

    public required bool Trashed { get; init; }

    /// <summary>Where it was forked from another run; null: it wasn't.</summary>
    public AncestorMessage? Fork { get; init; }
}

/// <summary>A run's parent (or its parent, and so on): <c>run</c> is its short id, null when it was deleted; <c>step</c> the last one shared with it.</summary>
internal sealed record AncestorMessage(string? Run, Guid Id, double Step);

/// <summary>A run with all its attributes, in path order.</summary>
internal sealed record RunMessage : RunHeaderMessage
{
    /// <summary>The runs it descends from, its parent first.</summary>
    public required IReadOnlyList<AncestorMessage> Lineage { get; init; }

    /// <summary>Short ids of the runs forked from it.</summary>
    public required IReadOnlyList<string> Children { get; init; }

    /// <summary>The last step that its last rewind kept; null: there was none, or it was undone.</summary>
    public double? RewoundTo { get; init; }

    public required IReadOnlyList<AttributeMessage> Attributes { get; init; }
}

/// <summary>A run to create; the first values are as in operations.</summary>
internal sealed record NewRunMessage(
    string? CustomId = null, string? Name = null, IReadOnlyList<OperationMessage>? Operations = null, ForkMessage? Fork = null);

/// <summary>Where a new run branches off another (short id, custom id or UUID): it has its points up to a step, and unless told otherwise its other attributes.</summary>
internal sealed record ForkMessage(string Run, double Step, bool InheritAttributes = true);

/// <summary>The last step that a rewind keeps.</summary>
internal sealed record RewindMessage(double Step);

/// <summary>Changes of a run, applied in order, each on its own.</summary>
internal sealed record OperationsMessage(IReadOnlyList<OperationMessage> Operations);

/// <summary>
/// One change. <c>op</c>: assign (kind, value), append (kind, points), addToSet and removeFromSet (values), clearSet, delete. What it holds is
/// judged one by one, so that a bad one is rejected and the others are kept.
/// </summary>
internal sealed record OperationMessage(
    string? Op = null,
    string? Path = null,
    string? Kind = null,
    JsonElement? Value = null,
    IReadOnlyList<JsonElement>? Points = null,
    IReadOnlyList<string>? Values = null);

/// <summary>Which operations were not applied, and why.</summary>
internal sealed record OperationsResultMessage(IReadOnlyList<RejectedOperationMessage> Rejected);

/// <summary>An operation (or, with <c>point</c>, one point of it) that was not applied.</summary>
internal sealed record RejectedOperationMessage(int Index, int? Point, string Code, string Message);

/// <summary>Runs to act upon, by short id or UUID.</summary>
internal sealed record RunSelectionMessage(IReadOnlyList<string> Runs);

/// <summary>Operations to apply to each of many runs.</summary>
internal sealed record BulkOperationsMessage(IReadOnlyList<string> Runs, IReadOnlyList<OperationMessage> Operations);

/// <summary>How many runs were changed, and those that could not be; after a purge, the bytes that it gave back.</summary>
internal sealed record RunSelectionResultMessage(int Changed, IReadOnlyList<RunErrorMessage> Errors, long? FreedBytes = null);

/// <summary>Why a run was not changed.</summary>
internal sealed record RunErrorMessage(string Run, string Message);

[JsonConverter(typeof(CamelCase<StopKind>))]
internal enum StopKind
{
    Stop,
    Abort,
}

/// <summary>How to stop a run's client.</summary>
internal sealed record StopMessage(StopKind Kind);

/// <summary>How many clients were told.</summary>
internal sealed record StopResultMessage(int Delivered);

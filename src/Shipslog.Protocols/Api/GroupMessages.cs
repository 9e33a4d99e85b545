namespace Shipslog.Protocols.Api;

/// <summary>A question for groups of runs. Sorted by a key, else by the mean of a column; without a sort, largest group first.</summary>
internal sealed record RunGroupQueryMessage(
    IReadOnlyList<ColumnMessage> By,
    IReadOnlyList<ColumnMessage>? Columns = null,
    string? Filter = null,
    IReadOnlyList<SortMessage>? Sort = null,
    int Limit = 100,
    int Offset = 0,
    bool Trashed = false);

/// <summary>A page of groups; <c>total</c> counts groups, <c>runs</c> runs (one with several tags is in several groups of tags).</summary>
internal sealed record RunGroupPageMessage(int Total, int Runs, IReadOnlyList<RunGroupMessage> Groups);

/// <summary>Runs with the same keys (null: the attribute is missing); <c>filter</c> finds them, in the query language.</summary>
internal sealed record RunGroupMessage(
    IReadOnlyList<Cell?> Keys, string Filter, int Runs, IReadOnlyList<ColumnDigestMessage> Values);

/// <summary>
/// What a group has in a column: how many runs have it, how many different values, the value when it is the only one, and the figures of
/// finite numbers (instants in unix milliseconds).
/// </summary>
internal sealed record ColumnDigestMessage(
    int Runs,
    int Distinct,
    AttributeKindName? Kind,
    Cell? Only,
    double? Min,
    double? Max,
    double? Mean,
    double? Deviation);

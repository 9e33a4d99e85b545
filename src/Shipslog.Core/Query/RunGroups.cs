using Shipslog.Core.Model;

namespace Shipslog.Core.Query;

/// <summary>A question for groups of runs: those with the same values of some attributes.</summary>
/// <param name="Filter">Which runs.</param>
/// <param name="By">What they are grouped by, at least one. A run is in the group of every element of a string set.</param>
/// <param name="Columns">What to sum up of each group.</param>
/// <param name="Sort">
/// In which order: by a key that is in <paramref name="By"/>, else by the mean of a column; empty: largest group first.
/// </param>
/// <param name="Offset">Groups to skip, 0 or more.</param>
/// <param name="Limit">Groups to return at most.</param>
/// <param name="Trashed">false: runs not in the trash; true: only those in it.</param>
public sealed record GroupQuery(
    RunFilter Filter,
    IReadOnlyList<AttributeRef> By,
    IReadOnlyList<AttributeRef> Columns,
    IReadOnlyList<RunSort> Sort,
    int Offset,
    int Limit,
    bool Trashed = false);

/// <summary>A page of groups.</summary>
/// <param name="Total">How many groups there are in all.</param>
/// <param name="Runs">How many runs match in all.</param>
/// <param name="Groups">The page, in order.</param>
public sealed record GroupPage(int Total, int Runs, IReadOnlyList<RunGroup> Groups);

/// <summary>Runs with the same keys.</summary>
/// <param name="Keys">One per asked attribute: a number, text, truth value or instant; null where the runs have none.</param>
/// <param name="Filter">Finds exactly the runs of the group, by itself.</param>
/// <param name="Runs">How many there are.</param>
/// <param name="Values">One per asked column.</param>
public sealed record RunGroup(
    IReadOnlyList<AttributeValue?> Keys, RunFilter Filter, int Runs, IReadOnlyList<ColumnDigest> Values);

/// <summary>What a group's runs have in a column.</summary>
/// <param name="Runs">How many have a value.</param>
/// <param name="Distinct">How many different values.</param>
/// <param name="Sample">One of the values (the value, when there is one only); null when there is none.</param>
/// <param name="Numbers">Of the finite numbers; null when there are none.</param>
public sealed record ColumnDigest(int Runs, int Distinct, AttributeValue? Sample, NumberDigest? Numbers);

/// <summary>Of the finite numbers of a group's column (instants in unix milliseconds, truth values as 0 and 1).</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their population standard deviation.</param>
public sealed record NumberDigest(double Min, double Max, double Mean, double Deviation);

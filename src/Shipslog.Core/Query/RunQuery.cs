using Shipslog.Core.Model;

namespace Shipslog.Core.Query;

/// <summary>Which number of a series a column shows or a filter tests.</summary>
public enum Aggregate : byte
{
    /// <summary>Value at the last step; the default.</summary>
    Last,

    /// <summary>Value at the first step.</summary>
    First,

    /// <summary>Smallest finite value.</summary>
    Min,

    /// <summary>Largest finite value.</summary>
    Max,

    /// <summary>Mean of the finite values.</summary>
    Mean,

    /// <summary>Population variance of the finite values.</summary>
    Variance,

    /// <summary>Number of points.</summary>
    Count,

    /// <summary>Largest step.</summary>
    LastStep,
}

/// <summary>An attribute as a query names it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Kind">Only attributes of this kind; null: of any.</param>
/// <param name="Aggregate">For series; ignored for others.</param>
public sealed record AttributeRef(string Path, AttributeKind? Kind = null, Aggregate Aggregate = Aggregate.Last);

/// <summary>How a filter compares.</summary>
public enum Comparison : byte
{
    /// <summary>Equal; on a string set: has exactly these.</summary>
    Equal,

    /// <summary>Not equal; also true where the attribute is missing.</summary>
    NotEqual,

    /// <summary>Less than.</summary>
    Less,

    /// <summary>Less than or equal.</summary>
    LessOrEqual,

    /// <summary>Greater than.</summary>
    Greater,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEqual,

    /// <summary>Substring, ignoring case; on a string set: has the element.</summary>
    Contains,

    /// <summary>Regular expression found anywhere (non-backtracking engine; case matters).</summary>
    Matches,
}

/// <summary>
/// The one filter tree that every protocol's query language is translated into. A comparison on a missing attribute is false
/// (but see <see cref="Comparison.NotEqual"/>). Numbers compare across int, float and datetime (milliseconds).
/// </summary>
public abstract record RunFilter
{
    private RunFilter()
    {
    }

    /// <summary>Every run.</summary>
    public static readonly RunFilter Everything = new And([]);

    /// <summary>All parts hold; true when empty.</summary>
    public sealed record And(IReadOnlyList<RunFilter> Parts) : RunFilter;

    /// <summary>At least one part holds; false when empty.</summary>
    public sealed record Or(IReadOnlyList<RunFilter> Parts) : RunFilter;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(RunFilter Part) : RunFilter;

    /// <summary>The attribute exists.</summary>
    public sealed record Exists(AttributeRef Attribute) : RunFilter;

    /// <summary>The attribute is a number that is NaN.</summary>
    public sealed record IsNaN(AttributeRef Attribute) : RunFilter;

    /// <summary>
    /// A comparison with a number (also of an instant in milliseconds, or of a bool as 0 or 1; of a string, unless the attribute is
    /// declared one, if it reads as a number).
    /// </summary>
    public sealed record Number(AttributeRef Attribute, Comparison Comparison, double Value) : RunFilter;

    /// <summary>
    /// A comparison with a text (strings, last text of a string series, elements of a string set, names of files). A text that reads
    /// as a number, truth value or instant (ISO 8601, UTC) is also compared with attributes of those kinds.
    /// </summary>
    public sealed record Text(AttributeRef Attribute, Comparison Comparison, string Value) : RunFilter;

    /// <summary>The run's name, short id, tags or description contains the text, ignoring case: what a bare word means.</summary>
    public sealed record Mentions(string Words) : RunFilter;

    /// <summary>The run is one of these (short ids or UUIDs).</summary>
    public sealed record OneOf(IReadOnlyList<string> Ids) : RunFilter;
}

/// <summary>One sort key. Runs without the attribute come last in either direction; ties are broken by creation, newest first (oldest first when the last key is the creation time, ascending).</summary>
public sealed record RunSort(AttributeRef Attribute, bool Descending);

/// <summary>A question for runs.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Sort">In which order; empty: newest first.</param>
/// <param name="Columns">Which attributes to return; null: all of each run.</param>
/// <param name="Offset">Runs to skip, 0 or more.</param>
/// <param name="Limit">Runs to return at most; 0 only counts.</param>
/// <param name="Kind">Which holders.</param>
/// <param name="Trashed">false: only those not in the trash; true: only those in it; null: both.</param>
public sealed record RunQuery(
    RunFilter Filter,
    IReadOnlyList<RunSort> Sort,
    IReadOnlyList<AttributeRef>? Columns,
    int Offset,
    int Limit,
    HolderKind Kind = HolderKind.Run,
    bool? Trashed = false);

/// <summary>A page of runs.</summary>
/// <param name="Total">How many match in all.</param>
/// <param name="Rows">The page, in order.</param>
public sealed record RunPage(int Total, IReadOnlyList<RunRow> Rows);

/// <summary>One run of a page.</summary>
/// <param name="Run">Which.</param>
/// <param name="Values">One per asked column, null where absent; or, when all were asked, empty.</param>
/// <param name="All">All attributes when columns were not named; else null.</param>
public sealed record RunRow(Run Run, IReadOnlyList<AttributeValue?> Values, RunSnapshot? All);

/// <summary>A distinct (path, kind) of a project.</summary>
/// <param name="Path">The path.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Runs">In how many runs it is.</param>
public sealed record AttributeDefinition(string Path, AttributeKind Kind, int Runs);

/// <summary>A page of attribute names.</summary>
public sealed record AttributeDefinitionPage(int Total, IReadOnlyList<AttributeDefinition> Entries);

/// <summary>One changed attribute of a run, as the engine tells the columns.</summary>
/// <param name="Path">Which.</param>
/// <param name="Value">Its new value, or null when deleted.</param>
/// <param name="Was">The kind that it had before; null: there was none, or the columns know.</param>
public readonly record struct AttributeChange(AttributePath Path, AttributeValue? Value, AttributeKind? Was = null);

namespace Shipslog.Core.Query.Language;

/// <summary>What the meaning of a query depends on besides its text.</summary>
/// <param name="Now">For relative dates such as <c>-3d</c> and <c>last 3 days</c>.</param>
public sealed record RunQueryContext(DateTimeOffset Now)
{
    /// <summary>Attributes that an unqualified name may mean: the one of that path, else all whose path ends with <c>/name</c>. Null: names are paths.</summary>
    public Func<string, IReadOnlyList<AttributeDefinition>>? Resolve { get; init; }

    /// <summary>What a comparison of the run's state with a word means, for protocols with other states; null: the word is the state.</summary>
    public Func<Comparison, string, RunFilter>? State { get; init; }
}

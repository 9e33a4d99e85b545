using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Language;

/// <summary>What the meaning of a query depends on besides its text.</summary>
/// <param name="Now">For relative dates such as <c>-3d</c> and <c>last 3 days</c>.</param>
public sealed record RunQueryContext(DateTimeOffset Now)
{
    /// <summary>Attributes that an unqualified name may mean: the one of that path, else all whose path ends with <c>/name</c>. Null: names are paths.</summary>
    public Func<string, IReadOnlyList<AttributeDefinition>>? Resolve { get; init; }

    /// <summary>What a comparison of the run's state with a word means, for protocols with other states; null: the word is the state.</summary>
    public Func<Comparison, string, RunFilter>? State { get; init; }

    /// <summary>A <see cref="State"/> for clients that know a run as running or idle.</summary>
    public static RunFilter RunningOrIdle(Comparison comparison, string state)
    {
        var running = new RunFilter.Text(new AttributeRef(SystemPaths.State), Comparison.Equal, "running");
        var isIdle = string.Equals(state, "idle", StringComparison.OrdinalIgnoreCase);
        if (!isIdle && !string.Equals(state, "running", StringComparison.OrdinalIgnoreCase))
            return new RunFilter.Text(new AttributeRef(SystemPaths.State), comparison, state);
        return isIdle == (comparison == Comparison.NotEqual) ? running : new RunFilter.Not(running);
    }
}

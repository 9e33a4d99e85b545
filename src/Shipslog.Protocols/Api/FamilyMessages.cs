namespace Shipslog.Protocols.Api;

/// <summary>
/// The runs that forks connect with one, itself included, in order of creation after those that were deleted; of a large family those nearest to it,
/// while <c>total</c> counts all.
/// </summary>
internal sealed record FamilyMessage(int Total, IReadOnlyList<FamilyMemberMessage> Members);

/// <summary>A run of a family; <c>run</c> is its short id, and of a deleted one only <c>id</c> is known.</summary>
internal sealed record FamilyMemberMessage
{
    public required Guid Id { get; init; }

    public string? Run { get; init; }

    public string? CustomId { get; init; }

    /// <summary>The <c>id</c> of the run that it was forked from; null: from none.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The last step shared with its parent.</summary>
    public double? Step { get; init; }

    public string? Name { get; init; }

    /// <summary>The line of runs in which it is one attempt.</summary>
    public string? Line { get; init; }

    /// <summary>Whether it is the head of its line.</summary>
    public bool Head { get; init; }

    public RunStateName? State { get; init; }

    public bool Failed { get; init; }

    public bool Trashed { get; init; }
}

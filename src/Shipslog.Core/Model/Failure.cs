namespace Shipslog.Core.Model;

/// <summary>Why a whole request failed, in the few kinds that every protocol can express.</summary>
public enum Failure
{
    /// <summary>The named thing does not exist, or the caller may not know that it does.</summary>
    NotFound,

    /// <summary>The input breaks a rule; sending it again cannot succeed.</summary>
    Invalid,

    /// <summary>No valid credentials came with the request.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>The name or key is taken, or the thing is in a state that excludes the request.</summary>
    Conflict,

    /// <summary>A size limit was exceeded.</summary>
    TooLarge,

    /// <summary>Too many attempts; the caller should wait.</summary>
    TooManyAttempts,

    /// <summary>The server cannot do it now (shutting down, disk full); a retry may succeed.</summary>
    Unavailable,
}

/// <summary>A request failed as a whole. Parts of a batch that fail are data (<see cref="Ingest.Rejection"/>), not exceptions.</summary>
/// <param name="failure">The kind, from which each protocol derives its status.</param>
/// <param name="message">One sentence for the caller; never holds a secret, SQL or a server path.</param>
/// <param name="code">A stable kebab-case word for programs, e.g. <c>project-not-found</c>; null: derived from <paramref name="failure"/>.</param>
/// <param name="hint">What to do next, if there is something.</param>
public sealed class ShipslogException(Failure failure, string message, string? code = null, string? hint = null)
    : Exception(message)
{
    /// <summary>The kind of failure.</summary>
    public Failure Failure { get; } = failure;

    /// <summary>A stable kebab-case word for programs.</summary>
    public string Code { get; } = code ?? DefaultCode(failure);

    /// <summary>What the caller can do next, or null.</summary>
    public string? Hint { get; } = hint;

    /// <summary>Where in the request's text the fault lies (0-based character), or null. Used by query errors.</summary>
    public int? Position { get; init; }

    /// <summary>How many characters the fault spans, or null.</summary>
    public int? Length { get; init; }

    /// <summary>How long to wait before trying again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    private static string DefaultCode(Failure failure) => failure switch
    {
        Failure.NotFound => "not-found",
        Failure.Invalid => "invalid",
        Failure.Unauthenticated => "unauthenticated",
        Failure.Forbidden => "forbidden",
        Failure.Conflict => "conflict",
        Failure.TooLarge => "too-large",
        Failure.TooManyAttempts => "too-many-attempts",
        _ => "unavailable",
    };
}

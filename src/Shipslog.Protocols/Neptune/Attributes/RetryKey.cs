using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>
/// Tells a batch that a client sends again, because it never got the answer, from one that says the same once more. Clients number no
/// requests; but they repeat them to the byte and within their session, and points carry the millisecond of their logging.
/// </summary>
/// <param name="Text">Names the batch; null outside a session, which only clients have.</param>
internal readonly record struct RetryKey(string? Text)
{
    private const long RecentMilliseconds = 60 * 60 * 1000;

    /// <summary>The key of a request's body, as it came.</summary>
    public static RetryKey Of(HttpRequest request, Run run, ReadOnlySpan<byte> body) =>
        new(request.HttpContext.Features.Get<BearerSession>() is { Id.Length: > 0 } session
            ? $"batch {run.Key} {session.Id} {Convert.ToHexStringLower(SHA256.HashData(body))}"
            : null);

    /// <summary>
    /// The key, where a second application would do harm: points whose steps the server picks would be there twice. Null where it does
    /// none, and where equal batches may both be meant: <c>x=1</c>, <c>x=2</c>, <c>x=1</c>, or points that all have one old timestamp.
    /// </summary>
    public string? For(IReadOnlyList<RunOperation> operations, long now)
    {
        var (first, last, any) = (long.MaxValue, long.MinValue, false);
        foreach (var operation in operations)
        {
            if (Stepless(operation) is not { } times)
                continue;
            any = true;
            foreach (var time in times.Span)
                (first, last) = (Math.Min(first, time), Math.Max(last, time));
        }

        return any && (first < last || Math.Abs(now - first) < RecentMilliseconds) ? Text : null;
    }

    /// <summary>The timestamps of an operation some of whose points have no step.</summary>
    private static ReadOnlyMemory<long>? Stepless(RunOperation operation) => operation switch
    {
        RunOperation.AppendFloats { Points: { Steps: var steps, UnixMilliseconds: var times } } when HasAuto(steps) => times,
        RunOperation.AppendStrings { Points: { Steps: var steps, UnixMilliseconds: var times } } when HasAuto(steps) => times,
        RunOperation.AppendFiles { Points: { Steps: var steps, UnixMilliseconds: var times } } when HasAuto(steps) => times,
        _ => null,
    };

    private static bool HasAuto(ReadOnlyMemory<Step> steps)
    {
        foreach (var step in steps.Span)
        {
            if (step.IsAuto)
                return true;
        }

        return false;
    }
}

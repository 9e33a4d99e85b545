using System.Net.ServerSentEvents;

namespace Shipslog.Protocols.Api;

/// <summary>A stream of events with a heartbeat, by which both ends notice that the other is gone.</summary>
internal static class EventStream
{
    /// <summary>How often a silent stream says that it lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The events of a source, after a first <c>ping</c> (so that the client knows at once that it is connected) and with one at every
    /// heartbeat. It ends when the source ends, when one of the tokens is cancelled, or when at a heartbeat it is no longer allowed.
    /// </summary>
    public static async IAsyncEnumerable<SseItem<T?>> RunAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<SseItem<T?>>> source,
        Func<CancellationToken, ValueTask<bool>> isAllowed,
        TimeProvider time,
        CancellationToken[] ends)
        where T : class
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ends);
        using var beats = new PeriodicTimer(Heartbeat, time);
        var events = source(end.Token).GetAsyncEnumerator(end.Token);
        var next = NextAsync(events);
        var beat = BeatAsync(beats, end.Token);
        try
        {
            yield return Ping<T>();
            while (true)
            {
                if (await Task.WhenAny(next, beat) == next)
                {
                    if (!await next)
                        break;
                    yield return events.Current;
                    next = NextAsync(events);
                    continue;
                }

                if (!await beat || !await isAllowed(end.Token))
                    break;
                yield return Ping<T>();
                beat = BeatAsync(beats, end.Token);
            }
        }
        finally
        {
            // An enumerator must not be disposed while it is asked for its next item.
            await end.CancelAsync();
            await next;
            await beat;
            await events.DisposeAsync();
        }
    }

    private static SseItem<T?> Ping<T>()
        where T : class => new(null, "ping");

    private static async Task<bool> NextAsync<T>(IAsyncEnumerator<T> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> BeatAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

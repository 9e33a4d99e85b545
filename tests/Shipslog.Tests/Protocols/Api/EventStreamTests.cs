using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Shipslog.Protocols.Api;

namespace Shipslog.Tests.Protocols.Api;

public sealed class EventStreamTests
{
    private readonly Channel<string> _source = Channel.CreateUnbounded<string>();
    private bool _sourceEnded;

    [Fact]
    public async Task It_greets_first_and_then_passes_events_on()
    {
        _source.Writer.TryWrite("a");
        _source.Writer.TryWrite("b");
        _source.Writer.Complete();

        var seen = new List<(string, string?)>();
        await foreach (var item in EventStream.RunAsync(ReadAsync, Allowed, TimeProvider.System, [CancellationToken.None]))
            seen.Add((item.EventType, item.Data));

        Assert.Equal([("ping", null), ("text", "a"), ("text", "b")], seen);
    }

    [Fact]
    public async Task It_ends_when_the_client_is_gone_and_leaves_no_source_running()
    {
        using var client = new CancellationTokenSource();
        var stream = EventStream.RunAsync(ReadAsync, Allowed, TimeProvider.System, [client.Token]).GetAsyncEnumerator();
        await stream.MoveNextAsync();
        var waiting = stream.MoveNextAsync();

        await client.CancelAsync();

        Assert.False(await waiting);
        await stream.DisposeAsync();
        Assert.True(_sourceEnded);
    }

    [Fact]
    public async Task It_can_be_left_while_it_waits()
    {
        await foreach (var _ in EventStream.RunAsync(ReadAsync, Allowed, TimeProvider.System, [CancellationToken.None]))
            break;

        Assert.True(_sourceEnded);
    }

    private static ValueTask<bool> Allowed(CancellationToken cancellation) => ValueTask.FromResult(true);

    private async IAsyncEnumerable<SseItem<string?>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var text in _source.Reader.ReadAllAsync(cancellation))
                yield return new SseItem<string?>(text, "text");
        }
        finally
        {
            _sourceEnded = true;
        }
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Shipslog.Core.Ingest;

/// <summary>What somebody in the browser asks of a running client.</summary>
public enum RunSignal : byte
{
    /// <summary>End by yourself, soon.</summary>
    Stop,

    /// <summary>End now.</summary>
    Abort,
}

/// <summary>Carries signals to the clients that listen for them (each protocol's websocket). Thread safe; nothing is stored: a client that isn't connected gets none.</summary>
public sealed class RunSignals
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Channel<RunSignal>, byte>> _listeners = new();

    /// <summary>Listens for a run's signals until disposed.</summary>
    public Listener Listen(Guid runId)
    {
        var channel = Channel.CreateBounded<RunSignal>(16);
        _listeners.GetOrAdd(runId, _ => new()).TryAdd(channel, 0);
        return new Listener(this, runId, channel);
    }

    /// <summary>Sends a signal to every listener of a run and returns how many there were.</summary>
    public int Send(Guid runId, RunSignal signal) =>
        _listeners.TryGetValue(runId, out var channels) ? channels.Keys.Count(channel => channel.Writer.TryWrite(signal)) : 0;

    /// <summary>One listening client.</summary>
    public sealed class Listener(RunSignals owner, Guid runId, Channel<RunSignal> channel) : IDisposable
    {
        /// <summary>The signals as they come.</summary>
        public ChannelReader<RunSignal> Signals => channel.Reader;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (owner._listeners.TryGetValue(runId, out var channels))
                channels.TryRemove(channel, out _);
        }
    }
}

using System.Text.Json;
using Shipslog.EndToEnd.Program;
using Shipslog.Exchanges;

namespace Shipslog.EndToEnd.Browser;

/// <summary>The clients of a browser script: each session says what a real client was recorded saying, as far as the script lets it.</summary>
internal sealed class Conversations(ServerProcess server) : IAsyncDisposable
{
    private readonly Dictionary<string, Session> _sessions = [];

    /// <summary>
    /// Does what a script asks for: <c>play</c> (session, file, user, workspace, project, token; optional <c>until</c> and <c>through</c>,
    /// the title of an exchange to stop before or after; optional <c>replace</c>, texts to say other things than were recorded),
    /// <c>hear</c> (the next message on the session's websocket), <c>leave</c> (close the session).
    /// </summary>
    public async Task<object?> DoAsync(JsonElement wish)
    {
        var name = Text(wish, "session");
        switch (Text(wish, "do"))
        {
            case "play":
                if (!_sessions.TryGetValue(name, out var session))
                    _sessions[name] = session = Begin(wish);
                return await session.PlayAsync(Optional(wish, "until"), Optional(wish, "through"));
            case "hear":
                return await _sessions[name].Player.ReceiveAsync();
            case "leave":
                _sessions.Remove(name, out var left);
                await left!.Player.DisposeAsync();
                return null;
            case var other:
                throw new NotSupportedException(other);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await session.Player.DisposeAsync();
    }

    private Session Begin(JsonElement wish)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "protocols", Text(wish, "file")));
        if (wish.TryGetProperty("replace", out var replace))
        {
            foreach (var change in replace.EnumerateObject())
            {
                Assert.Contains(change.Name, text, StringComparison.Ordinal);
                text = text.Replace(change.Name, change.Value.GetString(), StringComparison.Ordinal);
            }
        }

        var player = new ExchangePlayer(
            new Uri(server.Address), Text(wish, "workspace"), Text(wish, "project"), Text(wish, "user"), Text(wish, "token"),
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        return new Session(player, new Queue<Exchange>(ExchangeFile.Parse(text, Text(wish, "file"))));
    }

    private static string Text(JsonElement wish, string name) => wish.GetProperty(name).GetString()!;

    private static string? Optional(JsonElement wish, string name) => wish.TryGetProperty(name, out var value) ? value.GetString() : null;

    private sealed record Session(ExchangePlayer Player, Queue<Exchange> Rest)
    {
        /// <summary>Plays on; the answer is the run's short id, once there is one.</summary>
        public async Task<object?> PlayAsync(string? until, string? through)
        {
            while (Rest.TryPeek(out var next) && next.Title != until)
            {
                var exchange = Rest.Dequeue();
                if (await Player.PlayAsync(exchange) is { } difference)
                    throw new InvalidOperationException($"line {exchange.Line}: {exchange.Method} {exchange.Target}: {difference}");
                if (exchange.Title == through)
                    break;
            }

            return Player.Variables["shortId"];
        }
    }
}

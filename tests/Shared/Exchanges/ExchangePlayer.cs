using System.Net.WebSockets;
using System.Text;

namespace Shipslog.Exchanges;

/// <summary>
/// Says to a server what a real client once said, and compares the answers. Needs the variables <c>workspace</c>, <c>project</c>,
/// <c>user</c> and <c>token</c> (an API token in its wire form); what answers gave can be read from <see cref="Variables"/> afterwards.
/// Dispose it to close its websockets.
/// </summary>
public sealed class ExchangePlayer : IAsyncDisposable
{
    private const string Base64 = "< base64\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly List<ClientWebSocket> _sockets = [];

    /// <summary>Plays against a server, as if the session had begun at <paramref name="startUnixMilliseconds"/>.</summary>
    public ExchangePlayer(Uri address, string workspace, string project, string user, string token, long startUnixMilliseconds)
    {
        // Clients send file names as Latin-1 in headers.
        _http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1, UseCookies = false }) { BaseAddress = address };
        Variables = new ExchangeVariables(startUnixMilliseconds)
        {
            ["address"] = address.ToString().TrimEnd('/'),
            ["workspace"] = workspace,
            ["project"] = project,
            ["user"] = user,
            ["token"] = token,
        };
    }

    /// <summary>What was given, and what answers have given.</summary>
    public ExchangeVariables Variables { get; }

    /// <summary>Plays a file to its end.</summary>
    /// <returns>What was unlike the recording, with file and line; empty when nothing was.</returns>
    public async Task<IReadOnlyList<string>> PlayFileAsync(string path)
    {
        var differences = new List<string>();
        foreach (var exchange in ExchangeFile.Read(path))
        {
            if (await PlayAsync(exchange) is { } difference)
                differences.Add($"{Path.GetFileName(path)}:{exchange.Line}: {exchange.Method} {exchange.Target}: {difference}");
        }

        return differences;
    }

    /// <summary>Plays one exchange; null when the answer is as recorded.</summary>
    public async Task<string?> PlayAsync(Exchange exchange)
    {
        if (exchange.Method == "WS")
            return await OpenSocketAsync(exchange);
        using var request = Request(exchange);
        using var answer = await _http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var body = Encoding.UTF8.GetString(bytes);
        var expected = exchange.Answer;
        if ((int)answer.StatusCode != expected.Status)
            return $"answered {(int)answer.StatusCode}, not {expected.Status}: {body}";
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (expected.ContentType is not null && type != expected.ContentType)
            return $"answered with {type}, not {expected.ContentType}";
        if (expected.Body is null)
            return null;
        if (expected.Body.StartsWith(Base64, StringComparison.Ordinal))
            return Convert.ToBase64String(bytes) is var text && text == expected.Body[Base64.Length..].TrimEnd('\n') ? null : $"answered\n{text}\nin base64, not\n{expected.Body[Base64.Length..]}";
        if (type == "application/json")
            return JsonExpectation.Difference(expected.Body, body, Variables);
        return body.TrimEnd('\n') == Variables.Fill(expected.Body) ? null : $"answered\n{body}\nnot\n{expected.Body}";
    }

    /// <summary>Waits for what the server says on the websocket that was opened last; its heartbeat, a blank, is passed over.</summary>
    public async Task<string> ReceiveAsync()
    {
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await _sockets[^1].ReceiveAsync(buffer, patience.Token);
            if (Encoding.UTF8.GetString(buffer, 0, message.Count) is var text && !string.IsNullOrWhiteSpace(text))
                return text;
        }
    }

    /// <summary>Closes the websockets as clients do, and waits for the server's answer to that.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets)
        {
            using var patience = new CancellationTokenSource(Patience);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            socket.Dispose();
        }

        _http.Dispose();
    }

    private HttpRequestMessage Request(Exchange exchange)
    {
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), Variables.Fill(exchange.Target));
        var chunked = exchange.Headers.Any(header => header.Name == "Transfer-Encoding");
        if (exchange.Body.Length > 0 || chunked)
            request.Content = new ByteArrayContent(Body(exchange.Body));
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        foreach (var (name, value) in exchange.Headers.Where(header => header.Name != "Transfer-Encoding"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, Variables.Fill(value)))
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, Variables.Fill(value));
        }

        return request;
    }

    private byte[] Body(string text) => text.StartsWith(Base64, StringComparison.Ordinal)
        ? Convert.FromBase64String(text[Base64.Length..])
        : Encoding.UTF8.GetBytes(Variables.Fill(text));

    private async Task<string?> OpenSocketAsync(Exchange exchange)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in exchange.Headers)
            socket.Options.SetRequestHeader(name, Variables.Fill(value));
        var address = new UriBuilder(new Uri(_http.BaseAddress!, Variables.Fill(exchange.Target)));
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        try
        {
            await socket.ConnectAsync(address.Uri, CancellationToken.None);
        }
        catch (WebSocketException error)
        {
            socket.Dispose();
            return error.Message;
        }

        _sockets.Add(socket);
        return null;
    }
}

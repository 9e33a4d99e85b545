using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using static Shipslog.Tests.Protocols.Neptune.NeptuneSession;

namespace Shipslog.Tests.Protocols.Neptune;

public sealed class SignalTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Abort_reaches_the_client_of_an_experiment_and_the_server_sets_the_state()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        using var socket = await OpenAsync(client, $"/api/notifications/v1/experiments/{id}/operations");

        await SendWhenHeardAsync(Guid.Parse(id), RunSignal.Abort);
        var message = await ReceiveAsync(socket);

        Assert.Equal("""{"messageType":"Abort","messageBody":null}""", message);
        Assert.Equal("aborted", ((AttributeValue.String)(await client.ReadAsync(id))[SystemPaths.State]!).Value);
        var (ping, _) = await client.SendAsync("POST", $"{Backend}/experiments/ping?experimentId={id}");
        Assert.Equal(422, ping);
    }

    [Theory]
    [InlineData(RunSignal.Stop, "neptune/stop")]
    [InlineData(RunSignal.Abort, "neptune/abort")]
    public async Task A_run_is_told_to_stop_or_to_abort(RunSignal signal, string type)
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        using var socket = await OpenAsync(client, $"/api/notifications/v1/runs/{client.Project.Id}/{id}/signal");

        await SendWhenHeardAsync(Guid.Parse(id), signal);

        Assert.Contains($"\"type\":\"{type}\"", await ReceiveAsync(socket), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/notifications/v1/experiments/{0}/operations")]
    [InlineData("/api/notifications/v1/runs/x/{0}/signal")]
    public async Task A_close_frame_is_answered_at_once(string path)
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync();
        using var socket = await OpenAsync(client, string.Format(null, CompositeFormat.Parse(path), id));

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        var answer = await socket.ReceiveAsync(new byte[64], CancellationToken.None);

        Assert.Equal(WebSocketMessageType.Close, answer.MessageType);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task A_stranger_hears_nothing()
    {
        using var owner = await BeginAsync(host);
        using var stranger = await BeginAsync(host);
        var id = await owner.ExperimentAsync();

        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(stranger, $"/api/notifications/v1/experiments/{id}/operations"));
    }

    private async Task<ClientWebSocket> OpenAsync(NeptuneSession client, string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", client.Http.DefaultRequestHeaders.Authorization!.ToString());
        await socket.ConnectAsync(new UriBuilder(new Uri(host.Address, path)) { Scheme = "ws" }.Uri, CancellationToken.None);
        return socket;
    }

    // The server listens a moment after the handshake's answer; a signal that nobody hears is not kept.
    private async Task SendWhenHeardAsync(Guid run, RunSignal signal)
    {
        var signals = host.Services.GetRequiredService<RunSignals>();
        while (signals.Send(run, signal) == 0)
            await Task.Yield();
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}

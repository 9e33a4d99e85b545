using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune;

/// <summary>The websockets on which clients wait to be told to stop.</summary>
internal static class SignalRoutes
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/notifications/v1/experiments/{id}/operations", ExperimentAsync).Requires(Permission.WriteProject);
        app.MapGet("/api/notifications/v1/runs/{projectId}/{id}/signal", RunAsync).Requires(Permission.WriteProject);
    }

    /// <summary>0.x knows only abort, and ends itself without reporting: the server sets the state (contract, 5.9).</summary>
    private static async Task ExperimentAsync(
        string id, HttpContext context, RequestAccess access, RunSignals signals, TimeProvider time)
    {
        var scope = await access.RunAsync(id, context.RequestAborted);
        await ListenAsync(context, scope.Run.Id, signals, time, async _ =>
        {
            await scope.Engine.ApplyAsync(
                new RunBatch(scope.Run.Id, [new RunOperation.SetState(RunState.Aborted)]), CancellationToken.None);
            return """{"messageType":"Abort","messageBody":null}""";
        });
    }

    private static async Task RunAsync(
        string id, HttpContext context, RequestAccess access, RunSignals signals, TimeProvider time)
    {
        var scope = await access.RunAsync(id, context.RequestAborted);
        await ListenAsync(context, scope.Run.Id, signals, time, signal => Task.FromResult(signal == RunSignal.Abort
            ? """{"type":"neptune/abort","body":{"seconds":5}}"""
            : """{"type":"neptune/stop","body":{"seconds":5}}"""));
    }

    private static async Task ListenAsync(
        HttpContext context, Guid runId, RunSignals signals, TimeProvider time, Func<RunSignal, Task<string>> textOf)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new ShipslogException(Failure.Invalid, "This address speaks websocket only.");
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var listener = signals.Listen(runId);
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var receiving = DrainAsync(socket, closed);
        try
        {
            while (!closed.IsCancellationRequested)
            {
                var text = await NextAsync(listener, time, textOf, closed.Token);
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, closed.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The client went away; the run's silence is noticed by its missing pings.
        }

        await closed.CancelAsync();
        await receiving;
    }

    /// <summary>The next message, or a blank one when there was nothing to say for a while.</summary>
    private static async Task<string> NextAsync(
        RunSignals.Listener listener, TimeProvider time, Func<RunSignal, Task<string>> textOf, CancellationToken cancellation)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = time.CreateTimer(_ => pause.Cancel(), null, Heartbeat, Timeout.InfiniteTimeSpan);
        try
        {
            return await textOf(await listener.Signals.ReadAsync(pause.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return " ";
        }
    }

    private static async Task DrainAsync(WebSocket socket, CancellationTokenSource closed)
    {
        var buffer = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(buffer, closed.Token)).MessageType != WebSocketMessageType.Close)
            {
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
        }

        await closed.CancelAsync();
    }
}

using Shipslog.Core;

namespace Shipslog;

/// <summary>What is done before the first request is taken.</summary>
internal sealed class StartUp(ProjectDeletion deletion) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => deletion.FinishAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

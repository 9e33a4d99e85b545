using Shipslog.Core;
using Shipslog.Core.Model;

namespace Shipslog;

/// <summary>Sweeps unused files in the background, a while after the start and then a few times a day.</summary>
internal sealed class Sweeping(Tracker tracker, TimeProvider time, ILogger<Sweeping> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = First; !stoppingToken.IsCancellationRequested; wait = Every)
        {
            try
            {
                await Task.Delay(wait, time, stoppingToken);
                await tracker.SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is ShipslogException or IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Unused files were not swept: {Message}", failure.Message);
            }
        }
    }
}

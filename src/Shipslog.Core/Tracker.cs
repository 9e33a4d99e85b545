using Shipslog.Core.Model;

namespace Shipslog.Core;

/// <summary>The open projects of a data folder. Thread safe; opens on first use.</summary>
public sealed class Tracker : IAsyncDisposable
{
    /// <summary>The engine of a project, opened (and recovered from its log) on first use.</summary>
    public ValueTask<ProjectEngine> OpenAsync(Project project, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Deletes a project's runs, points and documents; returns the bytes freed.</summary>
    public Task<long> DeleteAsync(Project project, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Waits for what is queued, checkpoints and closes every project.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

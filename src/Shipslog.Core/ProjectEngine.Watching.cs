using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Shipslog.Core;

/// <content>Notices of changes.</content>
public sealed partial class ProjectEngine
{
    private readonly ConcurrentDictionary<Watcher, byte> _watchers = new();

    /// <summary>Runs that change from now on, each named at most once per <paramref name="interval"/>, until cancelled. Never blocks the writer; a slow reader gets merged sets.</summary>
    public async IAsyncEnumerable<ProjectChanges> WatchAsync(TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watcher = new Watcher();
        _watchers[watcher] = 0;
        try
        {
            while (true)
            {
                await watcher.Signal.WaitAsync(cancellation);
                yield return watcher.Take();
                await Task.Delay(interval, _time, cancellation);
            }
        }
        finally
        {
            _watchers.TryRemove(watcher, out _);
        }
    }

    private void Publish(WriteGroup group)
    {
        if (group.ChangedRuns.Count == 0)
            return;
        foreach (var watcher in _watchers.Keys)
            watcher.Add(group.ChangedRuns, group.CreatedRuns);
    }

    private sealed class Watcher
    {
        private readonly Lock _lock = new();
        private HashSet<string> _changed = new(StringComparer.Ordinal);
        private HashSet<string> _created = new(StringComparer.Ordinal);

        public SemaphoreSlim Signal { get; } = new(0, 1);

        public void Add(IEnumerable<string> changed, IEnumerable<string> created)
        {
            lock (_lock)
            {
                _changed.UnionWith(changed);
                _created.UnionWith(created);
                if (Signal.CurrentCount == 0)
                    Signal.Release();
            }
        }

        public ProjectChanges Take()
        {
            lock (_lock)
            {
                var changes = new ProjectChanges([.. _changed], [.. _created]);
                _changed = new HashSet<string>(StringComparer.Ordinal);
                _created = new HashSet<string>(StringComparer.Ordinal);
                return changes;
            }
        }
    }
}

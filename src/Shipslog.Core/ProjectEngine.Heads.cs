using System.Collections.Concurrent;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core;

/// <content>
/// Lines of runs: several runs may be attempts at one thing, which has a name. The last that took the name is its head; the others keep
/// it as their history.
/// </content>
public sealed partial class ProjectEngine
{
    private readonly ConcurrentDictionary<string, LiveRun> _heads = new(StringComparer.Ordinal);

    /// <summary>The head of a line of runs; null when no run has that line.</summary>
    public Run? FindHead(string line) => _heads.TryGetValue(line, out var run) ? run.Run : null;

    /// <summary>After operations on a run: if it took a line's head, the one before cedes it in the same commit.</summary>
    private async Task MoveHeadAsync(LiveRun run, IReadOnlyList<RunOperation> operations, WriteGroup group)
    {
        foreach (var take in operations.OfType<RunOperation.TakeHead>())
        {
            if (_heads.TryGetValue(take.Line, out var before) && before != run && !before.IsDamaged)
            {
                var application = new OperationApplication(before, _layers, group.NumberOf, Now);
                await ApplyToAsync(before, [new RunOperation.CedeHead()], false, application, null, group);
            }

            RememberHead(run);
        }
    }

    private void RememberHead(LiveRun run)
    {
        if (run[SystemPaths.IsHead] is AttributeValue.Bool { Value: true } && run[SystemPaths.LineName] is AttributeValue.String line)
            _heads[line.Value] = run;
    }

    private void ForgetHead(LiveRun run)
    {
        if (run[SystemPaths.LineName] is AttributeValue.String line)
            _heads.TryRemove(new KeyValuePair<string, LiveRun>(line.Value, run));
    }
}

using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Core;

/// <content>Names and kinds of attributes, and single values.</content>
public sealed partial class ProjectEngine
{
    /// <summary>Distinct (path, kind) pairs, a page of them.</summary>
    public Task<IReadOnlyList<(string Path, AttributeKind Kind)>> DefinitionsAsync(DefinitionQuery query, CancellationToken cancellation = default)
    {
        if (query.Runs is not { } runs)
            return Task.FromResult(_table.Definitions(query));
        var found = new List<(string Path, AttributeKind Kind)>();
        // Runs of a project have mostly the same names: each is tested once.
        var seen = new HashSet<(int AttributeId, AttributeKind Kind)>();
        foreach (var id in runs)
        {
            if (!_runs.TryGetValue(id, out var run))
                continue;
            cancellation.ThrowIfCancellationRequested();
            lock (run.Lock)
            {
                foreach (var slot in run.Slots.Values)
                {
                    if (seen.Add((slot.Id, slot.Value.Kind)) && query.Includes(slot.Path.Value, slot.Value.Kind))
                        found.Add((slot.Path.Value, slot.Value.Kind));
                }
            }
        }

        AskForRoom();
        return Task.FromResult(RunTable.FirstOf(found, query.Limit));
    }

    /// <summary>The value at a path of a run; null when there is none.</summary>
    public AttributeValue? Value(Guid runId, string path)
    {
        if (!_runs.TryGetValue(runId, out var run))
            return null;
        lock (run.Lock)
            return run[path];
    }
}

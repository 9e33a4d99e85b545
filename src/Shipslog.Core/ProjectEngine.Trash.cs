using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core;

/// <content>The trash.</content>
public sealed partial class ProjectEngine
{
    /// <summary>Moves runs to the trash or back in one durable step; a model takes its versions along. Unknown ids are ignored: a retry changes nothing.</summary>
    public async Task SetTrashedAsync(IReadOnlyList<Guid> runIds, bool trashed, CancellationToken cancellation = default) =>
        await EnqueueAsync(
            new WriteRequest(async group =>
            {
                foreach (var run in WithVersions(runIds))
                {
                    if (run[SystemPaths.Trashed] is AttributeValue.Bool { Value: var already } && already == trashed)
                        continue;
                    var application = new OperationApplication(run, _layers, group.NumberOf, Now);
                    await ApplyToAsync(run, [new RunOperation.SetTrashed(trashed)], false, application, null, group);
                }

                return IngestResult.Ok;
            }),
            cancellation);

    /// <summary>The holders of these ids, without the project's own, and with the versions of the models among them.</summary>
    private List<LiveRun> WithVersions(IReadOnlyList<Guid> ids)
    {
        var found = ids.Distinct().Select(id => _runs.GetValueOrDefault(id)).OfType<LiveRun>().Where(run => run.Run.Kind != HolderKind.Project).ToList();
        var known = found.Select(run => run.Run.Id).ToHashSet();
        if (found.Exists(run => run.Run.Kind == HolderKind.Model))
            found.AddRange(_runs.Values.Where(run => run.Run.ParentId is { } parent && known.Contains(parent) && known.Add(run.Run.Id)));
        return found;
    }
}

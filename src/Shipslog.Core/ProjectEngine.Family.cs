using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Core;

/// <content>Families: all runs that forks connect.</content>
public sealed partial class ProjectEngine
{
    /// <summary>
    /// The runs that forks connect with a run, itself included, in order of creation after those that were deleted. Of a large family those
    /// nearest to the run, so that from each member on its way to the run nothing is missing.
    /// </summary>
    /// <param name="runId">Whose family.</param>
    /// <param name="columns">What to tell of each member.</param>
    /// <param name="limit">Members at most, 1 or more.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public async Task<RunFamily> FamilyAsync(
        Guid runId, IReadOnlyList<AttributeRef> columns, int limit, CancellationToken cancellation = default)
    {
        var all = Nearest(Require(runId).Run.Id);
        var shown = all.Take(limit).Select(id => (Id: id, Run: Find(id))).ToList();
        var ids = shown.Where(member => member.Run is not null).Select(member => member.Run!.ShortId).ToList();
        // A family may be thousands of runs with large documents: sorting by what is told of them brings it into columns.
        var query = new RunQuery(
            new RunFilter.OneOf(ids), [.. columns.Select(column => new RunSort(column, false))], columns, 0, ids.Count, Trashed: null);
        var page = await AskAsync((RunTable table, out IReadOnlyList<string> missing) => table.TryQuery(query, out missing), cancellation);
        var rows = page.Rows.ToDictionary(row => row.Run.Id);
        return new RunFamily(all.Count, [.. shown
            .Select(member => new FamilyMember(member.Id, rows.GetValueOrDefault(member.Id)))
            .OrderBy(member => member.Row?.Run.Key ?? 0)]);
    }

    /// <summary>The ids of a family, the run itself first, then those one fork away, and so on.</summary>
    private List<Guid> Nearest(Guid runId)
    {
        var children = _runs.Values.Select(run => run.Run).Where(run => run.Fork is not null)
            .OrderBy(run => run.Key).ToLookup(run => run.Fork!.ParentId, run => run.Id);
        var found = new List<Guid> { runId };
        var known = new HashSet<Guid>(found);
        for (var i = 0; i < found.Count; i++)
        {
            IEnumerable<Guid> parent = Find(found[i])?.Fork is { } fork ? [fork.ParentId] : [];
            found.AddRange(parent.Concat(children[found[i]]).Where(known.Add));
        }

        return found;
    }
}

/// <summary>Runs that forks connect.</summary>
/// <param name="Total">How many the whole family has, deleted ones between them included.</param>
/// <param name="Members">Those that were asked for, in order of creation after deleted ones.</param>
public sealed record RunFamily(int Total, IReadOnlyList<FamilyMember> Members);

/// <summary>A run of a family.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Row">The run, and what was asked of it; null when it was deleted.</param>
public sealed record FamilyMember(Guid Id, RunRow? Row);

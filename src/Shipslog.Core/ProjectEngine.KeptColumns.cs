using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>
/// Columns that questions asked for are kept in the store when the project is closed, so that the first question after a start need not read every
/// document. A kept column says nothing that documents don't: it holds for each run whose document is no newer, the others are read.
/// </content>
public sealed partial class ProjectEngine
{
    // Those asked for last: writing them shall not make the end long.
    private const int MaxKeptColumns = 32;

    // When more of the runs changed since, reading all documents in one go is sooner done.
    private const int ChangedShare = 8;

    /// <summary>At the end, when everything is in documents: keeps the columns in memory that changed since they were kept.</summary>
    private async Task KeepColumnsAsync()
    {
        var kept = new List<KeptColumn>();
        foreach (var path in _table.ColumnsToKeep(MaxKeptColumns))
        {
            if (_nameIds.TryGetValue(path, out var id) && _table.TryCopy(path) is { } values)
                kept.Add(new KeptColumn(id, _sequence, ColumnCodec.Encode(values)));
        }

        try
        {
            if (kept.Count > 0)
                await _store.KeepColumnsAsync(kept, CancellationToken.None);
        }
        catch (ShipslogException failure)
        {
            _log.LogWarning(failure, "The columns of project {Project} could not be kept; nothing is lost by it", _project.Id);
        }
    }

    /// <summary>Offers what was kept of columns, and of the runs that changed since what their documents say.</summary>
    /// <param name="loading">Gets the values.</param>
    /// <param name="wanted">Paths by number; those that are answered for are taken out.</param>
    /// <param name="resident">Runs that have offered what they have.</param>
    private void OfferKept(ColumnLoading loading, Dictionary<int, string> wanted, HashSet<int> resident)
    {
        var kept = wanted.Keys.Select(_store.ReadColumn).OfType<KeptColumn>().ToList();
        if (kept.Count == 0)
            return;
        var since = kept.Min(column => column.Sequence);
        var changed = _byKey.Values.Where(run => run.StoredVersion > since && !run.IsForgotten && !resident.Contains(run.Run.Key)).ToDictionary(run => run.Run.Key);
        if (changed.Count > _byKey.Count / ChangedShare)
            return;
        var columns = new (KeptColumn Column, List<(int Row, AttributeValue Value)>? Values)[kept.Count];
        Parallel.For(0, columns.Length, i => columns[i] = (kept[i], TryDecode(kept[i])));
        var answered = new Dictionary<int, string>();
        foreach (var (column, values) in columns)
        {
            if (values is null)
                continue;
            var path = wanted[column.AttributeId];
            foreach (var (row, value) in values)
            {
                if (!changed.ContainsKey(row) && !resident.Contains(row) && _byKey.TryGetValue(row, out var run) && !run.IsForgotten)
                    loading.Offer(row, path, value);
            }

            answered.Add(column.AttributeId, path);
            wanted.Remove(column.AttributeId);
        }

        OfferChanged(loading, answered, changed.Values);
        if (changed.Count == 0)
            loading.AreKept(answered.Values);
    }

    private void OfferChanged(ColumnLoading loading, Dictionary<int, string> answered, IEnumerable<LiveRun> changed)
    {
        if (answered.Count == 0)
            return;
        var isWanted = WantedBy(answered.Keys);
        foreach (var run in changed)
        {
            if (_store.ReadDocument(run.Run.Key) is { } document)
                Take([document], loading, answered, isWanted);
        }
    }

    private List<(int Row, AttributeValue Value)>? TryDecode(KeptColumn column)
    {
        try
        {
            var values = new List<(int, AttributeValue)>();
            ColumnCodec.Decode(column.Data.Span, (row, value) => values.Add((row, value)));
            return values;
        }
        catch (ShipslogException failure)
        {
            _log.LogWarning(failure, "A kept column of project {Project} is damaged; the documents say the same", _project.Id);
            return null;
        }
    }
}

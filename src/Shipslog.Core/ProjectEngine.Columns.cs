using System.Threading.Channels;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>
/// Columns come into memory when a question first needs them: from the runs that are in memory, and from the documents of all others,
/// while the writer goes on; or from what was kept of them. A run that isn't in memory is as its document says, so nothing is missed in between.
/// </content>
public sealed partial class ProjectEngine
{
    private const int DocumentsPerBatch = 256;

    private readonly SemaphoreSlim _oneLoading = new(1);

    private delegate T? Question<T>(RunTable table, out IReadOnlyList<string> missing);

    private async Task<T> AskAsync<T>(Question<T> question, CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            var table = _table;
            if (question(table, out var missing) is { } answer)
                return answer;
            await LoadColumnsAsync(table, missing, cancellation);
        }
    }

    private async Task LoadColumnsAsync(RunTable table, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        await _oneLoading.WaitAsync(cancellation);
        try
        {
            var loading = table.BeginLoading(paths);
            if (loading.Columns.Count == 0)
                return; // Somebody else waited for the same.
            var finished = false;
            try
            {
                var wanted = loading.Columns.Select(column => column.Column.Path).Distinct().Where(_nameIds.ContainsKey).ToDictionary(path => _nameIds[path]);
                var resident = OfferResident(loading, wanted.Values);
                OfferKept(loading, wanted, resident);
                await ReadColumnsAsync(loading, wanted, resident, cancellation);
                finished = true;
            }
            finally
            {
                table.FinishLoading(loading, failed: !finished);
            }
        }
        finally
        {
            _oneLoading.Release();
        }
    }

    /// <summary>What runs in memory have; the result is which runs these are.</summary>
    private HashSet<int> OfferResident(ColumnLoading loading, IEnumerable<string> paths)
    {
        var resident = new HashSet<int>();
        foreach (var run in _runs.Values)
        {
            if (!run.IsResident)
                continue;
            lock (run.Lock)
            {
                if (!run.IsResident)
                    continue;
                resident.Add(run.Run.Key);
                foreach (var path in paths)
                {
                    if (run[path] is { } value)
                        loading.Offer(run.Run.Key, path, value);
                }
            }
        }

        return resident;
    }

    /// <summary>What the documents of the other runs have: one task reads, as many as there are cores take apart.</summary>
    private async Task ReadColumnsAsync(
        ColumnLoading loading, Dictionary<int, string> wanted, HashSet<int> resident, CancellationToken cancellation)
    {
        if (wanted.Count == 0)
            return;
        var isWanted = WantedBy(wanted.Keys);
        var batches = Channel.CreateBounded<List<RunDocumentRow>>(4);
        var takers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    await foreach (var batch in batches.Reader.ReadAllAsync(cancellation))
                        Take(batch, loading, wanted, isWanted);
                }
                catch
                {
                    batches.Writer.TryComplete();
                    throw;
                }
            },
            cancellation)).ToArray();
        try
        {
            var batch = new List<RunDocumentRow>(DocumentsPerBatch);
            await foreach (var row in _store.ReadDocumentsAsync(cancellation))
            {
                // A document without a run is being deleted.
                if (row.RunKey == CountersKey || resident.Contains(row.RunKey) || !_byKey.ContainsKey(row.RunKey))
                    continue;
                batch.Add(row);
                if (batch.Count < DocumentsPerBatch)
                    continue;
                await batches.Writer.WriteAsync(batch, cancellation);
                batch = new List<RunDocumentRow>(DocumentsPerBatch);
            }

            await batches.Writer.WriteAsync(batch, cancellation);
        }
        catch (ChannelClosedException)
        {
            // A taker failed, and tells why below.
        }
        finally
        {
            batches.Writer.TryComplete();
        }

        await Task.WhenAll(takers);
    }

    private static bool[] WantedBy(IReadOnlyCollection<int> ids)
    {
        var isWanted = new bool[ids.Max() + 1];
        foreach (var id in ids)
            isWanted[id] = true;
        return isWanted;
    }

    private static void Take(List<RunDocumentRow> batch, ColumnLoading loading, Dictionary<int, string> wanted, bool[] isWanted)
    {
        var found = new List<(int Row, int Id, AttributeValue Value)>(batch.Count * wanted.Count);
        foreach (var row in batch)
        {
            try
            {
                DocumentScan.Pick(row, isWanted, wanted.Count, found);
            }
            catch (Exception failure) when (IsDamage(failure))
            {
                // The run lacks these values in tables; whoever opens it is told why.
            }
        }

        lock (loading)
            found.ForEach(one => loading.Offer(one.Row, wanted[one.Id], one.Value));
    }

    private async Task LoadHeadsAsync(CancellationToken cancellation)
    {
        await foreach (var row in _store.ReadHeadsAsync(cancellation))
            Register(row);
        if (_runs.IsEmpty)
            await MakeHeadsAsync(cancellation);
        await foreach (var use in _store.ReadUsesAsync(cancellation))
        {
            if (NameOf(use.AttributeId) is { } path)
                _table.Declare(path.Value, use.Kind, use.Holder, use.Runs);
        }
    }

    private void Register(RunHead head, long version)
    {
        var run = new LiveRun(head, version, _memory);
        Register(run);
        if (head.Line is { } line)
            _heads[line] = run;
        _table.Declare(head.Run);
    }

    /// <summary>Projects from before there were heads: they are made of the documents, once, in one transaction.</summary>
    private async Task MakeHeadsAsync(CancellationToken cancellation)
    {
        var parts = new CheckpointParts();
        await foreach (var row in _store.ReadDocumentsAsync(cancellation))
        {
            if (row.RunKey == CountersKey)
                continue;
            var run = DocumentCodec.Decode(row, NameOf);
            var head = RunHead.Of(run.Snapshot(), run.Timeline, run.SeenUnixMilliseconds);
            parts.Heads.Add(new RunHeadRow(row.RunKey, row.Version, HeadCodec.Encode(head)));
            parts.Uses.Add(row, run.Run.Kind);
            Register(head, row.Version);
        }

        if (parts.Heads.Count > 0)
            await _store.CheckpointAsync(parts.ToCheckpoint(null), cancellation);
    }
}

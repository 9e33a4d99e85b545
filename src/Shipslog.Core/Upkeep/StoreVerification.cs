using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Upkeep;

/// <summary>Checks one project's store.</summary>
/// <param name="projectId">Whose.</param>
/// <param name="name">How people call it.</param>
/// <param name="isPresent">Whether a file is stored.</param>
internal sealed class StoreVerification(Guid projectId, string name, Predicate<StoredFile> isPresent)
{
    private readonly List<string> _damage = [];
    private readonly MissingFiles _missing = new();
    private List<AttributePath?> _names = [];
    private long _runs;
    private long _entries;
    private long _chunks;
    private long _points;

    /// <summary>Every file that the store refers to.</summary>
    public HashSet<ContentHash> Files { get; } = [];

    public async Task<ProjectVerification> RunAsync(IProjectStores stores, CancellationToken cancellation)
    {
        try
        {
            await using var store = await stores.OpenAsync(projectId, cancellation);
            _damage.AddRange(await store.FindDamageAsync(cancellation));
            _names = await FileReferences.ReadNamesAsync(store);
            await CheckLogAsync(store, cancellation);
            await CheckRunsAsync(store, cancellation);
            await CheckMissingAsync(store, cancellation);
        }
        catch (ShipslogException failure)
        {
            _damage.Add(failure.Message);
        }

        return new ProjectVerification(projectId, name, _runs, _entries, _chunks, _points, _damage);
    }

    private async Task CheckLogAsync(IProjectStore store, CancellationToken cancellation)
    {
        await foreach (var entry in store.ReadLogAsync(0, cancellation))
        {
            _entries++;
            Check($"Log entry {entry.Sequence}", () =>
            {
                var record = OperationCodec.Decode(entry.Payload.Span, id => _names.ElementAtOrDefault(id));
                Files.UnionWith(record.Operations.SelectMany(FileReferences.Of).Select(file => file.Hash));
                _missing.Note(entry.RunKey, entry.Sequence, record, isPresent);
            });
        }
    }

    private async Task CheckRunsAsync(IProjectStore store, CancellationToken cancellation)
    {
        var owners = new Dictionary<int, int>();
        await foreach (var row in store.ReadDocumentsAsync(cancellation))
        {
            if (row.RunKey == ProjectEngine.CountersKey)
                continue;
            _runs++;
            if (Read(row) is { } run)
                Note(run, owners);
        }

        await foreach (var head in store.ReadHeadsAsync(cancellation))
            Check($"The head of run number {head.RunKey}", () => Frame.Open(head.Head.Span, "run head"));
        var chunks = new ChunkVerification(store, _names, owners, Check, Refer);
        await foreach (var chunk in store.ReadAllChunksAsync(cancellation))
            chunks.Check(chunk);
        (_chunks, _points) = (chunks.Chunks, chunks.Points);
    }

    private LiveRun? Read(RunDocumentRow row)
    {
        LiveRun? run = null;
        Check($"The document of run number {row.RunKey}", () => run = DocumentCodec.Decode(row, id => _names.ElementAtOrDefault(id)));
        return run;
    }

    /// <summary>Takes a run's files, and whose the chunks under its store numbers are: its own, or for want of the ancestor itself an ancestor's.</summary>
    private void Note(LiveRun run, Dictionary<int, int> owners)
    {
        foreach (var key in FileReferences.StoreKeysOf(run))
        {
            if (run.Timeline.Owns(key))
                owners[key] = run.Run.Key;
            else
                owners.TryAdd(key, run.Run.Key);
        }

        foreach (var slot in run.Slots.Values)
        {
            var what = $"{slot.Path.Value} of run {run.Run.ShortId}";
            if (slot.Value is AttributeValue.FileSet set)
                set.Files.ToList().ForEach(entry => Refer(new MissingFiles.Reference(run.Run.Key, slot.Path, entry.Path, run.Version, int.MaxValue, entry.Stored, what)));
            else if (slot.Value is AttributeValue.File file)
                Refer(new MissingFiles.Reference(run.Run.Key, slot.Path, null, run.Version, int.MaxValue, file.Stored, what));
        }
    }

    private void Refer(MissingFiles.Reference reference)
    {
        Files.Add(reference.File.Hash);
        if (!isPresent(reference.File))
            _missing.Add(reference);
    }

    /// <summary>A run that was purged while we read took its files along.</summary>
    private async Task CheckMissingAsync(IProjectStore store, CancellationToken cancellation)
    {
        foreach (var lost in _missing.Lost())
        {
            if (store.ReadDocument(lost.RunKey) is not null || await IsInLogAsync(store, lost.RunKey, cancellation))
                _damage.Add($"The file {lost.File.Hash} ({lost.File.Name}) is missing; {lost.What} refers to it.");
        }
    }

    private static async Task<bool> IsInLogAsync(IProjectStore store, int runKey, CancellationToken cancellation)
    {
        await foreach (var entry in store.ReadLogAsync(0, cancellation))
        {
            if (entry.RunKey == runKey)
                return true;
        }

        return false;
    }

    private void Check(string what, Action check)
    {
        try
        {
            check();
        }
        catch (ShipslogException failure)
        {
            _damage.Add($"{what}: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or FormatException or OverflowException or InvalidDataException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The checksum is right, so a faulty program wrote it: as bad as damage to whoever reads it.
            _damage.Add($"{what} does not hold what it should: {failure.Message}");
        }
    }
}

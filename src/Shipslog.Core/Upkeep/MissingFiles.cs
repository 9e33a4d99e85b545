using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Upkeep;

/// <summary>
/// References to files that are not there. What is stored may be behind the log, and the log holds what was superseded since: only a reference that still counts when the
/// log has been played is a loss, because a purge deletes what nobody refers to any more at once.
/// </summary>
internal sealed class MissingFiles
{
    private readonly List<Reference> _references = [];
    private readonly List<Change> _changes = [];

    /// <summary>Notes what a log entry takes away or replaces, and which missing files it brings.</summary>
    public void Note(int runKey, long sequence, LogRecord record, Predicate<StoredFile> isPresent)
    {
        if (record.IsPurge)
            _changes.Add(new Change(runKey, sequence, int.MaxValue, null));
        for (var i = 0; i < record.Operations.Count; i++)
        {
            var operation = record.Operations[i];
            if (operation is RunOperation.Assign or RunOperation.DeleteAttribute or RunOperation.ClearSeries or RunOperation.ChangeFileSet)
                _changes.Add(new Change(runKey, sequence, i, operation));
            if (operation is RunOperation.ChangeFileSet set)
            {
                foreach (var entry in set.Put.Where(entry => !isPresent(entry.Stored)))
                    Add(new Reference(runKey, set.Path, entry.Path, sequence, i, entry.Stored, $"log entry {sequence}"));
                continue;
            }

            foreach (var file in FileReferences.Of(operation).Where(file => !isPresent(file)))
                Add(new Reference(runKey, OperationRules.Target(operation).Path, null, sequence, i, file, $"log entry {sequence}"));
        }
    }

    public void Add(Reference reference) => _references.Add(reference);

    /// <summary>The references that still count, one a file.</summary>
    public IEnumerable<Reference> Lost() =>
        _references.Where(reference => !_changes.Exists(change => Supersedes(change, reference))).DistinctBy(reference => reference.File.Hash);

    private static bool Supersedes(Change change, Reference reference) =>
        change.RunKey == reference.RunKey && (change.Sequence, change.Index).CompareTo((reference.Sequence, reference.Index)) > 0 && change.Operation switch
        {
            null => true,
            RunOperation.ChangeFileSet set => set.Path == reference.Path
                && (set.Reset || set.Delete.Any(path => path == reference.Entry || reference.Entry?.StartsWith(path + "/", StringComparison.Ordinal) == true) || set.Put.Any(entry => entry.Path == reference.Entry)),
            var operation => OperationRules.Target(operation).Path == reference.Path,
        };

    /// <summary>A place that refers to a missing file.</summary>
    /// <param name="RunKey">Of which run.</param>
    /// <param name="Path">Of which attribute.</param>
    /// <param name="Entry">Path in the file set, if it is one.</param>
    /// <param name="Sequence">The log entry up to which the place is known.</param>
    /// <param name="Index">The operation in that entry.</param>
    /// <param name="File">The file.</param>
    /// <param name="What">The place, in words.</param>
    public sealed record Reference(int RunKey, AttributePath Path, string? Entry, long Sequence, int Index, StoredFile File, string What);

    /// <summary>An operation that takes something away; null: the run was purged.</summary>
    private sealed record Change(int RunKey, long Sequence, int Index, RunOperation? Operation);
}

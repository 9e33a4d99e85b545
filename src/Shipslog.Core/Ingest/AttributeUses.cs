using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>Changes of how many documents each attribute is in, summed up.</summary>
internal sealed class AttributeUses
{
    private readonly Dictionary<(int Id, AttributeKind Kind, HolderKind Holder), int> _changes = [];

    /// <summary>The changes that aren't nothing.</summary>
    public IReadOnlyList<AttributeUse> Changes =>
    [
        .. _changes.Where(change => change.Value != 0)
            .Select(change => new AttributeUse(change.Key.Id, change.Key.Kind, change.Key.Holder, change.Value)),
    ];

    /// <summary>A document comes.</summary>
    public void Add(RunSnapshot run)
    {
        foreach (var attribute in run.Attributes)
            Count(attribute.Id, attribute.Value.Kind, run.Run.Kind, 1);
    }

    /// <summary>A stored document comes.</summary>
    public void Add(RunDocumentRow document, HolderKind holder) => Count(document, holder, 1);

    /// <summary>A stored document goes, or is replaced.</summary>
    public void Remove(RunDocumentRow document, HolderKind holder) => Count(document, holder, -1);

    private void Count(RunDocumentRow document, HolderKind holder, int change)
    {
        foreach (var (id, kind) in DocumentScan.Shape(document.Document))
            Count(id, kind, holder, change);
    }

    private void Count(int id, AttributeKind kind, HolderKind holder, int change) =>
        _changes[(id, kind, holder)] = _changes.GetValueOrDefault((id, kind, holder)) + change;
}

using System.Collections.Concurrent;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>
/// Which single uploads were done, and with what bytes: an address for writing is good for one content. The same bytes again are a client
/// that missed the answer. Kept in memory: after a restart an address could be used once more until it ends. Thread safe.
/// </summary>
internal sealed class SpentUploads
{
    private const int MaxKept = 100_000;

    private readonly ConcurrentDictionary<Guid, ContentHash> _done = new();
    private readonly ConcurrentQueue<Guid> _order = new();

    /// <summary>Notes an upload; false when its address was used with other bytes.</summary>
    public bool TrySpend(Guid upload, ContentHash content)
    {
        if (_done.GetOrAdd(upload, content) != content)
            return false;
        _order.Enqueue(upload);
        while (_done.Count > MaxKept && _order.TryDequeue(out var oldest))
            _done.TryRemove(oldest, out _);
        return true;
    }
}

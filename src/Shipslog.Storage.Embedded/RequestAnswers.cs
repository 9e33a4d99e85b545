using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// The answers to earlier requests by their ids, kept for a day and at most two: clients retry for minutes, offline ones for hours. New ones are in the log and in memory;
/// a checkpoint merges them, in the order of their key, into a table, before the log is trimmed. Finding doesn't wait for writers, and may be done by any thread.
/// </summary>
/// <param name="writer">The store's connection for writing.</param>
/// <param name="readers">Its connections for reading.</param>
internal sealed class RequestAnswers(PreparedConnection writer, ReaderPool readers)
{
    private const long DayMilliseconds = 24 * 3600 * 1000;

    // What is too old goes in parts, so that nobody waits for long.
    private const int ForgottenAtOnce = 10_000;

    // Held while what follows is changed or read.
    private readonly Lock _known = new();
    private readonly Dictionary<string, (long Day, byte[] Answer)> _recent = new(StringComparer.Ordinal);
    private readonly SortedSet<long> _days = ReadDays(writer);

    /// <summary>The answer to a request, or null.</summary>
    public byte[]? Find(string id)
    {
        long[] days;
        lock (_known)
        {
            // What is merged leaves memory after it is in the table: who looks there second misses nothing.
            if (_recent.TryGetValue(id, out var kept))
                return kept.Answer;
            if (_days.Count == 0)
                return null;
            days = [.. _days.Reverse()];
        }

        var reader = readers.Take();
        try
        {
            return days.Select(day => Find(reader, day, id)).FirstOrDefault(answer => answer is not null);
        }
        finally
        {
            readers.Return(reader);
        }
    }

    /// <summary>Remembers what a group in the log holds.</summary>
    public void Remember(LogGroup group)
    {
        lock (_known)
        {
            foreach (var (id, answer) in group.Requests)
                _recent[id] = (group.UnixMilliseconds / DayMilliseconds, answer);
        }
    }

    /// <summary>Within a transaction: puts what is remembered into the table, and forgets some that are too old. When it is on disk, <see cref="Merged"/> is to be told of what this returns.</summary>
    public IReadOnlyList<(long Day, string Id, byte[] Answer)> Merge()
    {
        List<(long Day, string Id, byte[] Answer)> recent;
        lock (_known)
            recent = [.. _recent.Select(one => (one.Value.Day, one.Key, one.Value.Answer))];
        // In the order of the key: neighbours touch a page once.
        recent.Sort((one, other) => one.Day != other.Day ? one.Day.CompareTo(other.Day) : string.CompareOrdinal(one.Id, other.Id));
        var put = writer.Prepare("insert or replace into request values(?1,?2,?3)");
        foreach (var (day, id, answer) in recent)
            put.Bind(day).Bind(id).Bind(answer).Run();
        lock (_known)
        {
            // One too many only costs a look.
            _days.UnionWith(recent.Select(one => one.Day));
            if (_days.Count > 2)
                Forget(_days.Min, Math.Max(ForgottenAtOnce, 2 * recent.Count));
        }

        return recent;
    }

    /// <summary>What was merged is on disk.</summary>
    public void Merged(IReadOnlyList<(long Day, string Id, byte[] Answer)> merged)
    {
        lock (_known)
        {
            foreach (var (_, id, answer) in merged)
            {
                if (_recent.TryGetValue(id, out var kept) && kept.Answer == answer)
                    _recent.Remove(id);
            }
        }
    }

    private static SortedSet<long> ReadDays(PreparedConnection writer)
    {
        var found = new SortedSet<long>();
        var days = writer.Prepare("select day from request where day > ?1 order by day limit 1");
        for (var day = long.MinValue; days.Bind(day).Next(); days.Reset())
            found.Add(day = days.Int64(0));
        days.Reset();
        return found;
    }

    private static byte[]? Find(PreparedConnection reader, long day, string id)
    {
        var found = reader.Prepare("select answer from request where day=?1 and id=?2").Bind(day).Bind(id);
        try
        {
            return found.Next() ? found.Blob(0) : null;
        }
        finally
        {
            found.Reset();
        }
    }

    private void Forget(long day, int atMost)
    {
        writer.Prepare("delete from request where day=?1 and id in (select id from request where day=?1 limit ?2)").Bind(day).Bind(atMost).Run();
        if (writer.Changes == 0)
            _days.Remove(day);
    }
}

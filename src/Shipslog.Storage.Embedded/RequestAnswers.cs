namespace Shipslog.Storage.Embedded;

/// <summary>
/// The answers to earlier requests by their ids, kept for a day and at most two: clients retry for minutes, offline ones for hours. New ones are appended to one table and
/// held in memory; now and then they are merged, in the order of their key, into the table of days. Changes happen within a transaction of the writer and count in memory
/// after <see cref="Committed"/>; finding doesn't wait for them, and may be done by any thread.
/// </summary>
internal sealed class RequestAnswers
{
    private const long DayMilliseconds = 24 * 3600 * 1000;

    // A few megabytes of memory; merging so many takes some tens of milliseconds.
    private const int MostRecent = 32_768;

    // Fewer aren't worth the pages that a merge writes.
    private const int WorthMerging = 4_096;

    // What is too old goes in parts, so that no request waits for long.
    private const int ForgottenAtOnce = 1_000;

    private readonly PreparedConnection _writer;
    private readonly ReaderPool _readers;

    // Held while what follows is changed, and where it is read without the writer's lock.
    private readonly Lock _known = new();
    private readonly Dictionary<string, byte[]> _recent = new(StringComparer.Ordinal);
    private readonly SortedSet<long> _recentDays = [];
    private readonly SortedSet<long> _days = [];
    private bool _isMerged;

    /// <summary>Reads what a store that is opened must know.</summary>
    /// <param name="writer">The store's connection for writing.</param>
    /// <param name="readers">Its connections for reading.</param>
    public RequestAnswers(PreparedConnection writer, ReaderPool readers)
    {
        (_writer, _readers) = (writer, readers);
        var recent = writer.Prepare("select unix_ms, id, answer from request_recent order by number");
        while (recent.Next())
            Remember(recent.Text(1), recent.Blob(2), recent.Int64(0));
        recent.Reset();
        var days = writer.Prepare("select day from request where day > ?1 order by day limit 1");
        for (var day = long.MinValue; days.Bind(day).Next(); days.Reset())
            _days.Add(day = days.Int64(0));
        days.Reset();
    }

    /// <summary>The answer to a request, or null.</summary>
    public byte[]? Find(string id)
    {
        long[] days;
        lock (_known)
        {
            // What is merged leaves memory after it is in the table: who looks there second misses nothing.
            if (_recent.TryGetValue(id, out var answer))
                return answer;
            if (_days.Count == 0)
                return null;
            days = [.. _days.Reverse()];
        }

        var reader = _readers.Take();
        try
        {
            return days.Select(day => Find(reader, day, id)).FirstOrDefault(answer => answer is not null);
        }
        finally
        {
            _readers.Return(reader);
        }
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

    /// <summary>Stores answers, and forgets some that are too old.</summary>
    public void Append(IReadOnlyList<(string Id, byte[] Answer)> requests, long unixMilliseconds)
    {
        _isMerged = false;
        var oldest = unixMilliseconds / DayMilliseconds - 1;
        if (_recent.Count >= MostRecent || (_recentDays.Count > 0 && _recentDays.Min < oldest))
            Merge();
        foreach (var (id, answer) in requests)
            _writer.Prepare("insert into request_recent(unix_ms, id, answer) values(?1,?2,?3)").Bind(unixMilliseconds).Bind(id).Bind(answer).Run();
        if (_days.Count > 0 && _days.Min < oldest)
            Forget(_days.Min);
    }

    /// <summary>Merges what was appended since the last time, when that is worth it.</summary>
    public void MergeIfMany()
    {
        _isMerged = false;
        if (_recent.Count >= WorthMerging)
            Merge();
    }

    /// <summary>The transaction is on disk.</summary>
    /// <param name="requests">What was appended with it.</param>
    /// <param name="unixMilliseconds">When.</param>
    public void Committed(IReadOnlyList<(string Id, byte[] Answer)> requests, long unixMilliseconds)
    {
        lock (_known)
        {
            if (_isMerged)
            {
                _recent.Clear();
                _recentDays.Clear();
            }

            foreach (var (id, answer) in requests)
                Remember(id, answer, unixMilliseconds);
        }
    }

    private void Merge()
    {
        _writer.Prepare("insert or replace into request select unix_ms / 86400000, id, answer from request_recent order by 1, 2").Run();
        _writer.Prepare("delete from request_recent").Run();
        // One too many only costs a look.
        lock (_known)
            _days.UnionWith(_recentDays);
        _isMerged = true;
    }

    private void Forget(long day)
    {
        _writer.Prepare("delete from request where day=?1 and id in (select id from request where day=?1 limit ?2)").Bind(day).Bind(ForgottenAtOnce).Run();
        if (_writer.Changes > 0)
            return;
        lock (_known)
            _days.Remove(day);
    }

    private void Remember(string id, byte[] answer, long unixMilliseconds)
    {
        _recent[id] = answer;
        _recentDays.Add(unixMilliseconds / DayMilliseconds);
    }
}

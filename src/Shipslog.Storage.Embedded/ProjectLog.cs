using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// A project's log: files <c>log.0000000001</c>, … beside its database, each a row of groups that were made durable together; the oldest go when a checkpoint holds all that is in them.
/// Appends and trims may come from different threads. A file is written only by the process that began it, so others (a backup, a verification) may read meanwhile.
/// </summary>
/// <remarks>
/// A group that is not whole and followed by nothing is one that a crash tore: nobody was answered, and it is cut off before the next append. A damaged body between others is
/// handed out, for its entries have checksums of their own; after a damaged head nothing could be told apart, and the project isn't opened.
/// </remarks>
internal sealed class ProjectLog : IDisposable
{
    private const string Prefix = "log.";
    private const string Digits = "0000000000";
    private const string HoldName = "log.held";

    // A file goes as a whole: a checkpoint of the size that load brings fills about one.
    private const long EnoughBytes = 16 << 20;

    private static readonly TimeSpan HoldPatience = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly Lock _files = new();
    private readonly List<LogFile> _ended = [];
    private SafeFileHandle? _open;
    private LogFile? _current;
    private (string Path, long Length)? _torn;
    private long _last;
    private long _trimmed;
    private uint _number;

    /// <param name="folder">The project's folder.</param>
    /// <param name="trimmed">Entries up to this one are in documents and chunks.</param>
    /// <param name="last">The last entry outside of these files.</param>
    public ProjectLog(string folder, long trimmed, long last) => (_folder, _trimmed, _last) = (folder, trimmed, Math.Max(trimmed, last));

    /// <summary>Reads what is there, once, before anything else: every group, whether trimmed or not. Changes nothing on disk.</summary>
    /// <exception cref="ShipslogException">Unavailable: damaged where entries can't be told apart any more, or a file is missing.</exception>
    public IEnumerable<LogGroup> Open()
    {
        var files = Files(_folder);
        foreach (var (file, group, _) in Groups(files, null, torn => _torn = torn))
        {
            RequireNext(_last, group, file, atMost: true);
            _last = Math.Max(_last, group.Entries[^1].Sequence);
            if (_ended.Count == 0 || _ended[^1].Path != file)
                _ended.Add(new LogFile(file));
            _ended[^1].Last = _last;
            yield return group;
        }

        // Without a whole group: the next trim takes them along.
        _ended.AddRange(files.Except(_ended.Select(file => file.Path)).Select(path => new LogFile(path) { Last = _last }));
        _number = files.Count == 0 ? 0 : NumberOf(files[^1]);
    }

    /// <summary>Appends a group; when it returns, it is on disk. Nothing of it is there when it fails.</summary>
    public void Append(LogGroup group)
    {
        lock (_files)
        {
            for (var i = 0; i < group.Entries.Count; i++)
            {
                if (group.Entries[i].Sequence != _last + 1 + i)
                    throw new ShipslogException(Failure.Unavailable, "The storage failed.", "storage-failed", "Log entries came in a wrong order.");
            }

            CutOff();
            if (_current is null || _current.Length >= EnoughBytes)
                Begin();
            var buffers = new List<ReadOnlyMemory<byte>>(group.Entries.Count + 1) { LogGroupFormat.Head(group, _number) };
            buffers.AddRange(group.Entries.Select(entry => entry.Payload));
            _torn = (_current!.Path, _current.Length);
            RandomAccess.Write(_open!, buffers, _current.Length);
            FileSync.Data(_open!);
            _torn = null;
            _current.Length += buffers.Sum(buffer => (long)buffer.Length);
            _current.Last = _last = group.Entries[^1].Sequence;
        }
    }

    /// <summary>Entries after one, ascending, without those that were trimmed.</summary>
    public IEnumerable<LogEntry> Read(long after)
    {
        lock (_files)
        {
            var from = Math.Max(after, _trimmed);
            return Groups(Files(_folder), _torn).SelectMany(found => found.Group.Entries).Where(entry => entry.Sequence > from);
        }
    }

    /// <summary>Entries up to one are in documents and chunks, on disk: files that hold no others go.</summary>
    public void Trim(long upTo)
    {
        // Whoever copies the files holds them: the next time is soon enough.
        using var hold = TryOpenHold(_folder, FileAccess.ReadWrite, FileShare.None);
        List<string> gone = [];
        lock (_files)
        {
            _trimmed = Math.Max(_trimmed, upTo);
            if (hold is null)
                return;
            for (; _ended.Count > 0 && _ended[0].Last <= upTo; _ended.RemoveAt(0))
                gone.Add(_ended[0].Path);
            if (_ended.Count == 0 && _current?.Last <= upTo)
            {
                gone.Add(_current.Path);
                _open!.Dispose();
                (_open, _current, _torn) = (null, null, null);
            }
        }

        try
        {
            // The oldest first: who reads meanwhile must not miss one between two others.
            gone.ForEach(File.Delete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A folder that may not be written any more: what they hold is skipped, and the next who opens the log deletes them.
        }
    }

    /// <summary>What is damaged, a sentence each.</summary>
    public IReadOnlyList<string> FindDamage()
    {
        var found = new List<string>();
        try
        {
            foreach (var (file, group, isWhole) in Groups(Files(_folder), null).Where(found => !found.IsWhole))
                found.Add(string.Create(CultureInfo.InvariantCulture, $"Log entries {group.Entries[0].Sequence} to {group.Entries[^1].Sequence} in {Path.GetFileName(file)} are not what was written."));
        }
        catch (ShipslogException failure)
        {
            found.Add($"{failure.Message} {failure.Hint}");
        }

        return found;
    }

    /// <summary>Keeps a project's log files where they are until the result is disposed: whoever copies the database copies them too, after it.</summary>
    public static IDisposable Hold(string folder)
    {
        FileStream? held = null;
        // While files are deleted, which takes milliseconds, it can't be had.
        SpinWait.SpinUntil(() => (held = TryOpenHold(folder, FileAccess.Read, FileShare.Read)) is not null, HoldPatience);
        return held ?? throw new ShipslogException(Failure.Unavailable, "The log of a project is in use.", "storage-failed");
    }

    /// <summary>Paths of a project's log files, oldest first.</summary>
    public static IReadOnlyList<string> Files(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder, Prefix + "*").Where(path => NumberOf(path) > 0).Order(StringComparer.Ordinal)];

    /// <summary>Copies a project's log files, and syncs them; those that were there go first.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var old in Files(to))
            File.Delete(old);
        foreach (var path in Files(from))
        {
            using var source = OpenToRead(path);
            using var copy = new FileStream(Path.Combine(to, Path.GetFileName(path)), FileMode.Create);
            source.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }

        FolderSync.SyncOne(to);
    }

    public void Dispose()
    {
        lock (_files)
        {
            _open?.Dispose();
            _open = null;
        }
    }

    private static uint NumberOf(string path) =>
        uint.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Every group that counts.</summary>
    /// <param name="files">Oldest first.</param>
    /// <param name="end">What is there from a place on does not count.</param>
    /// <param name="torn">Told of what a crash tore at the end.</param>
    private static IEnumerable<(string File, LogGroup Group, bool IsWhole)> Groups(IReadOnlyList<string> files, (string Path, long Length)? end, Action<(string Path, long Length)>? torn = null)
    {
        // The newest first: what is trimmed meanwhile is then missing at the beginning only.
        var read = files.Reverse().Select(path => (Path: path, Bytes: TryRead(path, end))).Reverse().ToList();
        long? before = null;
        for (var i = 0; i < read.Count; i++)
        {
            var (path, bytes) = read[i];
            for (var at = 0; at < bytes.Length;)
            {
                var state = LogGroupFormat.Read(bytes, at, NumberOf(path), out var group, out var length);
                if (state != LogGroupFormat.State.Whole && !IsFollowed(read, i, at + 1))
                {
                    torn?.Invoke((path, at));
                    yield break;
                }

                if (group is null)
                    throw Damaged(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} at byte {at}."));
                if (before is { } last)
                    RequireNext(last, group, path);
                before = group.Entries[^1].Sequence;
                yield return (path, group, state == LogGroupFormat.State.Whole);
                at += length;
            }
        }
    }

    private static void RequireNext(long last, LogGroup group, string path, bool atMost = false)
    {
        if (group.Entries[0].Sequence is var first && (atMost ? first > last + 1 : first != last + 1))
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"Entries after {last} are missing before {first} in {Path.GetFileName(path)}."));
    }

    private static ShipslogException Damaged(string where) =>
        new(Failure.Unavailable, "A log file of the data folder is damaged.", "storage-failed", where);

    private static byte[] TryRead(string path, (string Path, long Length)? end)
    {
        try
        {
            using var file = OpenToRead(path);
            var bytes = new byte[end is { } place && place.Path == path ? Math.Min(place.Length, file.Length) : file.Length];
            Array.Resize(ref bytes, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            return bytes;
        }
        catch (FileNotFoundException)
        {
            return []; // Trimmed.
        }
    }

    private static FileStream OpenToRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Whether a whole group comes after a place.</summary>
    private static bool IsFollowed(List<(string Path, byte[] Bytes)> files, int index, int from)
    {
        for (var i = index; i < files.Count; i++, from = 0)
        {
            var (path, bytes) = files[i];
            for (var at = from; at < bytes.Length; at++)
            {
                var next = bytes.AsSpan(at).IndexOf("SLOG"u8);
                if (next < 0)
                    break;
                at += next;
                if (LogGroupFormat.Read(bytes, at, NumberOf(path), out _, out _) == LogGroupFormat.State.Whole)
                    return true;
            }
        }

        return false;
    }

    private void CutOff()
    {
        if (_torn is not { } torn)
            return;
        using (var file = File.OpenHandle(torn.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            RandomAccess.SetLength(file, torn.Length);
            FileSync.Data(file);
        }

        _torn = null;
    }

    private void Begin()
    {
        var path = Path.Combine(_folder, Prefix + (_number + 1).ToString(Digits, CultureInfo.InvariantCulture));
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            FolderSync.SyncOne(_folder);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        if (_current is not null)
            _ended.Add(_current);
        _open?.Dispose();
        (_open, _current, _number) = (file, new LogFile(path) { Last = _last }, _number + 1);
    }

    private static FileStream? TryOpenHold(string folder, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(Path.Combine(folder, HoldName), FileMode.OpenOrCreate, access, share);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class LogFile(string path)
    {
        public string Path => path;

        /// <summary>Sequence number of its last entry.</summary>
        public long Last { get; set; }

        /// <summary>Bytes that count.</summary>
        public long Length { get; set; }
    }
}

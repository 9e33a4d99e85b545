using System.Collections.Concurrent;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

/// <summary>Files whose bytes were compared with their hash since the program began, each in the state (time of the last change) in which it was then. Thread safe, bounded.</summary>
internal sealed class SoundFiles
{
    private const int MaxFiles = 10_000;

    private readonly ConcurrentDictionary<ContentHash, DateTime> _changed = new();

    public void Add(ContentHash hash, FileStream file)
    {
        if (_changed.Count >= MaxFiles)
            _changed.Clear();
        _changed[hash] = File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }

    public bool Knows(ContentHash hash, FileStream file) => _changed.TryGetValue(hash, out var changed) && changed == File.GetLastWriteTimeUtc(file.SafeFileHandle);
}

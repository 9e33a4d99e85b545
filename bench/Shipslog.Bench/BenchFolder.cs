namespace Shipslog.Bench;

/// <summary>A data folder: the one asked for, which stays, or a new one, which goes.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly bool _passing;

    public BenchFolder(string? asked)
    {
        _passing = asked is null;
        Path = asked ?? Directory.CreateTempSubdirectory("shipslog-bench-").FullName;
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>All files, largest databases included.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories);

    public long Bytes => Files.Sum(path => new FileInfo(path).Length);

    /// <summary>Does something once for a kept folder.</summary>
    public async Task OnceAsync(string what, Func<Task> work)
    {
        var mark = System.IO.Path.Combine(Path, "bench-" + what);
        if (File.Exists(mark))
            return;
        await work();
        await File.WriteAllTextAsync(mark, "");
    }

    public void Dispose()
    {
        if (_passing)
            Directory.Delete(Path, recursive: true);
    }
}

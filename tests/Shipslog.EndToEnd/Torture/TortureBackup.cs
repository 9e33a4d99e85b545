using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Backups of the tortured folder: one that says it is finished is sound, one that was cut off says so and is not restored.</summary>
internal sealed class TortureBackup(DataFolder folder) : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("shipslog-torture-backup-").FullName;

    private string Target => Path.Combine(_target, "backup");

    /// <summary>Whether the backup says that it is finished; null when there is none.</summary>
    private bool? IsFinished => File.Exists(Path.Combine(Target, "backup"))
        ? !File.ReadAllText(Path.Combine(Target, "backup")).StartsWith("unfinished", StringComparison.Ordinal)
        : null;

    /// <summary>Makes a backup onto the one before, or is killed at it; returns whether it was finished.</summary>
    public async Task<bool> MakeAsync(TimeSpan? killAfter)
    {
        var run = await CommandRun.StartAsync(Repository.Server, ["backup", Target, "--data", folder.Path], killAfter: killAfter);
        Assert.True(run.Code == 0 || killAfter is not null, $"backup: code {run.Code}\n{run.Error}");
        return run.Code == 0;
    }

    /// <summary>Checks what there is; a finished one is restored.</summary>
    /// <returns>The restored folder, which the caller disposes; null when the backup isn't finished.</returns>
    public async Task<DataFolder?> CheckAsync()
    {
        var restored = new DataFolder();
        try
        {
            var run = await CommandRun.StartAsync(Repository.Server, ["restore", Target, "--data", restored.Path]);
            if (IsFinished is not true)
            {
                Assert.True(run.Code == 1 && run.Error.StartsWith("There is no finished backup", StringComparison.Ordinal), $"A backup that was cut off is restored: {run.Code}\n{run.Error}");
                restored.Dispose();
                return null;
            }

            Assert.True(run.Code == 0, $"restore: code {run.Code}\n{run.Error}");
            await VerifyAsync(restored);
            return restored;
        }
        catch
        {
            restored.Dispose();
            throw;
        }
    }

    /// <summary>Fails unless everything in a folder is sound.</summary>
    public static async Task VerifyAsync(DataFolder folder)
    {
        var run = await CommandRun.StartAsync(Repository.Server, ["verify", "--data", folder.Path]);
        Assert.True(run.Code == 0 && run.Output.Contains("All is well.", StringComparison.Ordinal), $"verify: code {run.Code}\n{run.Output}\n{run.Error}");
    }

    public void Dispose() => Directory.Delete(_target, recursive: true);
}

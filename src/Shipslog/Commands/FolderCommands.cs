using System.CommandLine;
using System.Globalization;
using Shipslog.Core.Model;
using Shipslog.Core.Upkeep;
using Shipslog.Storage.Embedded;

namespace Shipslog.Commands;

/// <summary>What looks after the data folder: <c>verify</c>, <c>disk</c>, <c>backup</c>, <c>restore</c>.</summary>
internal static class FolderCommands
{
    public static Command Verify(CommandLine line)
    {
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("verify", "Read everything that is stored and check it; exit code 1 when something is damaged") { json }, async (on, parsed) =>
        {
            var report = await new Verification(on.Catalog, on.Stores, on.Files).RunAsync();
            if (parsed.GetValue(json))
                line.PrintOne(report);
            else
                Print(report, line.Output);
            if (!report.IsSound)
                throw new ShipslogException(Failure.Unavailable, "Something is damaged.");
        });
    }

    public static Command Disk(CommandLine line)
    {
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("disk", "Report what takes the space: by project, owner, kind of attribute, and the largest runs") { json }, async (on, parsed) =>
        {
            var report = await new DiskMeasurement(on.Catalog, on.Stores, on.Files).RunAsync();
            if (parsed.GetValue(json))
                line.PrintOne(report);
            else
                Print(report, line.Output);
        });
    }

    public static Command Backup(CommandLine line)
    {
        var target = new Argument<string>("TARGET");
        return line.OnFolder(new Command("backup", "Copy the data folder, also while a server uses it; onto an earlier backup, only what is new") { target }, (on, parsed) =>
        {
            var made = FolderBackup.Make(on.Folder, parsed.GetValue(target)!, on.Time);
            line.Output.WriteLine($"Backed up {made.Databases} databases and {made.Files} new files to {parsed.GetValue(target)}");
            return Task.CompletedTask;
        });
    }

    /// <summary>It makes the folder, so it does not run on one.</summary>
    public static Command Restore(CommandLine line)
    {
        var backup = new Argument<string>("BACKUP");
        var data = line.DataOption();
        var command = new Command("restore", "Make a data folder of a backup; the folder must be missing or empty") { backup, data };
        command.SetAction((parsed, _) => line.GuardAsync(() =>
        {
            var made = FolderBackup.Restore(parsed.GetValue(backup)!, parsed.GetValue(data)!, TimeProvider.System);
            line.Output.WriteLine($"Restored {made.Databases} databases and {made.Files} files to {parsed.GetValue(data)}");
            return Task.CompletedTask;
        }));
        return command;
    }

    private static void Print(VerificationReport report, TextWriter output)
    {
        foreach (var project in report.Projects)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{project.Name}: {project.Runs} runs, {project.Chunks} chunks with {project.Points} points, {project.LogEntries} log entries"));
            foreach (var problem in project.Damage)
                output.WriteLine($"  DAMAGED {problem}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Files} files, {Size(report.FileBytes)}; of these {report.UnusedFiles}, {Size(report.UnusedFileBytes)}, belong to no run"));
        foreach (var problem in report.Damage)
            output.WriteLine($"  DAMAGED {problem}");
        if (report.IsSound)
            output.WriteLine("All is well.");
    }

    private static void Print(DiskReport report, TextWriter output)
    {
        foreach (var project in report.Projects)
        {
            output.WriteLine($"{project.Name}\t{Size(project.TotalBytes)}\t{project.Runs} runs\tdatabase {Size(project.DatabaseBytes)}\tfiles {Size(project.FileBytes)}");
            foreach (var kind in project.Kinds)
                output.WriteLine($"  kind\t{kind.Name}\t{Size(kind.Bytes)}");
            foreach (var owner in project.Owners)
                output.WriteLine($"  owner\t{owner.Name}\t{Size(owner.Bytes)}");
            foreach (var run in project.LargestRuns.Take(10))
                output.WriteLine($"  run\t{run.ShortId}\t{Size(run.Bytes)}\t{run.Owner}{(run.IsTrashed ? "\tin the trash" : "")}");
        }

        output.WriteLine($"all files\t{Size(report.FileBytes)}");
        if (report.FreeBytes is { } free)
            output.WriteLine($"free\t{Size(free)}");
    }

    /// <summary>A size as people read it, in powers of 1,024.</summary>
    private static string Size(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < units.Length - 1; unit++)
            value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? value.ToString("0", CultureInfo.InvariantCulture) : value.ToString("0.0", CultureInfo.InvariantCulture))} {units[unit]}");
    }
}

namespace Shipslog.Core.Upkeep;

/// <summary>What a data folder takes on the disk. All sizes in bytes.</summary>
/// <param name="CapacityBytes">Size of the medium; null when unknown.</param>
/// <param name="FreeBytes">Of it free.</param>
/// <param name="FileBytes">Stored files, each once.</param>
/// <param name="Projects">The projects, largest first.</param>
public sealed record DiskReport(long? CapacityBytes, long? FreeBytes, long FileBytes, IReadOnlyList<ProjectDisk> Projects);

/// <summary>What a project takes.</summary>
/// <param name="ProjectId">Whose.</param>
/// <param name="Name">The project as workspace/name, or its id when the catalog doesn't know it.</param>
/// <param name="DatabaseBytes">Its database with all overhead: log, chunks, documents, names.</param>
/// <param name="FileBytes">The files that its runs refer to, each once; files that other projects share count here too.</param>
/// <param name="Runs">Runs and models.</param>
/// <param name="Kinds">By kind of attribute, largest first. A file that several runs refer to counts for each.</param>
/// <param name="Owners">By the runs' owner, largest first; likewise.</param>
/// <param name="LargestRuns">The hundred largest runs; likewise.</param>
public sealed record ProjectDisk(
    Guid ProjectId, string Name, long DatabaseBytes, long FileBytes, int Runs,
    IReadOnlyList<DiskShare> Kinds, IReadOnlyList<DiskShare> Owners, IReadOnlyList<RunDisk> LargestRuns)
{
    /// <summary>Database and files together.</summary>
    public long TotalBytes => DatabaseBytes + FileBytes;
}

/// <summary>What one part takes.</summary>
/// <param name="Name">A kind of attribute (<c>floatSeries</c>, <c>file</c>, …; <c>document</c>: all plain values) or a user.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record DiskShare(string Name, long Bytes);

/// <summary>What one run takes.</summary>
/// <param name="ShortId">The run.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="IsTrashed">Whether it is in the trash.</param>
/// <param name="Bytes">Its points, document and files.</param>
public sealed record RunDisk(string ShortId, string Owner, bool IsTrashed, long Bytes);

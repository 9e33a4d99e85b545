namespace Shipslog.Core.Upkeep;

/// <summary>What a verification of a data folder found.</summary>
/// <param name="Projects">One line a project that has a store.</param>
/// <param name="Files">Stored files, each read whole.</param>
/// <param name="FileBytes">Their bytes.</param>
/// <param name="UnusedFiles">Of these, files that no run refers to: left by interrupted work, harmless.</param>
/// <param name="UnusedFileBytes">Their bytes.</param>
/// <param name="Damage">What is wrong with the catalog and the files, a sentence each; empty when all is well.</param>
public sealed record VerificationReport(
    IReadOnlyList<ProjectVerification> Projects, long Files, long FileBytes, long UnusedFiles, long UnusedFileBytes, IReadOnlyList<string> Damage)
{
    /// <summary>Whether nothing is damaged or missing.</summary>
    public bool IsSound => Damage.Count == 0 && Projects.All(project => project.Damage.Count == 0);
}

/// <summary>What the verification of one project's store found.</summary>
/// <param name="ProjectId">Whose.</param>
/// <param name="Name">The project as workspace/name, or its id when the catalog doesn't know it.</param>
/// <param name="Runs">Stored run documents.</param>
/// <param name="LogEntries">Entries of the log.</param>
/// <param name="Chunks">Chunks of series.</param>
/// <param name="Points">Points in the chunks.</param>
/// <param name="Damage">What is wrong, a sentence each; empty when all is well.</param>
public sealed record ProjectVerification(
    Guid ProjectId, string Name, long Runs, long LogEntries, long Chunks, long Points, IReadOnlyList<string> Damage);

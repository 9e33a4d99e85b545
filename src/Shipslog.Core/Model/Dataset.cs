namespace Shipslog.Core.Model;

/// <summary>A version of a data set that runs refer to by hash; its files are kept elsewhere.</summary>
/// <param name="ProjectId">The project; the same hash in another project is another data set.</param>
/// <param name="Hash">What <see cref="AttributeValue.Artifact"/> holds.</param>
/// <param name="SizeBytes">Sum of the files' sizes; null when one is unknown.</param>
/// <param name="CreatedUnixMilliseconds">When it was first told of.</param>
/// <param name="Files">Its files, sorted by path (ordinal); null until they have been listed.</param>
public sealed record Dataset(Guid ProjectId, string Hash, long? SizeBytes, long CreatedUnixMilliseconds, IReadOnlyList<DatasetFile>? Files);

/// <summary>One file of a data set.</summary>
/// <param name="Path">Its path within the data set.</param>
/// <param name="Hash">The hash that the client took of it.</param>
/// <param name="Type">Where it is kept: <c>Local</c>, <c>S3</c> …</param>
/// <param name="SizeBytes">Its length, or null when unknown.</param>
/// <param name="Metadata">What else the client told, e.g. where the file lay and when it was changed.</param>
public sealed record DatasetFile(string Path, string Hash, string Type, long? SizeBytes, IReadOnlyList<KeyValuePair<string, string>> Metadata);

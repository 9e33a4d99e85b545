namespace Shipslog.Protocols.Api;

/// <summary>An entry of a folder of a file set: a file, or a folder with the sum of what lies below.</summary>
internal sealed record FileSetEntryMessage(string Name, string Path, long Size, bool Directory, string ModifiedAt);

/// <summary>An uploaded file.</summary>
internal sealed record UploadedFileMessage(string Path, string Name, long Size, string MimeType, string Hash);

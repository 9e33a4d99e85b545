namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>What a signed address is good for. It goes to whoever holds the address; the user's permission is checked again at each use.</summary>
/// <param name="User">Who asked for it.</param>
/// <param name="Project">UUID of the project.</param>
/// <param name="Address">The place's address in the file store, 64 hexadecimal digits: the ticket is for this one file.</param>
/// <param name="IsWrite">Whether to bring the bytes or to fetch them.</param>
/// <param name="MaxBytes">The most bytes that it brings.</param>
/// <param name="Upload">Of a multipart upload: its id.</param>
/// <param name="Part">Of a multipart upload: the part, from 1; else 0.</param>
internal sealed record BlobTicket(Guid User, Guid Project, string Address, bool IsWrite, long MaxBytes, Guid Upload, int Part);

/// <summary>What a client hands back to complete a multipart upload.</summary>
/// <param name="Address">The place's address in the file store.</param>
/// <param name="Upload">The upload's id.</param>
/// <param name="SizeBytes">How many bytes there must be.</param>
internal sealed record MultipartTicket(string Address, Guid Upload, long SizeBytes);

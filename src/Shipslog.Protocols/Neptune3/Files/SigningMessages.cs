using System.Text.Json.Serialization;

namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>Files for which addresses are asked.</summary>
internal sealed record SigningRequest(IReadOnlyList<FileToSign>? Files);

/// <summary>One of them.</summary>
/// <param name="ProjectIdentifier"><c>workspace/project</c> or UUID.</param>
/// <param name="Path">The place, any text.</param>
/// <param name="Permission"><c>read</c> or <c>write</c>.</param>
/// <param name="Size">Of a write: how many bytes, when the client knows.</param>
internal sealed record FileToSign(
    [property: JsonPropertyName("project_identifier")] string? ProjectIdentifier, string? Path, string? Permission, double? Size);

/// <summary>Addresses, in the order asked.</summary>
internal sealed record SigningAnswer(IReadOnlyList<SignedFile> Files);

/// <summary>An address.</summary>
internal sealed record SignedFile(
    [property: JsonPropertyName("project_identifier")] string ProjectIdentifier, string Path, string Url, string Provider, MultipartAddresses? Multipart);

/// <summary>Addresses of a file's parts.</summary>
internal sealed record MultipartAddresses(
    [property: JsonPropertyName("upload_id")] string UploadId,
    [property: JsonPropertyName("part_size")] long PartSize,
    [property: JsonPropertyName("part_urls")] IReadOnlyList<string> PartUrls);

/// <summary>A multipart upload of which all parts came.</summary>
internal sealed record MultipartCompletion(
    [property: JsonPropertyName("upload_id")] string? UploadId,
    [property: JsonPropertyName("project_identifier")] string? ProjectIdentifier,
    string? Path);

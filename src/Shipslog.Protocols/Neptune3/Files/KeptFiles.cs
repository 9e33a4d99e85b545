using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>
/// Places for files that no 3.x client brought, so that none named one. A place is signed: only what was told to somebody who may read the
/// project can be fetched by it. Thread safe.
/// </summary>
internal sealed class KeptFiles(SignedTexts texts)
{
    private const string Prefix = "shipslog/";

    /// <summary>The place to ask for a file's bytes by.</summary>
    public async ValueTask<string> PlaceOfAsync(Guid project, StoredFile file, CancellationToken cancellation) =>
        file.Place ?? $"{Prefix}{await texts.WriteAsync(PurposeOf(project), new KeptFile(file.Hash.Hex), cancellation)}/{file.Name}";

    /// <summary>Where the bytes of a place are read in the file store.</summary>
    public async ValueTask<ContentHash> AddressOfAsync(Guid project, string place, CancellationToken cancellation)
    {
        if (place.StartsWith(Prefix, StringComparison.Ordinal) && place.Split('/') is [_, var signed, ..]
            && await texts.ReadAsync<KeptFile>(PurposeOf(project), signed, cancellation) is { } kept)
        {
            return new ContentHash(kept.Hash);
        }

        return StoredFile.AddressOf(project, place);
    }

    private static string PurposeOf(Guid project) => $"kept file of {project}";

    /// <summary>What a place says: the content's SHA-256.</summary>
    internal sealed record KeptFile(string Hash);
}

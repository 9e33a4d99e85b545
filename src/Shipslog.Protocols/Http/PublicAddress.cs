using Microsoft.AspNetCore.Http;

namespace Shipslog.Protocols.Http;

/// <summary>The address under which people and clients reach this server, for links and tokens.</summary>
/// <param name="Configured">From the settings, without a slash at its end; null: what each request used.</param>
public sealed record PublicAddress(string? Configured)
{
    /// <summary>E.g. <c>https://tracker.example.com</c>, without a slash at its end.</summary>
    public string Of(HttpRequest request) => Configured ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Access;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>
/// Addresses that stand for themselves: clients use them without credentials. Their end is a query parameter, as the storages of the
/// original had it, and is signed with the rest; a changed one counts as expired, as there. Thread safe.
/// </summary>
internal sealed class SignedAddresses(SignedTexts texts, AccessControl access, TimeProvider time)
{
    /// <summary>The parameter as Amazon names it.</summary>
    public const string AmazonExpiry = "X-Amz-Expires";

    /// <summary>The parameter as Azure names it.</summary>
    public const string AzureExpiry = "se";

    private static readonly TimeSpan ReadLifetime = TimeSpan.FromHours(1);

    // A large file waits for those before it.
    private static readonly TimeSpan WriteLifetime = TimeSpan.FromHours(24);

    /// <summary>The path and query of an address.</summary>
    public async Task<string> IssueAsync(BlobTicket ticket, bool isAzure, CancellationToken cancellation)
    {
        var end = time.GetUtcNow() + (ticket.IsWrite ? WriteLifetime : ReadLifetime);
        var (name, value) = isAzure
            ? (AzureExpiry, end.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))
            : (AmazonExpiry, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return $"{BlobRoutes.Path}/{await texts.WriteAsync(PurposeOf(name, value), ticket, cancellation)}?{name}={Uri.EscapeDataString(value)}";
    }

    /// <summary>Reads a ticket with the parameter beside it. Null: changed, or for another purpose. Expired ones are told by the second part.</summary>
    public async Task<(BlobTicket? Ticket, bool IsExpired)> ReadAsync(string text, IQueryCollection query, CancellationToken cancellation)
    {
        var name = query.ContainsKey(AzureExpiry) ? AzureExpiry : AmazonExpiry;
        var value = query[name].ToString();
        if (await texts.ReadAsync<BlobTicket>(PurposeOf(name, value), text, cancellation) is not { } ticket)
            return (null, false);
        var end = name == AzureExpiry
            ? DateTimeOffset.Parse(value, CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeSeconds(long.Parse(value, CultureInfo.InvariantCulture));
        if (end <= time.GetUtcNow())
            return (ticket, true);
        await access.RequireProjectAsync(
            new Principal(ticket.User, "", false), ticket.Project.ToString(), ticket.IsWrite ? Permission.WriteProject : Permission.ViewProject, cancellation);
        return (ticket, false);
    }

    private static string PurposeOf(string name, string value) => $"blob {name}={value}";
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Access;

/// <summary>Browsers' sign-ins: 30 days from the last use. Thread safe.</summary>
public sealed class Sessions(ICatalog catalog, TimeProvider time)
{
    /// <summary>How long a session lives without use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private static readonly TimeSpan ExtensionStep = TimeSpan.FromDays(1);

    /// <summary>Signs a user in and returns the session's secret id.</summary>
    public async Task<string> BeginAsync(User user, CancellationToken cancellation = default)
    {
        var id = Secrets.New();
        var now = time.GetUtcNow();
        await catalog.AddSessionAsync(
            Secrets.HashOf(id),
            new Session(user.Id, now.ToUnixTimeMilliseconds(), now.Add(Lifetime).ToUnixTimeMilliseconds()),
            cancellation);
        await catalog.TouchUserAsync(user.Id, now.ToUnixTimeMilliseconds(), cancellation);
        return id;
    }

    /// <summary>The user of a session, or null when it is unknown or over, or the user disabled. Extended: its end moved, so the cookie should too.</summary>
    public async Task<(User User, bool Extended)?> FindAsync(string id, CancellationToken cancellation = default)
    {
        var hash = Secrets.HashOf(id);
        var now = time.GetUtcNow();
        if (await catalog.FindSessionAsync(hash, cancellation) is not var (session, user)
            || user.Disabled || session.ExpiresUnixMilliseconds <= now.ToUnixTimeMilliseconds())
            return null;
        var end = now.Add(Lifetime).ToUnixTimeMilliseconds();
        var extend = end - session.ExpiresUnixMilliseconds > ExtensionStep.TotalMilliseconds;
        if (extend)
        {
            await catalog.ExtendSessionAsync(hash, end, cancellation);
            await catalog.TouchUserAsync(user.Id, now.ToUnixTimeMilliseconds(), cancellation);
        }

        return (user, extend);
    }

    /// <summary>Ends a session.</summary>
    public Task EndAsync(string id, CancellationToken cancellation = default) =>
        catalog.DeleteSessionAsync(Secrets.HashOf(id), cancellation);

    /// <summary>The token that a page of ours sends with every write, and a foreign page cannot know. Derived from the session's id, so nothing more is kept.</summary>
    public static string CsrfTokenOf(string sessionId) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("csrf:" + sessionId)));
}

using System.Globalization;
using System.Text.Json;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune;

/// <summary>Git states between the clients' form and ours.</summary>
internal static class GitTranslation
{
    /// <summary>Of a <c>gitInfo</c>; null when there was none.</summary>
    public static AttributeValue? Read(JsonElement? info)
    {
        if (info is not { ValueKind: JsonValueKind.Object } git)
            return null;
        var commit = git.Member("commit") ?? default;
        return new AttributeValue.GitRef(new GitCheckout(
            commit.Text("commitId"),
            commit.Text("message"),
            commit.Text("authorName"),
            commit.Text("authorEmail"),
            DateTimeOffset.TryParse(commit.Text("commitDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null,
            git.Text("currentBranch"),
            git.Texts("remotes"),
            git.Member("repositoryDirty")?.ValueKind == JsonValueKind.True));
    }
}

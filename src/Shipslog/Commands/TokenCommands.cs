using System.CommandLine;
using Shipslog.Core.Access;

namespace Shipslog.Commands;

/// <summary><c>token create | list | revoke</c>.</summary>
internal static class TokenCommands
{
    public static Command Make(CommandLine line) =>
        new("token", "API tokens") { Create(line), List(line), Revoke(line) };

    private static Command Create(CommandLine line)
    {
        var user = new Option<string>("--user") { Description = "Whose rights it carries", Required = true, HelpName = "NAME" };
        var name = new Option<string>("--name") { Description = "What to call it", DefaultValueFactory = _ => "command line", HelpName = "N" };
        var expires = new Option<int?>("--expires") { Description = "Days until it is refused (default: never)", HelpName = "DAYS" };
        var url = new Option<string>("--url") { Description = "Where clients reach the server", DefaultValueFactory = _ => line.Options.PublicUrl ?? line.Options.Urls.Split(';')[0], HelpName = "URL" };
        return line.OnFolder(
            new Command("create", "Make a token and print it, ready for NEPTUNE_API_TOKEN") { user, name, expires, url },
            async (on, parsed) =>
            {
                var owner = await on.Accounts.RequireAsync(parsed.GetValue(user));
                var (_, wire) = await on.Tokens.IssueAsync(owner, parsed.GetValue(name), parsed.GetValue(expires), parsed.GetValue(url)!);
                await line.Output.WriteLineAsync(wire);
            });
    }

    private static Command List(CommandLine line)
    {
        var user = new Option<string?>("--user") { Description = "Only this user's", HelpName = "NAME" };
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("list", "List tokens") { user, json }, async (on, parsed) =>
        {
            var owner = parsed.GetValue(user) is { } name ? await on.Accounts.RequireAsync(name) : null;
            var now = on.Time.GetUtcNow().ToUnixTimeMilliseconds();
            line.Print(
                (await on.Catalog.ListTokensAsync(owner?.Id)).Select(one => new
                {
                    one.Token.Id,
                    User = one.Username,
                    one.Token.Name,
                    State = StateOf(one.Token, now),
                    one.Token.CreatedUnixMilliseconds,
                    one.Token.ExpiresUnixMilliseconds,
                    one.Token.LastUsedUnixMilliseconds,
                }),
                parsed.GetValue(json),
                one => [one.Id, one.User, one.State, one.Name]);
        });
    }

    private static Command Revoke(CommandLine line)
    {
        var id = new Argument<Guid>("ID") { Description = "As listed" };
        return line.OnFolder(new Command("revoke", "Revoke a token: its next use is refused") { id }, async (on, parsed) =>
        {
            await on.Tokens.RevokeAsync(parsed.GetValue(id));
            await line.Output.WriteLineAsync("Revoked");
        });
    }

    private static string StateOf(ApiToken token, long now) => token switch
    {
        { RevokedUnixMilliseconds: not null } => "revoked",
        { ExpiresUnixMilliseconds: { } end } when end <= now => "expired",
        _ => "active",
    };
}

using System.CommandLine;

namespace Shipslog.Commands;

/// <summary><c>service-account add | list</c>.</summary>
internal static class ServiceAccountCommands
{
    public static Command Make(CommandLine line) =>
        new("service-account", "Accounts of programs") { Add(line), List(line) };

    private static Command Add(CommandLine line)
    {
        var workspace = new Argument<string>("WORKSPACE");
        var name = new Argument<string>("NAME");
        return line.OnFolder(
            new Command("add", "Add the account of a program, called NAME@WORKSPACE; make tokens for it with token create") { workspace, name },
            async (on, parsed) =>
            {
                var account = await on.Accounts.AddServiceAsync(await on.RequireWorkspaceAsync(parsed.GetValue(workspace)!), parsed.GetValue(name));
                await line.Output.WriteLineAsync($"Added {account.Name}");
            });
    }

    private static Command List(CommandLine line)
    {
        var workspace = new Argument<string>("WORKSPACE");
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("list", "List a workspace's accounts of programs") { workspace, json }, async (on, parsed) =>
        {
            var found = await on.RequireWorkspaceAsync(parsed.GetValue(workspace)!);
            line.Print(
                (await on.Catalog.ListServiceAccountsAsync(found.Id)).Select(account => new
                {
                    account.Name,
                    account.Disabled,
                    account.CreatedUnixMilliseconds,
                    account.LastSeenUnixMilliseconds,
                }),
                parsed.GetValue(json),
                account => [account.Name, account.Disabled ? "disabled" : "enabled"]);
        });
    }
}

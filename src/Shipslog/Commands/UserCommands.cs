using System.CommandLine;

namespace Shipslog.Commands;

/// <summary><c>user add | reset-password | list</c>.</summary>
internal static class UserCommands
{
    public static Command Make(CommandLine line) =>
        new("user", "Accounts") { Add(line), ResetPassword(line), List(line) };

    private static Command Add(CommandLine line)
    {
        var name = new Argument<string>("NAME");
        var stdin = new Option<bool>("--password-stdin") { Description = "Read the password from standard input (without: an account that signs in by tokens only)" };
        var admin = new Option<bool>("--admin") { Description = "Make it an administrator of the server" };
        return line.OnFolder(new Command("add", "Add an account with its personal workspace") { name, stdin, admin }, async (on, parsed) =>
        {
            var password = parsed.GetValue(stdin) ? line.ReadPassword() : null;
            var user = await on.Accounts.AddAsync(parsed.GetValue(name), password, parsed.GetValue(admin));
            await line.Output.WriteLineAsync($"Added {user.Name}");
        });
    }

    private static Command ResetPassword(CommandLine line)
    {
        var name = new Argument<string>("NAME");
        var stdin = new Option<bool>("--password-stdin") { Description = "Read the password from standard input", Required = true };
        return line.OnFolder(new Command("reset-password", "Set a password and end the account's sessions") { name, stdin }, async (on, parsed) =>
        {
            var user = await on.Accounts.RequireAsync(parsed.GetValue(name));
            await on.Accounts.SetPasswordAsync(user, line.ReadPassword());
            await line.Output.WriteLineAsync($"Set the password of {user.Name}");
        });
    }

    private static Command List(CommandLine line)
    {
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("list", "List accounts") { json }, async (on, parsed) => line.Print(
            (await on.Catalog.ListUsersAsync()).Select(user => new { user.Name, user.IsAdmin, user.Disabled, user.CreatedUnixMilliseconds, user.LastSeenUnixMilliseconds }),
            parsed.GetValue(json),
            user => [user.Name, user.IsAdmin ? "admin" : "user", user.Disabled ? "disabled" : "enabled"]));
    }
}

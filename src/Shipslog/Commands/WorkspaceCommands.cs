using System.CommandLine;
using Shipslog.Core.Access;

namespace Shipslog.Commands;

/// <summary><c>workspace create | add-member | list</c>.</summary>
internal static class WorkspaceCommands
{
    public static Command Make(CommandLine line) =>
        new("workspace", "Workspaces") { Create(line), AddMember(line), List(line) };

    private static Command Create(CommandLine line)
    {
        var name = new Argument<string>("NAME");
        return line.OnFolder(new Command("create", "Make a team workspace") { name }, async (on, parsed) =>
        {
            var workspace = await on.Workspaces.AddAsync(parsed.GetValue(name), adminId: null);
            await line.Output.WriteLineAsync($"Created {workspace.Name}");
        });
    }

    private static Command AddMember(CommandLine line)
    {
        var name = new Argument<string>("NAME");
        var user = new Argument<string>("USER");
        var admin = new Option<bool>("--admin") { Description = "As admin of the workspace" };
        return line.OnFolder(new Command("add-member", "Add a member, or change their role") { name, user, admin }, async (on, parsed) =>
        {
            var workspace = await on.RequireWorkspaceAsync(parsed.GetValue(name)!);
            var member = await on.Accounts.RequireAsync(parsed.GetValue(user));
            var role = parsed.GetValue(admin) ? WorkspaceRole.Admin : WorkspaceRole.Member;
            await on.Catalog.SetWorkspaceMemberAsync(workspace.Id, member.Id, role);
            await line.Output.WriteLineAsync($"{member.Name} is now {role.ToString().ToLowerInvariant()} of {workspace.Name}");
        });
    }

    private static Command List(CommandLine line)
    {
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("list", "List workspaces") { json }, async (on, parsed) => line.Print(
            (await on.Catalog.ListWorkspacesAsync(null)).Select(one => new
            {
                one.Workspace.Name,
                Kind = one.Workspace.Kind.ToString().ToLowerInvariant(),
                one.Members,
                one.Projects,
            }),
            parsed.GetValue(json),
            one => [one.Name, one.Kind, one.Members, one.Projects]));
    }
}

using System.CommandLine;
using Shipslog.Core.Model;

namespace Shipslog.Commands;

/// <summary><c>project create | list</c>.</summary>
internal static class ProjectCommands
{
    public static Command Make(CommandLine line) => new("project", "Projects") { Create(line), List(line) };

    private static Command Create(CommandLine line)
    {
        var name = new Argument<string>("WORKSPACE/NAME");
        var key = new Option<string?>("--key") { Description = "Prefix of its runs' ids, as SAN in SAN-12 (default: made of the name)", HelpName = "K" };
        var visibility = new Option<ProjectVisibility>("--visibility")
        {
            Description = "private, workspace or public",
            DefaultValueFactory = _ => ProjectVisibility.Private,
            HelpName = "V",
        };
        return line.OnFolder(new Command("create", "Make a project") { name, key, visibility }, async (on, parsed) =>
        {
            if (parsed.GetValue(name)!.Split('/', 2) is not [var workspaceName, var projectName])
                throw new ShipslogException(Failure.Invalid, "Name the project as WORKSPACE/NAME.");
            var workspace = await on.RequireWorkspaceAsync(workspaceName);
            var project = await on.Workspaces.AddProjectAsync(
                workspace, projectName, parsed.GetValue(key), parsed.GetValue(visibility), null, ownerId: null);
            await line.Output.WriteLineAsync($"Created {project.QualifiedName} with key {project.Key}");
        });
    }

    private static Command List(CommandLine line)
    {
        var json = CommandLine.JsonOption();
        return line.OnFolder(new Command("list", "List projects") { json }, async (on, parsed) => line.Print(
            (await on.Catalog.ListProjectsAsync(null)).Select(one => new
            {
                Name = one.Project.QualifiedName,
                one.Project.Key,
                Visibility = one.Project.Visibility.ToString().ToLowerInvariant(),
                one.Project.Id,
            }),
            parsed.GetValue(json),
            one => [one.Name, one.Key, one.Visibility]));
    }
}

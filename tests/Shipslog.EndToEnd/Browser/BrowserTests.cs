using Shipslog.EndToEnd.Clients;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Browser;

/// <summary>What people see and do, in headless Chromium, with the published program and the data of recorded clients. Screenshots: test-output/browser.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task A_first_day_from_the_first_link_to_a_comparison()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);

        await BrowserScript.PlayAsync("first-day.mjs", server, new { setup = await server.SetupLinkAsync() });
    }

    [Fact]
    public async Task A_colleague_joins_by_link_a_viewer_cannot_write_and_a_stranger_sees_nothing()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        foreach (var user in new[] { "captain", "guest", "stranger" })
            await folder.RunAsync(["user", "add", user, "--password-stdin"], DataFolder.Password + "\n");
        await folder.RunAsync(["workspace", "create", "team"]);
        await folder.RunAsync(["workspace", "add-member", "team", "captain", "--admin"]);
        await folder.RunAsync(["project", "create", "team/digits", "--key", "DIG", "--visibility", "workspace"]);
        var token = await folder.RunAsync(["token", "create", "--user", "captain", "--url", server.Address]);

        await BrowserScript.PlayAsync("team.mjs", server, new { token, password = DataFolder.Password });
    }

    [Fact]
    public async Task Abort_in_the_browser_reaches_the_client()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        await folder.RunAsync(["user", "add", "me", "--password-stdin"], DataFolder.Password + "\n");
        using var account = await Account.CreateAsync(folder, server);

        await BrowserScript.PlayAsync("abort.mjs", server, new { account.Token, password = DataFolder.Password });
    }

    [Fact]
    public async Task The_frame_works_by_keys_survives_a_server_out_of_reach_and_is_legible_in_both_themes()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        await folder.RunAsync(["user", "add", "me", "--password-stdin", "--admin"], DataFolder.Password + "\n");
        await folder.RunAsync(["project", "create", "me/digits", "--key", "DIG"]);
        await folder.RunAsync(["project", "create", "me/empty", "--key", "EMP"]);
        var token = await folder.RunAsync(["token", "create", "--user", "me", "--url", server.Address]);

        await BrowserScript.PlayAsync("frame.mjs", server, new { token, password = DataFolder.Password });
    }

    [Fact]
    public async Task Many_runs_are_found_sorted_grouped_kept_as_views_charted_and_compared()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        await folder.RunAsync(["user", "add", "me", "--password-stdin"], DataFolder.Password + "\n");
        await folder.RunAsync(["project", "create", "me/many", "--key", "MNY"]);
        var token = await folder.RunAsync(["token", "create", "--user", "me", "--url", server.Address]);

        await BrowserScript.PlayAsync("runs.mjs", server, new { token, password = DataFolder.Password });
    }

    [Fact]
    public async Task What_a_run_holds_is_shown_in_fitting_viewers_beside_models_and_the_trash()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        await folder.RunAsync(["user", "add", "me", "--password-stdin"], DataFolder.Password + "\n");
        await folder.RunAsync(["project", "create", "me/digits", "--key", "DIG"]);
        var token = await folder.RunAsync(["token", "create", "--user", "me", "--url", server.Address]);

        await BrowserScript.PlayAsync("run-page.mjs", server, new { token, password = DataFolder.Password });
    }

    [Fact]
    public async Task Forks_stand_in_one_tree_and_previews_go_on_from_the_curve()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.StartAsync(folder, program: Repository.Published);
        await folder.RunAsync(["user", "add", "me", "--password-stdin"], DataFolder.Password + "\n");
        await folder.RunAsync(["project", "create", "me/forks", "--key", "FRK"]);
        var token = await folder.RunAsync(["token", "create", "--user", "me", "--url", server.Address]);

        await BrowserScript.PlayAsync("forks.mjs", server, new { token, password = DataFolder.Password });
    }
}

using Shipslog.Core.Access;

namespace Shipslog.Tests.Storage;

public abstract partial class CatalogContract
{
    private static readonly byte[] HashA = [1, 2, 3];
    private static readonly byte[] HashB = [4, 5, 6];

    [Fact]
    public async Task A_user_is_found_by_name_in_any_case_and_by_id()
    {
        Assert.False(await Catalog.HasUsersAsync());
        var user = new User(Guid.NewGuid(), "Noa-נועה", "Noa B.", true, false, 12, null);

        await Catalog.AddUserAsync(user, "hash", Named("Noa-נועה", WorkspaceKind.Personal));

        Assert.True(await Catalog.HasUsersAsync());
        Assert.Equal(user, await Catalog.FindUserAsync("NOA-נועה"));
        Assert.Equal(user, await Catalog.FindUserAsync(user.Id));
        Assert.Equal("hash", await Catalog.FindPasswordHashAsync(user.Id));
        Assert.Null(await Catalog.FindUserAsync("noa"));
        Assert.Null(await Catalog.FindUserAsync(Nobody));
    }

    [Fact]
    public async Task A_user_becomes_admin_of_their_personal_workspace()
    {
        var user = await UserAsync("mia");

        var membership = Assert.Single(await Catalog.ListWorkspacesAsync(user.Id));

        Assert.Equal(("mia", WorkspaceKind.Personal, WorkspaceRole.Admin), (membership.Workspace.Name, membership.Workspace.Kind, membership.Role));
    }

    [Fact]
    public async Task Accounts_of_programs_belong_to_a_workspace_and_have_none_of_their_own()
    {
        var workspace = await WorkspaceAsync("team");
        var robot = new User(Guid.NewGuid(), "robot@team", null, false, false, 5, null, workspace.Id);
        await Catalog.AddServiceAccountAsync(robot);
        await Catalog.AddServiceAccountAsync(robot with { Id = Guid.NewGuid(), Name = "Crane@team" });

        Assert.Equal(["Crane@team", "robot@team"], (await Catalog.ListServiceAccountsAsync(workspace.Id)).Select(account => account.Name));
        Assert.Equal(robot, await Catalog.FindUserAsync("robot@team"));
        Assert.Empty(await Catalog.ListWorkspacesAsync(robot.Id));
        Assert.Null(await Catalog.FindPasswordHashAsync(robot.Id));
        Assert.Equal("user-name-taken", await RefusalOf(() => Catalog.AddServiceAccountAsync(robot with { Id = Guid.NewGuid() })));
    }

    [Fact]
    public async Task A_user_whose_name_or_workspace_is_taken_is_not_added_at_all()
    {
        await UserAsync("mia");
        await WorkspaceAsync("Team");

        Assert.Equal("user-name-taken", await RefusalOf(() => UserAsync("MIA")));
        Assert.Equal("workspace-name-taken", await RefusalOf(() => UserAsync("team")));
        Assert.Null(await Catalog.FindUserAsync("team"));
        Assert.Single(await Catalog.ListUsersAsync());
    }

    [Fact]
    public async Task Only_one_account_is_the_first()
    {
        var first = new User(Guid.NewGuid(), "a", null, true, false, 0, null);
        await Catalog.AddUserAsync(first, null, Named("a", WorkspaceKind.Personal), onlyAsFirst: true);

        var second = first with { Id = Guid.NewGuid(), Name = "b" };

        Assert.Equal("first-user-exists", await RefusalOf(
            () => Catalog.AddUserAsync(second, null, Named("b", WorkspaceKind.Personal), onlyAsFirst: true)));
        Assert.Null(await Catalog.FindPasswordHashAsync(first.Id));
    }

    [Fact]
    public async Task Users_are_listed_by_name_ignoring_case()
    {
        await UserAsync("bo");
        await UserAsync("Al");
        await UserAsync("Cy");

        Assert.Equal(["Al", "bo", "Cy"], (await Catalog.ListUsersAsync()).Select(user => user.Name));
    }

    [Fact]
    public async Task The_last_enabled_administrator_stays_one()
    {
        var root = await UserAsync("root", isAdmin: true);
        var other = await UserAsync("other");

        Assert.Equal("last-administrator", await RefusalOf(() => Catalog.UpdateUserAsync(root.Id, false, false)));
        Assert.Equal("last-administrator", await RefusalOf(() => Catalog.UpdateUserAsync(root.Id, true, disabled: true)));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.UpdateUserAsync(Nobody, true, false)));
        Assert.Equal(root, await Catalog.FindUserAsync(root.Id));

        await Catalog.UpdateUserAsync(other.Id, isAdmin: true, disabled: false);
        await Catalog.UpdateUserAsync(root.Id, isAdmin: false, disabled: true);
        await Catalog.TouchUserAsync(root.Id, 77);
        Assert.Equal(root with { IsAdmin = false, Disabled = true, LastSeenUnixMilliseconds = 77 }, await Catalog.FindUserAsync(root.Id));
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_a_rehash_none()
    {
        var user = await UserAsync("mia");
        await Catalog.AddSessionAsync(HashA, new Session(user.Id, 0, 100));
        await Catalog.AddSessionAsync(HashB, new Session(user.Id, 0, 100));

        await Catalog.RehashPasswordAsync(user.Id, "same");
        Assert.NotNull(await Catalog.FindSessionAsync(HashB));
        await Catalog.SetPasswordHashAsync(user.Id, "new", HashA);
        Assert.NotNull(await Catalog.FindSessionAsync(HashA));
        Assert.Null(await Catalog.FindSessionAsync(HashB));
        await Catalog.SetPasswordHashAsync(user.Id, "newer");

        Assert.Null(await Catalog.FindSessionAsync(HashA));
        Assert.Equal("newer", await Catalog.FindPasswordHashAsync(user.Id));
        Assert.Null(await Catalog.FindPasswordHashAsync(Nobody));
    }

    [Fact]
    public async Task A_session_is_found_extended_and_ended()
    {
        var user = await UserAsync("mia");
        await Catalog.AddSessionAsync(HashA, new Session(user.Id, 10, 100));

        await Catalog.ExtendSessionAsync(HashA, 200);
        Assert.Equal((new Session(user.Id, 10, 200), user), await Catalog.FindSessionAsync(HashA));
        await Catalog.DeleteSessionAsync(HashA);
        await Catalog.DeleteSessionAsync(HashA);
        await Catalog.ExtendSessionAsync(HashA, 300);

        Assert.Null(await Catalog.FindSessionAsync(HashA));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddSessionAsync(HashA, new Session(Nobody, 0, 1))));
    }

    [Fact]
    public async Task Sessions_that_expired_before_are_dropped_when_one_is_added()
    {
        var user = await UserAsync("mia");
        await Catalog.AddSessionAsync(HashA, new Session(user.Id, 0, 100));

        await Catalog.AddSessionAsync(HashB, new Session(user.Id, 100, 200));

        Assert.Null(await Catalog.FindSessionAsync(HashA));
        Assert.NotNull(await Catalog.FindSessionAsync(HashB));
    }

    [Fact]
    public async Task A_token_is_found_by_the_hash_of_its_secret_and_by_its_id()
    {
        var user = await UserAsync("mia");
        var token = new ApiToken(Guid.NewGuid(), user.Id, "laptop", 5, 50, null, null);

        await Catalog.AddTokenAsync(token, HashA);

        Assert.Equal((token, user), await Catalog.FindTokenAsync(HashA));
        Assert.Equal((token, user), await Catalog.FindTokenAsync(token.Id));
        Assert.Null(await Catalog.FindTokenAsync(HashB));
        Assert.Null(await Catalog.FindTokenAsync(Nobody));
        Assert.Equal("conflict", await RefusalOf(() => Catalog.AddTokenAsync(token with { Id = Guid.NewGuid() }, HashA)));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.AddTokenAsync(token with { Id = Guid.NewGuid(), UserId = Nobody }, HashB)));
    }

    [Fact]
    public async Task The_use_of_a_token_is_noted_for_it_and_for_its_user()
    {
        var user = await UserAsync("mia");
        var token = new ApiToken(Guid.NewGuid(), user.Id, "laptop", 5, null, null, null);
        await Catalog.AddTokenAsync(token, HashA);

        await Catalog.TouchTokenAsync(token.Id, 60);

        Assert.Equal((token with { LastUsedUnixMilliseconds = 60 }, user with { LastSeenUnixMilliseconds = 60 }), await Catalog.FindTokenAsync(HashA));
    }

    [Fact]
    public async Task The_moment_of_a_revocation_does_not_move()
    {
        var user = await UserAsync("mia");
        var token = new ApiToken(Guid.NewGuid(), user.Id, "laptop", 5, null, null, null);
        await Catalog.AddTokenAsync(token, HashA);

        await Catalog.RevokeTokenAsync(token.Id, 60);
        await Catalog.RevokeTokenAsync(token.Id, 70);

        Assert.Equal(60, (await Catalog.FindTokenAsync(HashA))!.Value.Token.RevokedUnixMilliseconds);
        Assert.Equal("not-found", await RefusalOf(() => Catalog.RevokeTokenAsync(Nobody, 60)));
    }

    [Fact]
    public async Task Tokens_are_listed_newest_first_of_one_user_or_of_all()
    {
        var (mia, bo) = (await UserAsync("mia"), await UserAsync("bo"));
        await Catalog.AddTokenAsync(new ApiToken(Guid.NewGuid(), mia.Id, "old", 5, null, null, null), HashA);
        await Catalog.AddTokenAsync(new ApiToken(Guid.NewGuid(), mia.Id, "new", 9, null, null, null), HashB);
        await Catalog.AddTokenAsync(new ApiToken(Guid.NewGuid(), bo.Id, "his", 7, null, null, null), new byte[] { 7 });

        Assert.Equal(["new", "old"], (await Catalog.ListTokensAsync(mia.Id)).Select(item => item.Token.Name));
        Assert.Equal(
            ["new mia", "his bo", "old mia"], (await Catalog.ListTokensAsync(null)).Select(item => $"{item.Token.Name} {item.Username}"));
    }
}

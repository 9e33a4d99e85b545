using Shipslog.Core.Access;

namespace Shipslog.Tests.Storage;

public abstract partial class CatalogContract
{
    [Fact]
    public async Task A_workspace_is_found_by_name_in_any_case_and_by_id()
    {
        var team = await WorkspaceAsync("Team");

        Assert.Equal(team, await Catalog.FindWorkspaceAsync("tEAM"));
        Assert.Equal(team, await Catalog.FindWorkspaceAsync(team.Id));
        Assert.Null(await Catalog.FindWorkspaceAsync("other"));
        Assert.Null(await Catalog.FindWorkspaceAsync(Nobody));
        Assert.Equal("workspace-name-taken", await RefusalOf(() => WorkspaceAsync("TEAM")));
        Assert.Equal("not-found", await RefusalOf(() => WorkspaceAsync("orphan", Nobody)));
        Assert.Null(await Catalog.FindWorkspaceAsync("orphan"));
    }

    [Fact]
    public async Task Workspaces_are_listed_by_name_with_role_and_counts()
    {
        var (mia, bo) = (await UserAsync("mia"), await UserAsync("bo"));
        var team = await WorkspaceAsync("Atoms", mia.Id);
        await Catalog.SetWorkspaceMemberAsync(team.Id, bo.Id, WorkspaceRole.Member);
        await ProjectAsync(team, "digits", "DIG");

        Assert.Equal(["Atoms Member 2 1", "bo Admin 1 0"], (await Catalog.ListWorkspacesAsync(bo.Id)).Select(Text));
        Assert.Equal(["Atoms Admin 2 1", "bo Admin 1 0", "mia Admin 1 0"], (await Catalog.ListWorkspacesAsync(null)).Select(Text));

        static string Text(WorkspaceMembership item) => $"{item.Workspace.Name} {item.Role} {item.Members} {item.Projects}";
    }

    [Fact]
    public async Task A_workspace_keeps_an_admin()
    {
        var (mia, bo) = (await UserAsync("mia"), await UserAsync("bo"));
        var team = await WorkspaceAsync("team", mia.Id);
        await Catalog.SetWorkspaceMemberAsync(team.Id, bo.Id, WorkspaceRole.Member);

        Assert.Equal("last-workspace-admin", await RefusalOf(() => Catalog.SetWorkspaceMemberAsync(team.Id, mia.Id, WorkspaceRole.Member)));
        Assert.Equal("last-workspace-admin", await RefusalOf(() => Catalog.RemoveWorkspaceMemberAsync(team.Id, mia.Id)));
        Assert.Equal(WorkspaceRole.Admin, await Catalog.FindWorkspaceRoleAsync(team.Id, mia.Id));

        await Catalog.SetWorkspaceMemberAsync(team.Id, bo.Id, WorkspaceRole.Admin);
        await Catalog.RemoveWorkspaceMemberAsync(team.Id, mia.Id);
        Assert.Equal([new WorkspaceMember(bo.Id, "bo", WorkspaceRole.Admin)], await Catalog.ListWorkspaceMembersAsync(team.Id));
    }

    [Fact]
    public async Task A_workspace_without_admins_has_none_to_lose()
    {
        var mia = await UserAsync("mia");
        var team = await WorkspaceAsync("team");

        await Catalog.SetWorkspaceMemberAsync(team.Id, mia.Id, WorkspaceRole.Member);
        await Catalog.RemoveWorkspaceMemberAsync(team.Id, mia.Id);

        Assert.Null(await Catalog.FindWorkspaceRoleAsync(team.Id, mia.Id));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.RemoveWorkspaceMemberAsync(team.Id, mia.Id)));
        Assert.Equal("not-found", await RefusalOf(() => Catalog.SetWorkspaceMemberAsync(Nobody, mia.Id, WorkspaceRole.Member)));
    }

    [Fact]
    public async Task Who_leaves_a_workspace_leaves_its_projects_and_no_others()
    {
        var (mia, bo) = (await UserAsync("mia"), await UserAsync("bo"));
        var team = await WorkspaceAsync("team", mia.Id);
        var inside = await ProjectAsync(team, "inside", "IN", bo.Id);
        var outside = await ProjectAsync(await WorkspaceAsync("other"), "outside", "OUT", bo.Id);
        await Catalog.SetWorkspaceMemberAsync(team.Id, bo.Id, WorkspaceRole.Member);

        await Catalog.RemoveWorkspaceMemberAsync(team.Id, bo.Id);

        Assert.Empty(await Catalog.ListProjectMembersAsync(inside.Id));
        Assert.Single(await Catalog.ListProjectMembersAsync(outside.Id));
    }

    [Fact]
    public async Task An_invitation_makes_a_member_once()
    {
        var (mia, bo) = (await UserAsync("mia"), await UserAsync("bo"));
        var team = await WorkspaceAsync("team", mia.Id);
        var invitation = Inviting(team, "code", WorkspaceRole.Member, 1);
        await Catalog.AddInvitationAsync(invitation, mia.Id);
        Assert.Equal(invitation, await Catalog.FindInvitationAsync("code"));
        Assert.Null(await Catalog.FindInvitationAsync("CODE"));

        await Catalog.AcceptInvitationAsync("code", bo.Id);

        Assert.Equal(WorkspaceRole.Member, await Catalog.FindWorkspaceRoleAsync(team.Id, bo.Id));
        Assert.Null(await Catalog.FindInvitationAsync("code"));
        Assert.Equal("invitation-not-found", await RefusalOf(() => Catalog.AcceptInvitationAsync("code", bo.Id)));
    }

    [Fact]
    public async Task An_invitation_never_lowers_a_role()
    {
        var mia = await UserAsync("mia");
        var team = await WorkspaceAsync("team", mia.Id);
        await Catalog.AddInvitationAsync(Inviting(team, "code", WorkspaceRole.Member, 1), mia.Id);

        await Catalog.AcceptInvitationAsync("code", mia.Id);

        Assert.Equal(WorkspaceRole.Admin, await Catalog.FindWorkspaceRoleAsync(team.Id, mia.Id));
    }

    [Fact]
    public async Task Invitations_are_listed_newest_first_and_can_be_withdrawn()
    {
        var mia = await UserAsync("mia");
        var team = await WorkspaceAsync("team", mia.Id);
        await Catalog.AddInvitationAsync(Inviting(team, "old", WorkspaceRole.Member, 1), mia.Id);
        await Catalog.AddInvitationAsync(Inviting(team, "new", WorkspaceRole.Admin, 2), mia.Id);

        Assert.Equal(["new", "old"], (await Catalog.ListInvitationsAsync(team.Id)).Select(item => item.Code));
        Assert.Equal("conflict", await RefusalOf(() => Catalog.AddInvitationAsync(Inviting(team, "old", WorkspaceRole.Member, 3), mia.Id)));
        Assert.True(await Catalog.DeleteInvitationAsync("old"));
        Assert.False(await Catalog.DeleteInvitationAsync("old"));
        Assert.Single(await Catalog.ListInvitationsAsync(team.Id));
    }

    private static Invitation Inviting(Workspace team, string code, WorkspaceRole role, long created) =>
        new(code, team.Id, team.Name, role, "mia", created, created + 100);
}

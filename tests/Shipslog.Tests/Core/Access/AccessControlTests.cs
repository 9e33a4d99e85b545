using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Core.Access;

public class AccessControlTests
{
    public static TheoryData<WorkspaceRole?, ProjectVisibility, ProjectRole?, ProjectRole?> Relations => new()
    {
        { null, ProjectVisibility.Private, null, null },
        { null, ProjectVisibility.Workspace, null, null },
        { null, ProjectVisibility.Public, null, ProjectRole.Viewer },
        { null, ProjectVisibility.Private, ProjectRole.Viewer, ProjectRole.Viewer },
        { null, ProjectVisibility.Private, ProjectRole.Contributor, ProjectRole.Contributor },
        { null, ProjectVisibility.Public, ProjectRole.Contributor, ProjectRole.Contributor },
        { WorkspaceRole.Member, ProjectVisibility.Private, null, null },
        { WorkspaceRole.Member, ProjectVisibility.Workspace, null, ProjectRole.Contributor },
        { WorkspaceRole.Member, ProjectVisibility.Public, null, ProjectRole.Contributor },
        { WorkspaceRole.Member, ProjectVisibility.Workspace, ProjectRole.Viewer, ProjectRole.Contributor },
        { WorkspaceRole.Member, ProjectVisibility.Private, ProjectRole.Owner, ProjectRole.Owner },
        { WorkspaceRole.Admin, ProjectVisibility.Private, null, ProjectRole.Owner },
        { WorkspaceRole.Admin, ProjectVisibility.Private, ProjectRole.Viewer, ProjectRole.Owner },
    };

    [Theory]
    [MemberData(nameof(Relations))]
    public void The_highest_role_that_follows_counts(
        WorkspaceRole? inWorkspace, ProjectVisibility visibility, ProjectRole? inProject, ProjectRole? expected)
    {
        var project = new Project(Guid.NewGuid(), 1, Guid.NewGuid(), "w", "p", "P", visibility, null, 0);

        var role = AccessControl.RoleOf(new ProjectRelation(project, inWorkspace, inProject));

        Assert.Equal(expected, role);
    }

    [Fact]
    public void Administering_the_server_needs_an_administrator()
    {
        var user = new Principal(Guid.NewGuid(), "u", IsAdmin: false);

        Assert.Equal(Failure.Forbidden, Assert.Throws<ShipslogException>(() => AccessControl.RequireGeneral(user, Permission.AdministerServer)).Failure);
        Assert.Equal(Failure.Unauthenticated, Assert.Throws<ShipslogException>(() => AccessControl.RequireGeneral(null, Permission.SignedIn)).Failure);
        AccessControl.RequireGeneral(user with { IsAdmin = true }, Permission.AdministerServer);
        AccessControl.RequireGeneral(null, Permission.Anonymous);
    }

    [Theory]
    [InlineData("sandbox", "SAN")]
    [InlineData("my cool project", "MCP")]
    [InlineData("x", "X")]
    [InlineData("3d-shapes", "DSH")]
    [InlineData("ניסוי", "P")]
    public void A_key_is_proposed_from_the_name(string name, string key)
    {
        Assert.Equal(key, Names.ProposeKey(name, new HashSet<string>()));
        Assert.Equal(key + "3", Names.ProposeKey(name, new HashSet<string> { key, key + "2" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e")]
    public void A_bad_account_name_is_invalid(string name) =>
        Assert.Equal(Failure.Invalid, Assert.Throws<ShipslogException>(() => Names.RequireAccount(name)).Failure);

    [Fact]
    public void Names_may_be_in_any_script()
    {
        Assert.Equal("דנה", Names.RequireAccount("דנה"));
        Assert.Equal("ניסוי ראשון", Names.RequireProject("ניסוי ראשון"));
    }
}

using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests.Storage;

/// <summary>What every catalog does: settings and secrets here, the rest in the other parts.</summary>
public abstract partial class CatalogContract : IContractOf<ICatalog>
{
    private static readonly Guid Nobody = new("99999999-9999-9999-9999-999999999999");

    private int _made;

    /// <summary>The catalog under test; empty.</summary>
    protected abstract ICatalog Catalog { get; }

    [Fact]
    public async Task A_setting_is_null_until_set_and_then_what_was_set_last()
    {
        Assert.Null(await Catalog.FindSettingAsync("registration"));

        await Catalog.SetSettingAsync("registration", "open");
        await Catalog.SetSettingAsync("registration", "");
        await Catalog.SetSettingAsync("other", "x");

        Assert.Equal("", await Catalog.FindSettingAsync("registration"));
    }

    [Fact]
    public async Task The_first_candidate_for_a_secret_is_kept()
    {
        Assert.Equal(new byte[] { 1 }, await Catalog.GetOrAddSecretAsync("key", [1]));
        Assert.Equal(new byte[] { 1 }, await Catalog.GetOrAddSecretAsync("key", [2]));

        await Catalog.SetSecretAsync("key", [3]);
        Assert.Equal(new byte[] { 3 }, await Catalog.FindSecretAsync("key"));
        await Catalog.SetSecretAsync("key", null);
        Assert.Null(await Catalog.FindSecretAsync("key"));
        Assert.Empty(await Catalog.FindDamageAsync());
        await Catalog.SetSecretAsync("key", null);
    }

    /// <summary>A user named so, with a personal workspace of the same name.</summary>
    protected async Task<User> UserAsync(string name, bool isAdmin = false)
    {
        var user = new User(Guid.NewGuid(), name, null, isAdmin, Disabled: false, 1000 + _made++, null);
        await Catalog.AddUserAsync(user, null, Named(name, WorkspaceKind.Personal));
        return user;
    }

    private async Task<Workspace> WorkspaceAsync(string name, Guid? adminId = null)
    {
        var workspace = Named(name, WorkspaceKind.Team);
        await Catalog.AddWorkspaceAsync(workspace, adminId);
        return workspace;
    }

    private Task<Project> ProjectAsync(Workspace workspace, string name, string key, Guid? ownerId = null) =>
        Catalog.AddProjectAsync(Described(workspace, name, key), ownerId);

    private static Project Described(Workspace workspace, string name, string key) =>
        new(Guid.NewGuid(), 0, workspace.Id, workspace.Name, name, key, ProjectVisibility.Private, "why", 7);

    private Workspace Named(string name, WorkspaceKind kind) => new(Guid.NewGuid(), name, kind, 1000 + _made++);

    /// <summary>The code of the failure that a call ends with; null when it succeeds.</summary>
    private static async Task<string?> RefusalOf(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ShipslogException failure)
        {
            return failure.Code;
        }
    }
}

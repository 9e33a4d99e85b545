using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Tests.Protocols;

namespace Shipslog.Tests;

/// <summary>One kind of caller of the authorisation matrix.</summary>
/// <param name="Name">Who.</param>
/// <param name="Token">What is presented, or null.</param>
/// <param name="User">The user behind it, or null.</param>
/// <param name="Allowed">The permissions that the caller has.</param>
public sealed record MatrixCaller(string Name, string? Token, User? User, IReadOnlySet<Permission> Allowed);

/// <summary>What a request of the matrix can name.</summary>
public sealed record MatrixScene(Project Project, Run Run, Guid CommentId, string ViewId, User Bystander, Guid OwnToken, Guid NotebookId, Guid CheckpointId, string Invitation);

/// <summary>The callers, and a fresh scene for each request.</summary>
public sealed class MatrixCast
{
    private readonly ApiHost _host;
    private readonly Dictionary<string, User> _users = [];
    private int _scenes;
    private MatrixScene? _shared;

    private MatrixCast(ApiHost host) => _host = host;

    public IReadOnlyList<MatrixCaller> Callers { get; private set; } = [];

    public static async Task<MatrixCast> MakeAsync(ApiHost host)
    {
        var cast = new MatrixCast(host);
        Permission[] open = [Permission.Anonymous];
        Permission[] signedIn = [.. open, Permission.SignedIn];
        Permission[] view = [.. signedIn, Permission.ViewProject];
        Permission[] write = [.. view, Permission.WriteProject];
        Permission[] manage = [.. write, Permission.ManageProject];
        Permission[] member = [.. signedIn, Permission.ViewWorkspace];
        Permission[] admin = [.. manage, Permission.ViewWorkspace, Permission.ManageWorkspace];
        Permission[] server = [.. signedIn, Permission.AdministerServer];
        cast.Callers =
        [
            new MatrixCaller("nobody", null, null, open.ToHashSet()),
            new MatrixCaller("unknown token", "bm90IGEgdG9rZW4=", null, open.ToHashSet()),
            await cast.CallerAsync("stranger", signedIn),
            await cast.CallerAsync("viewer", view),
            await cast.CallerAsync("contributor", write),
            await cast.CallerAsync("owner", manage),
            await cast.CallerAsync("member", member),
            await cast.CallerAsync("admin", admin),
            await cast.CallerAsync("root", server, isAdmin: true),
            await cast.RevokedAsync(open),
            await cast.ExpiredAsync(open),
        ];
        return cast;
    }

    /// <summary>A scene that nobody may change.</summary>
    public async Task<MatrixScene> SharedSceneAsync() => _shared ??= await SceneAsync(Callers.Single(caller => caller.Name == "owner"));

    public async Task<MatrixScene> SceneAsync(MatrixCaller caller)
    {
        var id = $"team{++_scenes}";
        var catalog = _host.Catalog;
        var project = await _host.ProjectAsync(id, "secret", "SEC", _users["admin"]);
        await catalog.SetWorkspaceMemberAsync(project.WorkspaceId, _users["member"].Id, WorkspaceRole.Member);
        await catalog.SetProjectMemberAsync(project.Id, _users["viewer"].Id, ProjectRole.Viewer);
        await catalog.SetProjectMemberAsync(project.Id, _users["contributor"].Id, ProjectRole.Contributor);
        await catalog.SetProjectMemberAsync(project.Id, _users["owner"].Id, ProjectRole.Owner);
        var author = caller.User ?? _users["owner"];
        var engine = await _host.EngineAsync(project);
        var created = await engine.CreateAsync(new NewRun(
            HolderKind.Run,
            "owner",
            Operations: [new RunOperation.Assign(new AttributePath("text"), new AttributeValue.String("x"))]));
        var comment = new RunComment(Guid.NewGuid(), project.Id, created.Run.Id, author.Id, author.Name, "x", 0, null);
        await catalog.AddCommentAsync(comment);
        await catalog.AddNamedViewAsync(new NamedView(id, project.Id, "view " + id, "{}", author.Id, author.Name, 0, 0));
        var bystander = await _host.UserAsync("bystander" + _scenes);
        await catalog.SetWorkspaceMemberAsync(project.WorkspaceId, bystander.Id, WorkspaceRole.Member);
        await catalog.SetProjectMemberAsync(project.Id, bystander.Id, ProjectRole.Viewer);
        var notebook = new Notebook(Guid.NewGuid(), project.Id, author.Name, 0, 0);
        await catalog.AddNotebookAsync(notebook);
        var checkpoint = new NotebookCheckpoint(Guid.NewGuid(), notebook.Id, null, null, "a.ipynb", author.Name, null, 0, 0);
        await catalog.AddCheckpointAsync(checkpoint);
        var invitation = new Invitation("code" + id, project.WorkspaceId, id, WorkspaceRole.Member, "admin", 0, long.MaxValue / 2);
        await catalog.AddInvitationAsync(invitation, _users["admin"].Id);
        var spare = (await _host.TokenAsync(author)).Token.Id;
        return new MatrixScene(project, created.Run, comment.Id, id, bystander, spare, notebook.Id, checkpoint.Id, invitation.Code);
    }

    private async Task<MatrixCaller> CallerAsync(string name, Permission[] allowed, bool isAdmin = false)
    {
        var user = _users[name] = await _host.UserAsync(name, isAdmin);
        return new MatrixCaller(name, (await _host.TokenAsync(user)).Wire, user, allowed.ToHashSet());
    }

    private async Task<MatrixCaller> RevokedAsync(Permission[] allowed)
    {
        var (token, wire) = await _host.TokenAsync(_users["owner"]);
        await _host.Catalog.RevokeTokenAsync(token.Id, 1);
        return new MatrixCaller("revoked token", wire, _users["owner"], allowed.ToHashSet());
    }

    private async Task<MatrixCaller> ExpiredAsync(Permission[] allowed)
    {
        var wire = await _host.ExpiredTokenAsync(_users["owner"]);
        return new MatrixCaller("expired token", wire, _users["owner"], allowed.ToHashSet());
    }
}

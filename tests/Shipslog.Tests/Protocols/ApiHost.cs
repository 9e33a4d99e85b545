using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Tests.Protocols;

/// <summary>The program as it is served, on a real Kestrel, with its data in a folder of its own.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    /// <summary>The password of every user made here.</summary>
    public const string Password = "correct horse battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-").FullName;
    private readonly Lazy<string> _passwordHash = new(() => FrameworkPasswords.Scheme.Hash(Password));
    private WebApplication? _app;

    public IServiceProvider Services => _app!.Services;

    public ICatalog Catalog => Services.GetRequiredService<ICatalog>();

    public IFileStore Files => Services.GetRequiredService<IFileStore>();

    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    public int RouteCount { get; private set; }

    public Uri Address => new(_app!.Urls.First());

    public async Task InitializeAsync()
    {
        _app = ShipslogApp.Build(new ShipslogOptions { Data = _folder, Urls = "http://127.0.0.1:0" });
        await _app.StartAsync();
        RouteCount = Routes.Count;
    }

    public async Task DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A user, who can sign in with <see cref="Password"/>.</summary>
    public async Task<User> UserAsync(string name, bool isAdmin = false)
    {
        var user = new User(Guid.NewGuid(), name, null, isAdmin, Disabled: false, 0, null);
        await Catalog.AddUserAsync(user, _passwordHash.Value, new Workspace(Guid.NewGuid(), name, WorkspaceKind.Personal, 0));
        return user;
    }

    /// <summary>An API token that expired long ago.</summary>
    public async Task<string> ExpiredTokenAsync(User user) =>
        (await new ApiTokens(Catalog, new LongAgo()).IssueAsync(user, "expired", 1, Address.ToString())).Wire;

    public async Task<(ApiToken Token, string Wire)> TokenAsync(User user) =>
        await Services.GetRequiredService<ApiTokens>().IssueAsync(user, "test", null, Address.ToString());

    /// <summary>A client that presents an API token, or nothing.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A private project in a new team workspace, with nobody on either list but the workspace's admin, if given.</summary>
    public async Task<Project> ProjectAsync(string workspace, string name, string key, User? admin = null)
    {
        var team = new Workspace(Guid.NewGuid(), workspace, WorkspaceKind.Team, 0);
        await Catalog.AddWorkspaceAsync(team, admin?.Id);
        return await Catalog.AddProjectAsync(
            new Project(Guid.NewGuid(), 0, team.Id, workspace, name, key, ProjectVisibility.Private, null, 0), null);
    }

    public async Task<ProjectEngine> EngineAsync(Project project) =>
        await Services.GetRequiredService<Tracker>().OpenAsync(project);

    private sealed class LongAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}

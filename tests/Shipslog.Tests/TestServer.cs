using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests;

/// <summary>The whole program on a data folder of its own, behind a real Kestrel on a free port. Dispose it to stop it and drop the folder.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private readonly WebApplication _app;

    private TestServer(WebApplication app, string folder)
    {
        _app = app;
        Folder = folder;
        Address = app.Urls.First();
    }

    public string Address { get; }

    public string Folder { get; }

    public IServiceProvider Services => _app.Services;

    public ICatalog Catalog => Services.GetRequiredService<ICatalog>();

    public static async Task<TestServer> StartAsync(TimeProvider? time = null, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("shipslog-test-").FullName;
        var app = ShipslogApp.Build(new ShipslogOptions { Data = folder, Urls = "http://127.0.0.1:0" }, time);
        await app.StartAsync();
        return new TestServer(app, folder);
    }

    /// <summary>Adds a user; without a password unless one is given, because hashing is slow on purpose.</summary>
    public Task<User> AddUserAsync(string name, bool isAdmin = false, string? password = null) =>
        Services.GetRequiredService<Accounts>().AddAsync(name, password, isAdmin);

    /// <summary>An API token of a user in its wire form.</summary>
    public async Task<string> TokenAsync(User user) =>
        (await Services.GetRequiredService<ApiTokens>().IssueAsync(user, "test", null, Address)).Wire;

    public async Task<Project> AddProjectAsync(
        string workspace, string name, ProjectVisibility visibility = ProjectVisibility.Private, User? owner = null) =>
        await Services.GetRequiredService<Workspaces>().AddProjectAsync(
            (await Catalog.FindWorkspaceAsync(workspace))!, name, null, visibility, null, owner?.Id);

    /// <summary>A client without credentials.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = new Uri(Address) };

    /// <summary>A client that sends a fresh API token of the user as bearer.</summary>
    public async Task<HttpClient> ClientAsync(User user)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
        return client;
    }

    /// <summary>A client with a session cookie and its CSRF header, as a browser's page has.</summary>
    public async Task<HttpClient> SignInAsync(string name, string password = Password)
    {
        var client = Anonymous();
        using var answer = await client.PostAsJsonAsync("/api/v1/session", new { name, password });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Add("X-CSRF-Token", session.GetProperty("csrfToken").GetString());
        return client;
    }

    /// <summary>Stops it and starts it anew on the same folder. The old one needs no disposal any more.</summary>
    public async Task<TestServer> RestartAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        return await StartAsync(folder: Folder);
    }

    /// <summary>Stops it; the folder stays until it is disposed.</summary>
    public async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

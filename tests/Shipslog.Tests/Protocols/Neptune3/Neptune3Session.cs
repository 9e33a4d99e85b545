using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>A server with a project, and a client of it that speaks as neptune-scale does.</summary>
internal sealed class Neptune3Session(TestServer server, HttpClient client, Project project, User user) : IAsyncDisposable
{
    public const string ProjectName = "ada/digits";

    public TestServer Server => server;

    public HttpClient Client => client;

    public Project Project => project;

    public User User => user;

    public static async Task<Neptune3Session> StartAsync()
    {
        var server = await TestServer.StartAsync();
        var user = await server.AddUserAsync("ada");
        var project = await server.AddProjectAsync("ada", "digits");
        return new Neptune3Session(server, await server.ClientAsync(user), project, user);
    }

    public Task<ProjectEngine> EngineAsync() => EngineAsync(project);

    public async Task<ProjectEngine> EngineAsync(Project of) => await server.Services.GetRequiredService<Tracker>().OpenAsync(of);

    public async Task<RunSnapshot> ReadAsync(string runId)
    {
        var engine = await EngineAsync();
        return await engine.ReadAsync(engine.FindCustom(runId)!.Id);
    }

    /// <summary>Creates a run; the codes that the client is told.</summary>
    public Task<int[]> CreateAsync(string runId, Action<CreateRun>? change = null)
    {
        var create = new CreateRun { Family = runId, CreationTime = new WireTimestamp { Seconds = 1_700_000_000 } };
        change?.Invoke(create);
        return SendAsync(new IngestBody { Project = ProjectName, RunId = runId, Create = create });
    }

    public Task<int[]> WriteAsync(string runId, params Snapshot[] snapshots) =>
        SendAsync(new IngestBody { Project = ProjectName, RunId = runId, UpdateBatch = new SnapshotBatch { Snapshots = { snapshots } } });

    public async Task<int[]> SendAsync(IngestBody body) => await CheckAsync(await SubmitAsync(body.ToByteArray()));

    /// <summary>Sends a body that must be taken; the request's id.</summary>
    public async Task<string> SubmitAsync(byte[] body)
    {
        using var answer = await PostAsync("/api/client/v1/ingest", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var submitted = SubmitResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());
        return Assert.Single(submitted.RequestIds);
    }

    public async Task<int[]> CheckAsync(string id)
    {
        using var answer = await PostAsync(
            "/api/client/v1/ingest/check?projectIdentifier=" + ProjectName, new RequestIdList { Ids = { new RequestId { Value = id } } }.ToByteArray());
        var status = Assert.Single(RequestStatuses.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Statuses);
        Assert.All(status.CodeByCount, one => Assert.True(one.Code is not 14 && (one.Code == 0) == (one.Detail == 0)));
        return [.. status.CodeByCount.Select(one => one.Detail).Where(detail => detail != 0)];
    }

    public Task<HttpResponseMessage> PostAsync(string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        return client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>One moment's floats.</summary>
    public static Snapshot Floats(double step, params (string Path, double Value)[] values)
    {
        var snapshot = At(step);
        foreach (var (path, value) in values)
            snapshot.Append[path] = new Value { Float64 = value };
        return snapshot;
    }

    public static Snapshot At(double step) => new()
    {
        Step = new WireStep { Whole = (ulong)step, Micro = (ulong)Math.Round((step - Math.Floor(step)) * 1e6) },
        Timestamp = new WireTimestamp { Seconds = 1_700_000_000 + (long)step },
    };

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }
}

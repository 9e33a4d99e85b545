using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>The attributes API: creating runs, reading attributes, executing operations.</summary>
internal static class AttributeRoutes
{
    private static readonly (string Path, string Type)[] Getters =
    [
        ("floats", "float"), ("integers", "int"), ("booleans", "bool"), ("strings", "string"), ("datetimes", "datetime"), ("files", "file"),
        ("artifacts", "artifact"), ("floatSeries", "floatSeries"), ("stringSeries", "stringSeries"), ("stringSets", "stringSet"),
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/experiments", CreateAsync).Requires(Permission.WriteProject);
        app.MapGet("/experiments", GetAsync).Requires(Permission.ViewProject);
        app.MapGet("/attributes", AttributesAsync).Requires(Permission.ViewProject);
        foreach (var (path, type) in Getters)
        {
            app.MapGet("/attributes/" + path, (string experimentId, string attribute, RequestAccess access, CancellationToken cancellation) =>
                AttributeAsync(experimentId, attribute, type, access, cancellation)).Requires(Permission.ViewProject);
        }

        app.MapPost("/attributes/operations", ExecuteAsync).Requires(Permission.WriteProject);
        app.MapPost("/attributes/ping", PingAsync).Requires(Permission.WriteProject);
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, RequestAccess access, CancellationToken cancellation)
    {
        var body = await LenientJson.ReadAsync(request);
        var scope = await access.ProjectAsync(body.Text("projectIdentifier") ?? "", cancellation);
        var operations = new List<RunOperation>();
        if (GitTranslation.Read(body.Member("gitInfo")) is { } git)
            operations.Add(new RunOperation.Assign(new AttributePath(SystemPaths.Git), git));
        if (Guid.TryParse(body.Text("notebookId"), out var notebook))
        {
            Guid? checkpoint = Guid.TryParse(body.Text("checkpointId"), out var id) ? id : null;
            operations.Add(new RunOperation.Assign(new AttributePath("source_code/notebook"), new AttributeValue.NotebookRef(notebook, checkpoint)));
        }

        var kind = body.Text("type") switch { "model" => HolderKind.Model, "modelVersion" => HolderKind.ModelVersion, _ => HolderKind.Run };
        Guid? parent = kind == HolderKind.ModelVersion && Guid.TryParse(body.Text("parentId"), out var model) ? model : null;
        var created = await scope.Engine.CreateAsync(
            new NewRun(kind, access.Principal.Username, body.Text("customId"), body.Text("key"), parent, operations), cancellation);
        return Results.Json(AttributeTranslation.Identity(created.Run, scope.Project, trashed: false));
    }

    private static async Task<IResult> GetAsync(string experimentId, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        return Results.Json(AttributeTranslation.Identity(scope.Run, scope.Project, run[SystemPaths.Trashed] is AttributeValue.Bool { Value: true }));
    }

    private static async Task<IResult> AttributesAsync(string experimentId, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        return Results.Json(AttributeTranslation.Run(await scope.Engine.ReadAsync(scope.Run.Id, cancellation), scope.Project));
    }

    private static async Task<IResult> AttributeAsync(
        string experimentId, string attribute, string type, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var run = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        return run[attribute] is { } value && AttributeTranslation.TypeOf(attribute, value) == type
            ? Results.Json(AttributeTranslation.Value(attribute, value))
            : throw Missing(attribute);
    }

    /// <summary>Faults of data are in the answer, never a 4xx: that would stop the client's sender for good (contract, section 9).</summary>
    private static async Task<IResult> ExecuteAsync(
        string experimentId, HttpRequest request, RequestAccess access, IFileStore files, TimeProvider time, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        var translation = new OperationTranslation(files, time.GetUtcNow().ToUnixTimeMilliseconds());
        var body = await LenientJson.ReadBytesAsync(request);
        var retry = RetryKey.Of(request, scope.Run, body.Span); // Parsing changes the body.
        var operations = new List<RunOperation>();
        var errors = new List<object>();
        foreach (var element in LenientJson.Parse(body).RequireArray())
        {
            try
            {
                operations.Add(await translation.ReadAsync(element, cancellation));
            }
            catch (ShipslogException fault) when (fault.Failure == Failure.Invalid)
            {
                errors.Add(Error(fault.Message));
            }
        }

        if (operations.Count > 0)
        {
            var result = await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, operations, retry.For(operations, translation.Now), RejectNamespaceClash: true), cancellation);
            errors.AddRange(result.Rejected.Select(rejected => Error(rejected.Message)));
        }

        return Results.Json(errors);
    }

    private static async Task<IResult> PingAsync(string experimentId, RequestAccess access, CancellationToken cancellation)
    {
        var scope = await access.RunAsync(experimentId, cancellation);
        await scope.Engine.ApplyAsync(new RunBatch(scope.Run.Id, [new RunOperation.Ping()]), cancellation);
        return Results.Json(new { });
    }

    private static object Error(string text) => new { errorDescription = text, errorType = "metadata_inconsistency" };

    private static ShipslogException Missing(string attribute) =>
        new(Failure.NotFound, $"There is no such attribute {attribute} of this type.", "attribute-not-found");
}

using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>
/// Writing. Clients send an answer other than 200 and 403 again for ever, and nothing else of that run meanwhile: what is wrong with the
/// data is told by the status check, and only what a retry can cure, or what must stop the client, is told by the answer.
/// </summary>
internal static class IngestRoutes
{
    private const int MaxBodyBytes = 32 << 20; // Clients send at most 16 MiB.
    private const int MaxCheckBytes = 1 << 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/ingest", SubmitAsync).Requires(Permission.WriteProject).Accepts<RunOperationHead>(WireForms.MediaType);
        app.MapPost("/ingest/check", CheckAsync).Requires(Permission.ViewProject).Accepts<RequestIdList>(WireForms.MediaType);
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, RequestAccess access, TimeProvider time, CancellationToken cancellation)
    {
        using var body = await ReadAsync(request, cancellation);
        var operation = RunRequest.Read(body.Raw);
        var scope = await access.ProjectAsync(operation.Project, cancellation);
        var id = (await ApplyAsync(scope, operation, access.Principal.Username, time, cancellation)).ToRequestId();
        return WireForms.Answer(new SubmitResponse { RequestId = id, RequestIds = { id } });
    }

    private static async Task<RequestBytes> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return await RequestBytes.ReadAsync(request, MaxBodyBytes, cancellation);
        }
        catch (ShipslogException fault) when (fault.Failure is Failure.TooLarge or Failure.Invalid)
        {
            // No client of Neptune sends such a body, and one that did would send it for ever.
            throw new ShipslogException(Failure.Forbidden, fault.Message, fault.Code);
        }
    }

    private static async Task<IngestOutcome> ApplyAsync(
        ProjectScope scope, RunRequest request, string user, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            if (request.Kind == RunRequestKind.Create)
                return await RunCreation.CreateAsync(scope, request.RunId, CreateRun.Parser.ParseFrom(request.Operation.Span), user, cancellation);
            if (request.Kind == RunRequestKind.None)
                return IngestOutcome.Of(IngestCode.Internal);
            if (scope.Engine.FindCustom(request.RunId) is not { } run)
                return IngestOutcome.Of(IngestCode.RunNotFound);
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            return await WriteAsync(scope, run, Translate(scope, request, now), now, cancellation);
        }
        catch (Exception fault) when (fault is MalformedMessageException or InvalidProtocolBufferException)
        {
            return IngestOutcome.Of(IngestCode.Internal);
        }
        catch (ShipslogException fault) when (fault.Failure is Failure.NotFound)
        {
            return IngestOutcome.Of(IngestCode.RunNotFound); // Purged since.
        }
        catch (ShipslogException fault) when (fault.Failure is Failure.Invalid or Failure.Conflict)
        {
            return IngestOutcome.Of(IngestCode.Internal);
        }
    }

    private static SnapshotTranslation Translate(ProjectScope scope, RunRequest request, long now)
    {
        var translation = new SnapshotTranslation(scope.Project.Id, now);
        if (request.Kind == RunRequestKind.Batch)
            translation.ReadBatch(request.Operation.Span);
        else
            translation.ReadSnapshot(request.Operation.Span);
        return translation;
    }

    private static async Task<IngestOutcome> WriteAsync(
        ProjectScope scope, Run run, SnapshotTranslation translation, long now, CancellationToken cancellation)
    {
        var operations = translation.Operations;
        if (operations.Count == 0)
            return translation.Outcome;
        var result = await scope.Engine.ApplyAsync(new RunBatch(run.Id, operations, Packed: scope.Engine.TryPack(operations, now), OnlyForward: true), cancellation);
        translation.Outcome.Add(result.Rejected);
        return translation.Outcome;
    }

    private static async Task<IResult> CheckAsync(
        HttpRequest request, string projectIdentifier, RequestAccess access, CancellationToken cancellation)
    {
        await access.VisibleProjectAsync(projectIdentifier, cancellation);
        using var body = await RequestBytes.ReadAsync(request, MaxCheckBytes, cancellation);
        try
        {
            var statuses = new RequestStatuses();
            statuses.Statuses.AddRange(RequestIdList.Parser.ParseFrom(body.Raw.Span).Ids.Select(id => IngestOutcome.StatusOf(id.Value)));
            return WireForms.Answer(statuses);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new ShipslogException(Failure.Invalid, "The body is no list of request ids.", "invalid-body");
        }
    }
}

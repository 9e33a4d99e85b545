using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Http;

/// <summary>Endpoint metadata of a protocol's route group: writes a failure in the shape that the protocol's clients read. Without one, a failure is RFC 9457 problem details.</summary>
public interface IErrorRenderer
{
    /// <summary>Writes status, headers and body.</summary>
    Task RenderAsync(HttpContext context, RequestFailure failure);
}

/// <summary>A failed request, as told to the caller.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable kebab-case word.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do next, or null.</param>
/// <param name="Failure">The core's kind; null for faults of ours (500).</param>
/// <param name="Position">Where in the request's text the fault lies, or null.</param>
/// <param name="Length">How many characters it spans, or null.</param>
public sealed record RequestFailure(
    int Status, string Code, string Message, string? Hint, Failure? Failure, int? Position, int? Length)
{
    /// <summary>The failure that an exception means.</summary>
    public static RequestFailure Of(Exception exception) => exception switch
    {
        ShipslogException error => new(
            StatusOf(error.Failure), error.Code, error.Message, error.Hint, error.Failure, error.Position, error.Length),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(
            413, "too-large", "The request's body is too large.", null, Core.Model.Failure.TooLarge, null, null),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } error => new(
            415, "invalid", error.Message, "Send application/json.", Core.Model.Failure.Invalid, null, null),
        BadHttpRequestException error => new(
            400, "invalid", error.InnerException is JsonException json ? JsonMessage(json) : RequestMessage(error), null, Core.Model.Failure.Invalid, null, null),
        JsonException error => new(400, "invalid", JsonMessage(error), null, Core.Model.Failure.Invalid, null, null),
        _ => new(500, "internal-error", "The server failed; its log tells more.", null, null, null, null),
    };

    // The exception's own text names types of ours; where it broke is what helps the caller.
    private static string JsonMessage(JsonException error) =>
        $"The body is not the JSON that is expected here (at {error.Path ?? "$"}, line {error.LineNumber + 1 ?? 1}).";

    // The framework speaks to the programmer of the route here.
    private static string RequestMessage(BadHttpRequestException error) =>
        error.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "The request has no body." : error.Message;

    private static int StatusOf(Failure failure) => failure switch
    {
        Core.Model.Failure.NotFound => 404,
        Core.Model.Failure.Invalid => 400,
        Core.Model.Failure.Unauthenticated => 401,
        Core.Model.Failure.Forbidden => 403,
        Core.Model.Failure.Conflict => 409,
        Core.Model.Failure.TooLarge => 413,
        Core.Model.Failure.TooManyAttempts => 429,
        _ => 503,
    };
}

/// <summary>The one place where exceptions become answers.</summary>
public sealed class ErrorRendering(ILogger<ErrorRendering> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true; // Nobody listens.
        var failure = RequestFailure.Of(exception);
        if (failure.Failure is null)
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        else if (failure.Failure is Core.Model.Failure.Unavailable)
            log.LogWarning("{Method} {Path} could not be served: {Message} {Hint}", httpContext.Request.Method, httpContext.Request.Path, failure.Message, failure.Hint);

        // The middleware has cleared the request's endpoint; the feature still knows it.
        var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? httpContext.GetEndpoint();
        httpContext.Response.StatusCode = failure.Status;
        if (exception is ShipslogException { RetryAfter: { } wait })
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (endpoint?.Metadata.GetMetadata<IErrorRenderer>() is { } renderer)
            await renderer.RenderAsync(httpContext, failure);
        else
            await RenderProblemAsync(httpContext, failure);
        return true;
    }

    private static Task RenderProblemAsync(HttpContext context, RequestFailure failure)
    {
        var problem = new ProblemDetails
        {
            Status = failure.Status,
            Title = failure.Failure?.ToString() ?? "InternalError",
            Detail = failure.Message,
            Extensions = { ["code"] = failure.Code },
        };
        if (failure.Hint is not null)
            problem.Extensions["hint"] = failure.Hint;
        if (failure.Position is not null)
            problem.Extensions["position"] = failure.Position;
        if (failure.Length is not null)
            problem.Extensions["length"] = failure.Length;
        return context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", context.RequestAborted);
    }
}

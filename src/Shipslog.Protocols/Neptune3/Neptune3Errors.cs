using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3;

/// <summary>
/// How a failed request looks to 3.x clients: writers go by the status alone and give up at 403 only; readers know a project that they may
/// not see by 403 with ACCESS_DENIED (contract, sections 4 and 8).
/// </summary>
internal sealed class Neptune3Errors : IErrorRenderer
{
    /// <inheritdoc/>
    public Task RenderAsync(HttpContext context, RequestFailure failure)
    {
        var isDenied = failure.Failure is Failure.Forbidden || failure.Code is "project-not-found" or "workspace-not-found";
        var status = isDenied ? 403 : failure.Status == 500 ? 503 : failure.Status;
        context.Response.StatusCode = status;
        var message = failure.Hint is null ? failure.Message : $"{failure.Message} {failure.Hint}";
        if (failure.Position is { } position)
            message = $"{message} (at character {position + 1})"; // Clients show the whole body, and look at the type alone.
        var type = isDenied ? "ACCESS_DENIED" : failure.Code.Replace('-', '_').ToUpperInvariant();
        return context.Response.WriteAsJsonAsync(
            new { code = status, errorType = type, title = message, message }, context.RequestAborted);
    }
}

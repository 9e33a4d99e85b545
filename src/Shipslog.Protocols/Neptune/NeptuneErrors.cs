using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune;

/// <summary>How a failed request looks to Neptune clients: 0.x reads <c>type</c>, 1.x <c>errorType</c> (contract, section 9).</summary>
internal sealed class NeptuneErrors : IErrorRenderer
{
    private const int ReasonChars = 200;

    /// <inheritdoc/>
    public Task RenderAsync(HttpContext context, RequestFailure failure)
    {
        // 413 and 503 mean the same to clients as to us; a 500 would make 0.x give up at once where it waits on 503.
        var status = failure.Code is "run-ended" or "member-unknown" ? 422 : failure.Status == 500 ? 503 : failure.Status;
        context.Response.StatusCode = status;
        var type = TypeOf(failure);
        var text = failure.Hint is null ? failure.Message : $"{failure.Message} {failure.Hint}";
        if (failure.Position is { } position)
            text = $"{text} (at position {position + 1})";
        // Of a refused upload, clients show the reason phrase and nothing of the body.
        if (context.Features.Get<IHttpResponseFeature>() is { } response)
            response.ReasonPhrase = Reason(text);

        // 1.x knows a wrong query by exactly this title (contract, 6.9).
        var title = failure.Code == "invalid-query" ? "Syntax error" : text;
        return context.Response.WriteAsJsonAsync(
            new { code = status, errorType = type, type, title, message = text }, context.RequestAborted);
    }

    /// <summary>A text as the first line of an answer can carry it.</summary>
    private static string Reason(string text) =>
        string.Concat(text.Take(ReasonChars).Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));

    private static string TypeOf(RequestFailure failure) => failure.Code switch
    {
        "run-not-found" => "EXPERIMENT_NOT_FOUND",
        "project-not-found" => "PROJECT_NOT_FOUND",
        "duplicate-parameter" => "DUPLICATE_PARAMETER",
        "invalid-tag" => "INVALID_TAG",
        _ => failure.Code.Replace('-', '_').ToUpperInvariant(),
    };

    /// <summary>A refusal of something a run that has ended cannot do.</summary>
    public static ShipslogException Ended() => new(Failure.Conflict, "The run has ended.", "run-ended");
}

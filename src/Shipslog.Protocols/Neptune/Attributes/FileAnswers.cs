using Microsoft.AspNetCore.Http;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>What uploads outside Swagger are answered: exactly JSON <c>null</c>, or one fault; clients up to 0.13 know nothing else (contract, 6.7).</summary>
internal static class FileAnswers
{
    /// <summary>All is well, or a part of it has come.</summary>
    public static IResult Taken() => Results.Text("null", "application/json");

    /// <summary>The operation failed; the client tells its user and goes on.</summary>
    public static IResult Fault(string text) => Results.Json(new { errorDescription = text, errorType = "metadata_inconsistency" });
}

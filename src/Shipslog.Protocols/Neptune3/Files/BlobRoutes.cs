using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>The bytes of files, at signed addresses, as Amazon's and Azure's storages answer (contract, section 11).</summary>
internal static class BlobRoutes
{
    public const string Path = "/api/storagebridge/v1/blobs";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut(Path + "/{ticket}", PutAsync).Requires(Permission.Anonymous);
        app.MapMethods(Path + "/{ticket}", ["GET", "HEAD"], GetAsync).Requires(Permission.Anonymous);
    }

    private static async Task<IResult> PutAsync(
        string ticket, HttpRequest request, SignedAddresses addresses, IFileStore files, CancellationToken cancellation)
    {
        var (blob, isExpired) = await addresses.ReadAsync(ticket, request.Query, cancellation);
        if (isExpired)
            return Results.Text("The address has expired; ask for another.", statusCode: 429); // The client then does so; at 403 it would drop the file.
        if (blob is not { IsWrite: true })
            return Results.Text("The address is not one for writing.", statusCode: 403);
        if (blob.Part > 0)
            return await PutPartAsync(blob, request, files, cancellation);
        var (hash, _) = await files.PutAsync(request.Body, blob.MaxBytes, cancellation);

        // Used again it replaces, as at Amazon's: a client brings two contents of one place by one address when it asks for both at once.
        await files.BindToAsync(new ContentHash(blob.Address), hash, cancellation);
        return Tagged(request.HttpContext, hash.Hex);
    }

    private static async Task<IResult> PutPartAsync(BlobTicket blob, HttpRequest request, IFileStore files, CancellationToken cancellation)
    {
        try
        {
            await files.WriteAsync(blob.Upload.ToString("N"), (blob.Part - 1) * blob.MaxBytes, request.Body, blob.MaxBytes, cancellation);
            return Tagged(request.HttpContext, $"{blob.Upload:N}-{blob.Part}");
        }
        catch (ShipslogException gone) when (gone.Failure is Failure.NotFound)
        {
            return Results.Text("The upload is completed or given up.", statusCode: 403);
        }
    }

    private static IResult Tagged(HttpContext context, string tag)
    {
        context.Response.Headers.ETag = $"\"{tag}\"";
        return Results.Ok();
    }

    private static async Task<IResult> GetAsync(
        string ticket, HttpRequest request, SignedAddresses addresses, IFileStore files, CancellationToken cancellation)
    {
        var isAzure = request.Query.ContainsKey(SignedAddresses.AzureExpiry);
        var (blob, isExpired) = await addresses.ReadAsync(ticket, request.Query, cancellation);
        if (blob is null || isExpired)
            return Expired(request.HttpContext, isAzure);
        if (blob.IsWrite)
            return Results.Text("The address is one for writing.", statusCode: 403);
        var address = new ContentHash(blob.Address);
        if (files.OpenRead(address) is not { } content)
            return Missing(request.HttpContext);
        if (request.Headers["x-ms-range"] is [{ Length: > 0 } range])
            request.Headers.Range = range;
        request.HttpContext.Response.Headers.ContentDisposition = "attachment"; // Nothing a client stored is shown by a browser from here.
        return Results.Stream(
            content, "application/octet-stream", lastModified: DateTimeOffset.UnixEpoch, entityTag: new EntityTagHeaderValue($"\"{(files.Bound(address) ?? address).Hex}\""), enableRangeProcessing: true);
    }

    private static IResult Expired(HttpContext context, bool isAzure)
    {
        if (!isAzure)
            return Results.Text("The address has expired.", statusCode: 400);
        context.Response.Headers["x-ms-error-code"] = "AuthenticationFailed";
        return Results.Text(
            "<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><Message>The address has expired.</Message>"
            + "<AuthenticationErrorDetail>Signed expiry time has passed.</AuthenticationErrorDetail></Error>",
            "application/xml", statusCode: 403);
    }

    private static IResult Missing(HttpContext context)
    {
        context.Response.Headers["x-ms-error-code"] = "BlobNotFound";
        return Results.Text("<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code><Message>There are no bytes at this place.</Message></Error>", "application/xml", statusCode: 404);
    }
}

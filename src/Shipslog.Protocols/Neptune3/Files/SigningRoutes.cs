using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Files;

/// <summary>Hands out signed addresses. A place need not exist to be signed: its bytes may come before or after a run refers to it, or never.</summary>
internal static class SigningRoutes
{
    private const string MultipartPurpose = "multipart upload";
    private const int MaxFiles = 1000;
    private const int MaxPlaceBytes = 4096;
    private const int MaxParts = 1000;
    private const long LeastPartBytes = 16 << 20; // As much as a client keeps in memory anyway.
    private const long MaxFileBytes = 1L << 40;

    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/signedUrl", (HttpRequest request, RequestAccess access, AccessControl control, SignedAddresses addresses, SignedTexts texts, KeptFiles kept, IFileStore files) =>
            SignAsync(request, access, control, new AddressMaker(request, addresses, texts, kept, files, IsAzure: false))).Requires(Permission.SignedIn);
        app.MapPost("/azure/signedUrl", (HttpRequest request, RequestAccess access, AccessControl control, SignedAddresses addresses, SignedTexts texts, KeptFiles kept, IFileStore files) =>
            SignAsync(request, access, control, new AddressMaker(request, addresses, texts, kept, files, IsAzure: true))).Requires(Permission.SignedIn);
        app.MapPost("/s3/completeMultipartUpload", CompleteAsync).Requires(Permission.SignedIn);
    }

    private static async Task<IResult> SignAsync(HttpRequest request, RequestAccess access, AccessControl control, AddressMaker maker)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var wanted = await JsonSerializer.DeserializeAsync<SigningRequest>(request.Body, Lenient, cancellation);
        if (wanted?.Files is not { } files || files.Count > MaxFiles)
            throw new ShipslogException(Failure.Invalid, $"Name 1 to {MaxFiles} files.");
        var projects = new Dictionary<(string, Permission), Project>();
        var signed = new List<SignedFile>(files.Count);
        foreach (var file in files)
        {
            var permission = file.Permission == "write" ? Permission.WriteProject : Permission.ViewProject;
            var key = (file.ProjectIdentifier ?? "", permission);
            if (!projects.TryGetValue(key, out var project))
                projects[key] = project = await control.RequireProjectAsync(access.Principal, key.Item1, permission, cancellation);
            if (System.Text.Encoding.UTF8.GetByteCount(file.Path ?? "") is 0 or > MaxPlaceBytes)
                throw new ShipslogException(Failure.Invalid, $"A file's path has 1 to {MaxPlaceBytes} bytes.");
            signed.Add(await maker.MakeAsync(file, access.Principal.UserId, project, cancellation));
        }

        return Results.Json(new SigningAnswer(signed));
    }

    private static async Task<IResult> CompleteAsync(
        HttpRequest request, RequestAccess access, AccessControl control, SignedTexts texts, IFileStore files, CancellationToken cancellation)
    {
        var wanted = await JsonSerializer.DeserializeAsync<MultipartCompletion>(request.Body, Lenient, cancellation);
        if (wanted is not { ProjectIdentifier: { } identifier, Path: { } path })
            throw new ShipslogException(Failure.Invalid, "Name the project and the file's path.");
        var project = await control.RequireProjectAsync(access.Principal, identifier, Permission.WriteProject, cancellation);
        var address = StoredFile.AddressOf(project.Id, path);
        if (await texts.ReadAsync<MultipartTicket>(MultipartPurpose, wanted.UploadId ?? "", cancellation) is not { } ticket || ticket.Address != address.Hex)
            throw new ShipslogException(Failure.Forbidden, "The upload is not one of this file."); // At anything else clients ask for ever.
        try
        {
            var (hash, _) = await files.FinishUploadAsync(ticket.Upload.ToString("N"), ticket.SizeBytes, cancellation);
            await files.BindToAsync(address, hash, cancellation);
        }
        catch (ShipslogException gone) when (gone.Failure is Failure.NotFound && files.Bound(address) is not null)
        {
            // Completed before; the answer was lost.
        }
        catch (ShipslogException fault) when (fault.Failure is Failure.NotFound or Failure.Invalid)
        {
            throw new ShipslogException(Failure.Forbidden, fault.Message, fault.Code);
        }

        return Results.NoContent();
    }

    private sealed record AddressMaker(HttpRequest Request, SignedAddresses Addresses, SignedTexts Texts, KeptFiles Kept, IFileStore Files, bool IsAzure)
    {
        public async Task<SignedFile> MakeAsync(FileToSign file, Guid user, Project project, CancellationToken cancellation)
        {
            var isWrite = file.Permission == "write";
            var size = file.Size is >= 0 and <= MaxFileBytes and { } known ? (long)known : (long?)null;
            var address = isWrite ? StoredFile.AddressOf(project.Id, file.Path!) : await Kept.AddressOfAsync(project.Id, file.Path!, cancellation);
            var ticket = new BlobTicket(
                user, project.Id, address.Hex, isWrite, size ?? MaxFileBytes, Guid.NewGuid(), 0);
            var multipart = isWrite && size > LeastPartBytes && !IsAzure ? await PartsAsync(ticket, size.Value, cancellation) : null;
            return new SignedFile(
                file.ProjectIdentifier!, file.Path!, await UrlAsync(ticket, cancellation), IsAzure ? "azure" : "aws", multipart);
        }

        private async Task<MultipartAddresses> PartsAsync(BlobTicket ticket, long size, CancellationToken cancellation)
        {
            var partBytes = Math.Max(LeastPartBytes, (size + MaxParts - 1) / MaxParts);
            await Files.BeginUploadAsync(ticket.Upload, cancellation);
            var urls = new List<string>();
            for (var part = 1; (part - 1) * partBytes < size; part++)
                urls.Add(await UrlAsync(ticket with { Part = part, MaxBytes = partBytes }, cancellation));
            var id = await Texts.WriteAsync(MultipartPurpose, new MultipartTicket(ticket.Address, ticket.Upload, size), cancellation);
            return new MultipartAddresses(id, partBytes, urls);
        }

        private async Task<string> UrlAsync(BlobTicket ticket, CancellationToken cancellation) =>
            Request.HttpContext.RequestServices.GetRequiredService<PublicAddress>().Of(Request) + await Addresses.IssueAsync(ticket, IsAzure, cancellation);
    }
}

using Microsoft.Extensions.FileProviders;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog;

/// <summary>Serves the browser UI, which the build put beside the program.</summary>
internal static class Ui
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Answers with the UI's files. Those below <c>assets</c> have a fingerprint in their names and never change.</summary>
    public static void UseFiles(IApplicationBuilder app)
    {
        if (!Directory.Exists(Folder))
            return;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Folder),
            OnPrepareResponse = answer => answer.Context.Response.Headers.CacheControl =
                answer.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    /// <summary>Answers every other page with the UI, which reads the address itself; unknown addresses of programs are NotFound.</summary>
    /// <remarks>For reading only: a fallback for all methods would also take what a route refuses for its content type.</remarks>
    public static void MapPages(IEndpointRouteBuilder app) =>
        app.MapFallback("{**path}", AnswerAsync).WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).Requires(Permission.Anonymous);

    private static async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/auth") || path.StartsWithSegments("/assets"))
            throw new ShipslogException(Failure.NotFound, $"There is nothing at {context.Request.Method} {path}.", "route-not-found");
        var page = Path.Combine(Folder, "index.html");
        context.Response.Headers.CacheControl = "no-cache";
        if (File.Exists(page))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.SendFileAsync(page, context.RequestAborted);
        }
        else
        {
            await context.Response.WriteAsync("Shipslog is running, but its UI was not built: run ./dev build.", context.RequestAborted);
        }
    }
}

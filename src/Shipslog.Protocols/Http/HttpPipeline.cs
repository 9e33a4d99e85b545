using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Http;

/// <summary>What all protocols share of the way of a request.</summary>
public static class HttpPipeline
{
    /// <summary>Registers authentication, access and error rendering. The catalog, tracker and <see cref="TimeProvider"/> come from the program.</summary>
    public static IServiceCollection AddShipslogHttp(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton(FrameworkPasswords.Scheme);
        services.AddSingleton<AccessControl>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignedTexts>();
        services.AddSingleton<Workspaces>();
        services.AddScoped<RequestAccess>();
        services.AddExceptionHandler<ErrorRendering>();

        // Without it a missing parameter is answered outside Development before any handler of ours runs, in no protocol's shape.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Uses them, in the order that matters. Routing comes inside.</summary>
    /// <param name="app">The application.</param>
    /// <param name="beforeRouting">Adds what answers without any route: the UI's files.</param>
    public static void UseShipslogHttp(this IApplicationBuilder app, Action<IApplicationBuilder>? beforeRouting = null)
    {
        app.UseExceptionHandler(_ => { });
        app.Use(ExplainUnmatched);
        app.Use(CollapseSlashes);
        app.Use(AddSecurityHeaders);
        beforeRouting?.Invoke(app);
        app.UseRouting();
        app.UseMiddleware<Authentication>();
        app.Use(RefuseUnchecked);
    }

    /// <summary>Fails when a route declares no permission: a forgotten one must not be open.</summary>
    /// <exception cref="InvalidOperationException">Names the routes.</exception>
    public static void RequirePermissions(this IEndpointRouteBuilder routes)
    {
        var missing = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<RoutePermission>() is null)
            .Select(endpoint => endpoint.DisplayName)
            .ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException($"Routes without a permission: {string.Join(", ", missing)}");
    }

    // Routing answers what no route takes by itself, without a word.
    private static async Task ExplainUnmatched(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.GetEndpoint()?.Metadata.GetMetadata<RoutePermission>() is not null)
            return;
        if (context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            throw new BadHttpRequestException($"{context.Request.Path} does not take a body of this type.", StatusCodes.Status415UnsupportedMediaType);
        if (context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
            throw new ShipslogException(Failure.NotFound, $"There is nothing at {context.Request.Method} {context.Request.Path}.", "route-not-found");
    }

    // Clients join their configured address and a path, both with slashes.
    private static Task CollapseSlashes(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value;
        if (path is not null && path.Contains("//", StringComparison.Ordinal))
        {
            while (path.Contains("//", StringComparison.Ordinal))
                path = path.Replace("//", "/", StringComparison.Ordinal);
            context.Request.Path = path;
        }

        return next(context);
    }

    // When the answer starts: the exception middleware clears what was set before, and a route may have set stricter ones.
    private static Task AddSecurityHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("X-Frame-Options", "DENY");
            headers.TryAdd("Referrer-Policy", "same-origin");

            // Styles may be inline: the component library sets them; scripts may not.
            headers.TryAdd(
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
                + "worker-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
            return Task.CompletedTask;
        });
        return next(context);
    }

    // A handler that never asked whether the caller may see what it answers with has a bug: nothing of its answer leaves.
    private static async Task RefuseUnchecked(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RoutePermission>()?.Permission
            is Permission.ViewWorkspace or Permission.ManageWorkspace or Permission.ViewProject or Permission.WriteProject or Permission.ManageProject)
        {
            context.Response.OnStarting(() =>
                context.Response.StatusCode >= 400 || context.RequestServices.GetRequiredService<RequestAccess>().Checked
                    ? Task.CompletedTask
                    : throw new InvalidOperationException($"{context.GetEndpoint()?.DisplayName} answered without checking access."));
        }

        await next(context);
        context.RequestServices.GetRequiredService<ILogger<RequestAccess>>().LogDebug(
            "{Method} {Path} {Status}", context.Request.Method, context.Request.Path, context.Response.StatusCode);
    }
}

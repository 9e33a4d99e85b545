using Microsoft.AspNetCore.HttpOverrides;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Storage;
using Shipslog.Protocols.Api;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune;
using Shipslog.Protocols.Neptune3;
using Shipslog.Storage.Embedded;

namespace Shipslog;

/// <summary>The server, wired. Tests host the same.</summary>
public static class ShipslogApp
{
    /// <summary>Opens the data folder and builds the server on it. Disposing the result closes the folder.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="tell">Gets lines for people about what is done before the server is ready: an upgrade of the folder.</param>
    /// <exception cref="Core.Model.ShipslogException">Conflict: another server uses the folder. Unavailable: a newer program wrote it.</exception>
    public static WebApplication Build(ShipslogOptions options, TimeProvider? time = null, Action<string>? tell = null)
    {
        var folder = DataFolder.Lock(options.Data, tell);
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.Sources.Clear(); // One options tree: what ASP.NET Core would read besides is none of ours.
            builder.Configuration.AddInMemoryCollection(); // It keeps its own settings here.
            ConfigureLogging(builder.Logging);
            ConfigureKestrel(builder.WebHost, options);
            builder.Services.AddSingleton(_ => folder);
            AddStores(builder.Services, options.Data, time ?? TimeProvider.System);
            builder.Services.AddSingleton(new PublicAddress(options.PublicUrl?.TrimEnd('/')));
            builder.Services.AddShipslogHttp();
            builder.Services.AddApi();
            builder.Services.AddNeptune();
            builder.Services.AddNeptune3();
            var app = builder.Build();

            // Made first, so disposed last: the folder is free only when all in it is closed.
            _ = app.Services.GetRequiredService<IDisposable>();
            _ = app.Services.GetRequiredService<ICatalog>();
            UseAll(app, options);
            return app;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static void AddStores(IServiceCollection services, string folder, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton<ICatalog>(_ => new Catalog(folder));
        services.AddSingleton<IProjectStores>(_ => new SqliteProjectStores(folder));
        services.AddSingleton<IFileStore>(_ => new FolderFileStore(folder, time));
        services.AddSingleton<RunSignals>();
        services.AddSingleton(all => MakeTracker(all, time));
        services.AddSingleton<ProjectDeletion>();
        services.AddHostedService<StartUp>();
        services.AddHostedService<Sweeping>();
    }

    /// <summary>Whoever tests with kills (SHIPSLOG_TEST_CHECKPOINT_AFTER, no option: nobody else should) has checkpoints begin after so few entries that kills hit them.</summary>
    private static Tracker MakeTracker(IServiceProvider all, TimeProvider time)
    {
        var entries = Environment.GetEnvironmentVariable("SHIPSLOG_TEST_CHECKPOINT_AFTER");
        var (stores, files, loggers, catalog) = (all.GetRequiredService<IProjectStores>(), all.GetRequiredService<IFileStore>(), all.GetRequiredService<ILoggerFactory>(), all.GetRequiredService<ICatalog>());
        return int.TryParse(entries, System.Globalization.CultureInfo.InvariantCulture, out var few)
            ? new Tracker(stores, files, time, loggers, catalog) { CheckpointAfterEntries = few }
            : new Tracker(stores, files, time, loggers, catalog);
    }

    private static void UseAll(WebApplication app, ShipslogOptions options)
    {
        if (options.ForwardedHeaders)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All };
            forwarded.KnownIPNetworks.Clear(); // The operator says that only the proxy reaches us.
            forwarded.KnownProxies.Clear();
            app.UseForwardedHeaders(forwarded);
        }

        app.UseApiCompression();
        app.UseWebSockets();
        app.UseShipslogHttp(beforeRouting: Ui.UseFiles);
        app.MapApi();
        app.MapNeptune();
        app.MapNeptune3();
        Ui.MapPages(app);
        app.RequirePermissions();
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None); // ErrorRendering logs what someone must look at.
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // A failed start is told by the command, in one line.
    }

    private static void ConfigureKestrel(ConfigureWebHostBuilder web, ShipslogOptions options)
    {
        var https = options.Https || options.Certificate is not null;
        web.UseUrls(https ? options.Urls.Replace("http://", "https://", StringComparison.OrdinalIgnoreCase) : options.Urls);
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // Routes bound their own: uploads are large.

            // Neptune 0.x sends file names as Latin-1 or UTF-8; read as Latin-1 no byte is lost and none refused.
            kestrel.RequestHeaderEncodingSelector = name =>
                name.Equals("Content-Filename", StringComparison.OrdinalIgnoreCase) ? System.Text.Encoding.Latin1 : null;
            if (https)
                kestrel.ConfigureHttpsDefaults(tls => tls.ServerCertificate = ServerCertificate.Open(options));
        });
    }
}

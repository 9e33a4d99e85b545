using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shipslog.Core.Ingest.Points;
using Shipslog.Protocols.Api;
using Shipslog.Protocols.Http;

namespace Shipslog.Bench.Machine;

/// <summary>What this machine can do at best, measured beside what Shipslog does.</summary>
internal static class RawLimits
{
    /// <summary>Appends of a size, each made durable, a second.</summary>
    public static double DurableAppends(string folder, int bytes, TimeSpan duration)
    {
        var path = Path.Combine(folder, "raw-limit");
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
            var block = new byte[bytes];
            var count = 0;
            var start = Stopwatch.GetTimestamp();
            for (; Stopwatch.GetElapsedTime(start) < duration; count++)
            {
                file.Write(block);
                file.Flush(flushToDisk: true);
            }

            return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads files to the end, as fast as the system gives them; not the lock of a running server, which nobody else may open.</summary>
    public static TimeSpan Reading(IEnumerable<string> files)
    {
        var buffer = new byte[1 << 20];
        var start = Stopwatch.GetTimestamp();
        foreach (var path in files.Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            while (file.Read(buffer) > 0)
            {
            }
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>A bare server in this process: <c>POST /discard</c> reads a body and forgets it, <c>POST /parse</c> also parses it as points in JSON, <c>GET /bytes/n</c> answers n bytes.</summary>
    public static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/discard", async request =>
        {
            while (true)
            {
                var read = await request.Request.BodyReader.ReadAsync();
                request.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    break;
            }
        });
        app.MapPost("/parse", async request =>
        {
            using var body = await RequestBytes.ReadAsync(request.Request, PointsMessage.MaxBytes, request.RequestAborted);
            PointsJson.Parse(body.Raw.Span, 0);
        });
        app.MapGet("/bytes/{n:int}", (int n) => Results.Bytes(new byte[n]));
        await app.StartAsync();
        return app;
    }
}

using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Shipslog.Core.Access;

namespace Shipslog.Commands;

/// <summary><c>serve</c>: the server, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Make(CommandLine line)
    {
        var options = line.Options;
        var data = line.DataOption();
        var urls = new Option<string>("--urls") { Description = "Addresses to listen on, separated by ;", DefaultValueFactory = _ => options.Urls, HelpName = "URLS" };
        var https = new Option<bool>("--https") { Description = "Speak https, with a certificate made and kept in the data folder", DefaultValueFactory = _ => options.Https };
        var certificate = new Option<string?>("--certificate") { Description = "Certificate for https (PEM or PKCS#12)", DefaultValueFactory = _ => options.Certificate, HelpName = "FILE" };
        var key = new Option<string?>("--certificate-key") { Description = "Its private key (PEM)", DefaultValueFactory = _ => options.CertificateKey, HelpName = "FILE" };
        var publicUrl = new Option<string?>("--public-url") { Description = "Address for links and tokens (default: what each request used)", DefaultValueFactory = _ => options.PublicUrl, HelpName = "URL" };
        var command = new Command("serve", "Run the server") { data, urls, https, certificate, key, publicUrl };
        command.SetAction((parsed, cancellation) => line.GuardAsync(() => ServeAsync(
            line,
            new ShipslogOptions
            {
                Data = parsed.GetValue(data)!,
                Urls = parsed.GetValue(urls)!,
                Https = parsed.GetValue(https),
                Certificate = parsed.GetValue(certificate),
                CertificateKey = parsed.GetValue(key),
                PublicUrl = parsed.GetValue(publicUrl),
                ForwardedHeaders = options.ForwardedHeaders,
            },
            cancellation)));
        return command;
    }

    private static async Task ServeAsync(CommandLine line, ShipslogOptions options, CancellationToken cancellation)
    {
        await using var app = ShipslogApp.Build(options, tell: line.Output.WriteLine);
        await app.StartAsync(cancellation);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach (var address in addresses)
            await line.Output.WriteLineAsync($"Shipslog listens on {address}");
        if (await app.Services.GetRequiredService<Accounts>().NewSetupTokenAsync(cancellation) is { } token)
        {
            var home = (options.PublicUrl ?? addresses.First()).TrimEnd('/');
            await line.Output.WriteLineAsync($"Create the first account (the link works once): {home}/-/setup?token={token}");
        }

        await line.Output.FlushAsync(cancellation);
        await app.WaitForShutdownAsync(cancellation);
    }
}

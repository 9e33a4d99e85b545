using Shipslog.Core.Model;

namespace Shipslog;

/// <summary>Everything that can be set. Later sources win: these defaults, <c>shipslog.json</c>, environment <c>SHIPSLOG__NAME</c>, command line.</summary>
public sealed class ShipslogOptions
{
    /// <summary>The folder that holds everything.</summary>
    public string Data { get; set; } = "./shipslog-data";

    /// <summary>Addresses to listen on, separated by <c>;</c>.</summary>
    public string Urls { get; set; } = "http://localhost:5050";

    /// <summary>Whether to speak https, with a certificate made and kept in the data folder unless one is given.</summary>
    public bool Https { get; set; }

    /// <summary>File of a certificate (PEM, or PKCS#12 when its name ends in .pfx or .p12); implies https.</summary>
    public string? Certificate { get; set; }

    /// <summary>File of the certificate's private key (PEM), when it isn't in the certificate's file.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The address under which people and clients reach the server, for links and tokens; null: what each request used.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Whether to believe X-Forwarded-For, -Proto and -Host: only behind a proxy that sets them.</summary>
    public bool ForwardedHeaders { get; set; }

    /// <summary>The options of this process, before the command line's.</summary>
    /// <exception cref="ShipslogException">Invalid: an unknown key or a value of the wrong type.</exception>
    public static ShipslogOptions Load()
    {
        var options = new ShipslogOptions();
        try
        {
            new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath("shipslog.json"), optional: true)
                .AddEnvironmentVariables("SHIPSLOG__")
                .Build()
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception error) when (error is InvalidOperationException or InvalidDataException or FormatException)
        {
            throw new ShipslogException(Failure.Invalid, $"The configuration is not valid: {error.Message}");
        }

        return options;
    }
}

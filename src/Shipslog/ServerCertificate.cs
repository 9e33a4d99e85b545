using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Shipslog;

/// <summary>The certificate for https: one that is given, or one that signs itself and is kept in the data folder.</summary>
internal static class ServerCertificate
{
    public static X509Certificate2 Open(ShipslogOptions options)
    {
        if (options.Certificate is null)
            return Own(Path.Combine(options.Data, "certificate.pem"));
        return Path.GetExtension(options.Certificate).ToLowerInvariant() is ".pfx" or ".p12"
            ? X509CertificateLoader.LoadPkcs12FromFile(options.Certificate, null)
            : Load(options.Certificate, options.CertificateKey);
    }

    private static X509Certificate2 Own(string file)
    {
        if (File.Exists(file))
        {
            var kept = Load(file, null);
            if (kept.NotAfter.ToUniversalTime() > TimeProvider.System.GetUtcNow().AddDays(30))
                return kept;
            kept.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Shipslog", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (Uri.CheckHostName(Dns.GetHostName()) == UriHostNameType.Dns)
            names.AddDnsName(Dns.GetHostName());
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // It holds the private key.
        using (var writer = new StreamWriter(file, create))
        {
            writer.WriteLine(made.ExportCertificatePem());
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        return Load(file, null);
    }

    private static X509Certificate2 Load(string file, string? keyFile) => X509Certificate2.CreateFromPemFile(file, keyFile ?? file);
}

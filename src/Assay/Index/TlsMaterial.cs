using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Assay.Index;

/// <summary>The user's own certificate authorities and client certificate, loaded once.</summary>
internal sealed class TlsMaterial
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2? _client;

    public TlsMaterial(IndexClientOptions options)
    {
        try
        {
            if (options.CertificateBundle is { } bundle)
            {
                _authorities = [];
                _authorities.ImportFromPemFile(bundle);
                if (_authorities.Count == 0)
                {
                    Fault = $"the certificate bundle {bundle} holds no certificate";
                }
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Fault = $"the certificate bundle {options.CertificateBundle} cannot be read ({e.Message})";
        }

        try
        {
            if (options.ClientCertificate is { } certificate)
            {
                _client = Load(certificate, options.ClientKey);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Fault = $"the client certificate {options.ClientCertificate} cannot be read ({e.Message})";
        }
    }

    /// <summary>Why nothing may be fetched: settings that should make connections safe are not usable.</summary>
    public string? Fault { get; }

    /// <param name="home">The only host that is shown the client certificate.</param>
    /// <param name="isChecked">False only for hosts that the user named as trusted without a valid certificate.</param>
    public SslClientAuthenticationOptions Options(string home, bool isChecked)
    {
        var tls = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.NoCheck };
        if (_authorities is not null)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        if (_client is not null)
        {
            tls.LocalCertificateSelectionCallback = (_, host, _, _, _) =>
                string.Equals(host, home, StringComparison.OrdinalIgnoreCase) ? _client : null!;
        }

        if (!isChecked)
        {
            tls.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        }

        return tls;
    }

    private static X509Certificate2 Load(string certificate, string? key)
    {
        X509Certificate2 loaded = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows())
        {
            return loaded;
        }

        // Windows' TLS does not take a key that lives in memory only.
        using (loaded)
        {
            return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pkcs12), null);
        }
    }
}

using System.Collections;
using System.Collections.Immutable;
using System.Net;
using Assay.Index;
using Assay.Installers;

namespace Assay.Guard;

/// <summary>The clients behind a guard, set up from what the installer's own settings say about the network.</summary>
public static class UpstreamClients
{
    /// <summary>The client for indexes.</summary>
    /// <param name="environment">The user's whole environment: it may name netrc, keyring and index credentials.</param>
    public static IndexClient ForIndexes(InstallerPlan plan, IReadOnlyDictionary<string, string> environment, Ledger ledger, TimeProvider time) =>
        new(
            new IndexClientOptions
            {
                Version = Release.Version,
                CertificateBundle = plan.CertificateBundle,
                ClientCertificate = plan.ClientCertificate,
                Proxy = plan.UserProxy,
                NoProxy = [.. (plan.NoProxy ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
                TrustedHosts = plan.TrustedHosts,
                Environment = environment.ToImmutableDictionary(),
                AsksKeyring = true,
                Notice = ledger.Note,
            },
            time);

    /// <summary>The client for plain requests to hosts that may be reached: no redirects, no cookies, nothing decoded.</summary>
    public static HttpMessageInvoker ForHosts(InstallerPlan plan) =>
        new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = plan.UserProxy is not null,
            Proxy = plan.UserProxy is Uri proxy ? new WebProxy(proxy) : null,
        });
}

/// <summary>This process's environment as a value.</summary>
public static class ProcessEnvironment
{
    public static ImmutableSortedDictionary<string, string> Read() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToImmutableSortedDictionary(
            static variable => (string)variable.Key, static variable => (string?)variable.Value ?? "", StringComparer.Ordinal);
}

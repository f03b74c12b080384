using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Assay.Index;
using static Assay.Tests.Index.Clients;
using static Assay.Tests.Index.RawServer;

namespace Assay.Tests.Index;

public sealed class TlsAndProxyTests : IDisposable
{
    private const string NoFiles = """{"files":[]}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("assay-test-").FullName;
    private readonly X509Certificate2 _authority;
    private readonly string _bundle;

    public TlsAndProxyTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using X509Certificate2 other = Issue("CN=unrelated", san => san.AddDnsName("unrelated.example.invalid"));
        _bundle = Path.Combine(_folder, "bundle.pem");
        File.WriteAllText(_bundle, other.ExportCertificatePem() + "\n" + _authority.ExportCertificatePem() + "\n");
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_bundle_of_authorities_is_trusted_in_place_of_the_systems()
    {
        using var server = new RawServer(_ => Ok(NoFiles, JsonType), Issue("CN=index", san => san.AddIpAddress(IPAddress.Loopback)));
        using IndexClient plain = Create();
        using IndexClient client = Create(o => o with { CertificateBundle = _bundle });

        PageAnswer refused = await plain.PageAsync(Source(server.Url));
        Assert.Equal(PageOutcome.Failed, refused.Outcome);
        Assert.Contains("no secure connection", refused.Failure, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", refused.Failure, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(server.Url))).Outcome);
    }

    [Fact]
    public async Task The_host_name_counts_with_a_bundle_too()
    {
        using var server = new RawServer(_ => Ok(NoFiles, JsonType), Issue("CN=index", san => san.AddDnsName("other.example.invalid")));
        using IndexClient client = Create(o => o with { CertificateBundle = _bundle });

        Assert.Equal(PageOutcome.Failed, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("missing.pem", null)]
    [InlineData("empty.pem", "nothing here")]
    public async Task A_bundle_that_cannot_be_used_stops_everything(string name, string? text)
    {
        string path = Path.Combine(_folder, name);
        if (text is not null)
        {
            await File.WriteAllTextAsync(path, text);
        }

        using var server = new RawServer(_ => Ok(NoFiles, JsonType));
        using IndexClient client = Create(o => o with { CertificateBundle = path });

        Assert.Contains(name, (await client.PageAsync(Source(server.Url))).Failure, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_trusted_host_is_not_checked_and_people_are_told_once()
    {
        using var server = new RawServer(_ => Ok(NoFiles, JsonType), Issue("CN=index", san => san.AddDnsName("other.example.invalid")));
        var notices = new List<string>();
        using IndexClient client = Create(o => o with { TrustedHosts = ["127.0.0.1"], Notice = notices.Add });
        using IndexClient byPort = Create(o => o with { TrustedHosts = [$"127.0.0.1:{server.Port}"] });
        using IndexClient otherPort = Create(o => o with { TrustedHosts = ["127.0.0.1:1", "127.0.0.2"] });

        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.Contains("not checked", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(PageOutcome.Found, (await byPort.PageAsync(Source(server.Url))).Outcome);
        Assert.Equal(PageOutcome.Failed, (await otherPort.PageAsync(Source(server.Url))).Outcome);
    }

    [Fact]
    public async Task A_client_certificate_is_shown_to_the_index_only()
    {
        using X509Certificate2 client = Issue("CN=me", san => san.AddDnsName("me.example.invalid"));
        string pem = Path.Combine(_folder, "client.pem");
        await File.WriteAllTextAsync(pem, client.ExportCertificatePem() + "\n" + client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Action<SubjectAlternativeNameBuilder> names = san =>
        {
            san.AddIpAddress(IPAddress.Loopback);
            san.AddDnsName("localhost");
        };
        using var server = new RawServer(_ => Ok(NoFiles, JsonType), Issue("CN=index", names));
        using var other = new RawServer(_ => Ok("x"), Issue("CN=files", names));
        using IndexClient asker = Create(o => o with { CertificateBundle = _bundle, ClientCertificate = pem });

        Assert.Null((await asker.PageAsync(Source(server.Url))).Failure);
        Assert.Null((await asker.FileAsync(Source(server.Url), $"https://localhost:{other.Port}/x.zip")).Answer.Failure);

        Assert.Equal(["CN=me"], server.ClientCertificates);
        Assert.Equal(["none"], other.ClientCertificates);
    }

    [Fact]
    public async Task A_file_that_leaves_https_is_refused_and_one_that_enters_it_is_not()
    {
        X509Certificate2 certificate = Issue("CN=index", san => san.AddIpAddress(IPAddress.Loopback));
        using var plain = new RawServer(r => r.Target == "/x.zip" ? Ok("x") : Status(404));
        using var secure = new RawServer(r => r.Target == "/x.zip" ? Ok("x") : Redirect(plain.Url + "/x.zip"), certificate);
        using var entry = new RawServer(_ => Redirect(secure.Url + "/x.zip"));
        using IndexClient client = Create(o => o with { CertificateBundle = _bundle });

        (FileAnswer left, _) = await client.FileAsync(Source(secure.Url), secure.Url + "/y.zip");
        Assert.Equal(FileOutcome.Refused, left.Outcome);
        Assert.Contains("from https to http", left.Failure, StringComparison.Ordinal);
        Assert.Empty(plain.Seen);
        Assert.Equal(FileOutcome.Fetched, (await client.FileAsync(Source(entry.Url), entry.Url + "/y.zip")).Answer.Outcome);
    }

    [Fact]
    public async Task The_users_proxy_is_asked_with_its_password_and_some_hosts_go_round_it()
    {
        using var proxy = new RawServer(r => r["Proxy-Authorization"] is null ? Status(407, "Proxy-Authenticate: Basic realm=\"p\"\r\n") : Ok(NoFiles, JsonType));
        using var server = new RawServer(_ => Ok(NoFiles, JsonType));
        using IndexClient client = Create(o => o with
        {
            Proxy = new Uri($"http://me:hunt%2Ber2@127.0.0.1:{proxy.Port}"),
            NoProxy = ["127.0.0.1"],
        });

        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source("http://index.example.invalid/simple", new IndexCredentials("u", "p")))).Outcome);
        SeenRequest seen = proxy.Seen.Last();
        Assert.Equal("http://index.example.invalid/simple/frob/", seen.Target);
        Assert.Equal("me:hunt+er2", Encoding.UTF8.GetString(Convert.FromBase64String(seen["Proxy-Authorization"]!["Basic ".Length..])));
        Assert.Equal("Basic dTpw", seen["Authorization"]);
        int before = proxy.Seen.Count;
        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.Null(Assert.Single(server.Seen)["Proxy-Authorization"]);
        Assert.Equal(before, proxy.Seen.Count);
    }

    [Theory]
    [InlineData("http://10.0.0.1/x.zip")]
    [InlineData("http://169.254.169.254/x.zip")]
    [InlineData("http://localhost/x.zip")]
    [InlineData("http://[::1]/x.zip")]
    public async Task A_proxy_is_not_asked_for_private_addresses_either(string url)
    {
        using var proxy = new RawServer(_ => Ok("x"));
        using IndexClient client = Create(o => o with { Proxy = new Uri(proxy.Url) });

        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(Source("http://8.8.8.8/simple"), url)).Answer.Outcome);
        Assert.Empty(proxy.Seen);
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_a_failure_with_a_next_step()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using IndexClient client = Create();
        PageAnswer answer = await client.PageAsync(Source($"http://127.0.0.1:{port}/simple"));

        Assert.Equal((PageOutcome.Failed, null), (answer.Outcome, answer.Status));
        Assert.Contains("no answer came", answer.Failure, StringComparison.Ordinal);
        Assert.Contains("try again", answer.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "http://a.example.invalid/", true)]
    [InlineData("example.invalid", "http://a.example.invalid/", true)]
    [InlineData(".example.invalid", "http://a.example.invalid/", true)]
    [InlineData("a.example.invalid", "http://b.a.example.invalid/", true)]
    [InlineData("ample.invalid", "http://a.example.invalid/", false)]
    [InlineData("a.example.invalid:81", "http://a.example.invalid/", false)]
    [InlineData("a.example.invalid:80", "http://a.example.invalid/", true)]
    [InlineData("10.0.0.0/8", "http://10.1.2.3/", true)]
    [InlineData("10.0.0.0/8", "http://11.1.2.3/", false)]
    [InlineData("::1", "http://[::1]/", true)]
    [InlineData("[::1]:81", "http://[::1]/", false)]
    [InlineData("", "http://a.example.invalid/", false)]
    public void Hosts_without_the_proxy_are_names_suffixes_networks_and_ports(string entry, string address, bool expected) =>
        Assert.Equal(expected, new UpstreamProxy(new Uri("http://proxy.example.invalid:3128"), [entry]).IsBypassed(new Uri(address)));

    private X509Certificate2 Issue(string subject, Action<SubjectAlternativeNameBuilder> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var san = new SubjectAlternativeNameBuilder();
        names(san);
        request.CertificateExtensions.Add(san.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        using X509Certificate2 issued = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(7), serial);
        using X509Certificate2 withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}

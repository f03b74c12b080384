using System.Net;
using Assay.Guard;

namespace Assay.Tests.Guard;

public sealed class WallPartsTests
{
    [Theory]
    [InlineData("CONNECT host.example:443 HTTP/1.1\r\nHost: host.example", "host.example", 443)]
    [InlineData("CONNECT [::1]:8443 HTTP/1.0", "::1", 8443)]
    [InlineData("CONNECT HOST.example:1 HTTP/1.1", "host.example", 1)]
    public void A_tunnel_request_is_read(string head, string host, int port)
    {
        ProxyHead? read = ProxyHead.Parse(head);
        Assert.NotNull(read);
        Assert.Equal((host, port), (read.Host, read.Port));
    }

    [Theory]
    [InlineData("CONNECT host.example HTTP/1.1")]
    [InlineData("CONNECT host.example:0 HTTP/1.1")]
    [InlineData("CONNECT host.example:65536 HTTP/1.1")]
    [InlineData("CONNECT host.example:-1 HTTP/1.1")]
    [InlineData("CONNECT :443 HTTP/1.1")]
    [InlineData("CONNECT host.example:443 HTTP/2")]
    [InlineData("GET / HTTP/1.1")]
    public void What_is_no_tunnel_request_is_none(string head) => Assert.Null(ProxyHead.Parse(head));

    [Fact]
    public void Proxy_credentials_are_taken_in_one_spelling_only()
    {
        GuardSecrets secrets = new(GuardSecrets.NewPath(), "token");
        string right = "Basic " + Convert.ToBase64String("assay:token"u8);
        Assert.True(secrets.Accepts(right));
        Assert.False(secrets.Accepts(null));
        Assert.False(secrets.Accepts("Basic " + Convert.ToBase64String("assay:token2"u8)));
        Assert.False(secrets.Accepts("Bearer token"));
    }

    [Fact]
    public void Path_and_token_differ_every_time()
    {
        Assert.NotEqual(GuardSecrets.NewPath(), GuardSecrets.NewPath());
        Assert.NotEqual(GuardSecrets.NewToken(), GuardSecrets.NewToken());
        Assert.Equal(24, GuardSecrets.NewPath().Length);
    }

    [Theory]
    [InlineData("pypi.org", true)]
    [InlineData("FILES.pythonhosted.org", true)]
    [InlineData("index.corp.example", true)]
    [InlineData("github.com", true)]
    [InlineData("files.acme.example", false)]
    [InlineData("a.b.build.example", false)]
    [InlineData("build.example", true)]
    public void Strict_lets_only_allowed_hosts_through(string host, bool refused)
    {
        HostRules rules = new(["files.acme.example", "*.build.example"], ["index.corp.example"], onlyIndexesRefused: false);
        Assert.Equal(refused, rules.WhyRefused(host) is not null);
    }

    [Theory]
    [InlineData("pypi.org", true)]
    [InlineData("index.corp.example", true)]
    [InlineData("github.com", false)]
    public void Run_refuses_only_indexes(string host, bool refused) =>
        Assert.Equal(refused, new HostRules(["pypi.org"], ["index.corp.example"], onlyIndexesRefused: true).WhyRefused(host) is not null);

    [Fact]
    public void The_peer_is_found_in_the_table_of_sockets()
    {
        string[] rows =
        [
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0",
            "   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1",
        ];
        Assert.Equal(1001u, PeerCheck.FindUser(rows, new IPEndPoint(IPAddress.Loopback, 50000), new IPEndPoint(IPAddress.Loopback, 8080)));
        Assert.Null(PeerCheck.FindUser(rows, new IPEndPoint(IPAddress.Loopback, 50001), new IPEndPoint(IPAddress.Loopback, 8080)));
    }

    [Fact]
    public void A_phrase_is_one_line_of_ascii_with_its_ending()
    {
        string phrase = Phrase.Of("café\r\nSet-Cookie: x " + new string('a', 400), "; assay explain 01234567");
        Assert.Equal(Phrase.MaxLength, phrase.Length);
        Assert.DoesNotContain('\n', phrase);
        Assert.DoesNotContain('\r', phrase);
        Assert.All(phrase, static c => Assert.InRange(c, ' ', '~'));
        Assert.EndsWith("...; assay explain 01234567", phrase, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_installer_says_of_itself_is_read()
    {
        InstallerClient pip = InstallerClient.Read("""pip/26.3 {"cpu":"x86_64","distro":{"libc":{"lib":"glibc","version":"2.36"},"name":"Debian"},"implementation":{"name":"CPython","version":"3.11.7"},"python":"3.11.7","system":{"name":"Linux"}}""");
        Assert.True(pip.IsPip);
        Assert.Equal(("3.11.7", "x86_64", (2, 36)), (pip.Platform?.Python.ToString(), pip.Platform?.Machine, pip.Platform?.SystemVersion));
        Assert.Null(InstallerClient.Read("curl/8").Platform);
        Assert.Null(InstallerClient.Read("pip/1 {{{{").Platform);
        Assert.Null(InstallerClient.Read("""uv/0.1 {"python":["3"],"system":7}""").Platform);
    }
}

using System.Net;
using Assay.Index;
using static Assay.Tests.Index.Clients;
using static Assay.Tests.Index.RawServer;

namespace Assay.Tests.Index;

/// <summary>Where an index's links and redirects may lead, and what goes with them.</summary>
public sealed class ReachTests
{
    private static readonly IndexCredentials Secret = new("me", "hunter2");

    [Theory]
    [InlineData("http://127.0.0.1:{0}/x.zip")]
    [InlineData("http://localhost:{0}/x.zip")]
    [InlineData("http://2130706433:{0}/x.zip")]
    [InlineData("http://0x7f.1:{0}/x.zip")]
    [InlineData("http://127.1.2.3:{0}/x.zip")]
    [InlineData("http://0.0.0.0:{0}/x.zip")]
    [InlineData("http://[::1]:{0}/x.zip")]
    [InlineData("http://[::]:{0}/x.zip")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/x.zip")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/x.zip")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/x.zip")]
    [InlineData("http://[fd00::1]/x.zip")]
    [InlineData("http://[fe80::1]/x.zip")]
    [InlineData("http://224.0.0.1/x.zip")]
    public async Task A_public_index_cannot_lead_to_this_machine_or_its_network(string url)
    {
        using var server = new RawServer(_ => Ok("x"));
        using IndexClient client = Create();

        // A literal address of a public network: nothing is ever sent to it.
        (FileAnswer answer, _) = await client.FileAsync(Source("http://8.8.8.8/simple"), string.Format(null, url, server.Port));

        Assert.Equal(FileOutcome.Refused, answer.Outcome);
        Assert.Contains("where the index itself is not", answer.Failure, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://0.0.0.0/")]
    public async Task An_index_on_this_machine_cannot_redirect_into_other_networks(string target)
    {
        using var server = new RawServer(_ => Redirect(target));
        using IndexClient client = Create();

        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(Source(server.Url), server.Url + "/x.zip")).Answer.Outcome);
    }

    [Fact]
    public async Task Files_beside_the_index_on_this_machine_are_fetched()
    {
        using var files = new RawServer(_ => Ok("x"));
        using IndexClient client = Create();

        Assert.Equal(FileOutcome.Fetched, (await client.FileAsync(Source("http://127.0.0.1:9/simple"), files.Url + "/x.zip")).Answer.Outcome);
        Assert.Equal(FileOutcome.Fetched, (await client.FileAsync(Source("http://localhost:9/simple"), files.Url + "/x.zip")).Answer.Outcome);
    }

    [Fact]
    public async Task An_address_that_the_user_named_is_its_own_home_but_its_redirects_are_not()
    {
        using var server = new RawServer(r => r.Target == "/x.zip" ? Ok("x") : Redirect("http://169.254.169.254/"));
        using IndexClient client = Create();

        Assert.Equal(FileOutcome.Fetched, (await client.FileAsync(null, server.Url + "/x.zip")).Answer.Outcome);
        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(null, server.Url + "/y.zip")).Answer.Outcome);
    }

    [Fact]
    public async Task One_indexs_permission_is_not_anothers()
    {
        using var server = new RawServer(_ => Ok("x"));
        using IndexClient client = Create();

        Assert.Equal(FileOutcome.Fetched, (await client.FileAsync(Source(server.Url), server.Url + "/x.zip")).Answer.Outcome);
        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(Source("http://8.8.8.8/simple"), server.Url + "/x.zip")).Answer.Outcome);
    }

    [Fact]
    public async Task Credentials_go_to_the_indexs_own_origin_and_nowhere_else()
    {
        using var cdn = new RawServer(_ => Ok("x"));
        using var server = new RawServer(r => r.Target == "/elsewhere.zip" ? Redirect(cdn.Url + "/x.zip") : Ok("x"));
        using IndexClient client = Create();
        IndexSource source = Source(server.Url, Secret);

        await client.FileAsync(source, server.Url + "/x.zip");
        await client.FileAsync(source, server.Url + "/elsewhere.zip");
        await client.FileAsync(source, cdn.Url + "/y.zip");
        await client.FileAsync(source, $"http://localhost:{server.Port}/z.zip");

        Assert.Equal(2, cdn.Seen.Count);
        Assert.All(cdn.Seen, r => Assert.Null(r["Authorization"]));
        Assert.All(server.Seen.Where(r => r.Target != "/z.zip"), r => Assert.Equal("Basic bWU6aHVudGVyMg==", r["Authorization"]));
        Assert.Null(Assert.Single(server.Seen, r => r.Target == "/z.zip")["Authorization"]);
    }

    [Fact]
    public async Task No_sentence_names_a_secret()
    {
        using var server = new RawServer(_ => Status(401));
        using IndexClient client = Create();

        PageAnswer page = await client.PageAsync(Source(server.Url, Secret));
        (FileAnswer file, _) = await client.FileAsync(null, $"http://me:hunter2@127.0.0.1:{server.Port}/x.zip?token=hunter2");

        Assert.All(server.Seen, r => Assert.Equal("Basic bWU6aHVudGVyMg==", r["Authorization"]));
        Assert.DoesNotContain("hunter2", page.Failure + page + file.Failure + file, StringComparison.Ordinal);
        Assert.Contains("user and password", page.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.1.1", AddressKind.Public)]
    [InlineData("172.15.0.1", AddressKind.Public)]
    [InlineData("172.16.0.1", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("172.32.0.1", AddressKind.Public)]
    [InlineData("192.168.1.1", AddressKind.Private)]
    [InlineData("100.64.0.1", AddressKind.Private)]
    [InlineData("100.128.0.1", AddressKind.Public)]
    [InlineData("127.255.255.255", AddressKind.Loopback)]
    [InlineData("169.254.0.1", AddressKind.LinkLocal)]
    [InlineData("0.1.2.3", AddressKind.Unusable)]
    [InlineData("239.1.1.1", AddressKind.Unusable)]
    [InlineData("255.255.255.255", AddressKind.Unusable)]
    [InlineData("::", AddressKind.Unusable)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("::127.0.0.1", AddressKind.Loopback)]
    [InlineData("::ffff:10.0.0.1", AddressKind.Private)]
    [InlineData("::ffff:1.1.1.1", AddressKind.Public)]
    [InlineData("2002:7f00:1::", AddressKind.Loopback)]
    [InlineData("2002:a9fe:a9fe::", AddressKind.LinkLocal)]
    [InlineData("64:ff9b::a00:1", AddressKind.Private)]
    [InlineData("fe80::1", AddressKind.LinkLocal)]
    [InlineData("febf::1", AddressKind.LinkLocal)]
    [InlineData("fec0::1", AddressKind.Private)]
    [InlineData("fc00::1", AddressKind.Private)]
    [InlineData("fdff::1", AddressKind.Private)]
    [InlineData("ff02::1", AddressKind.Unusable)]
    [InlineData("2001:4860:4860::8888", AddressKind.Public)]
    public void Addresses_are_of_the_kind_the_registries_say(string address, AddressKind expected) =>
        Assert.Equal(expected, AddressKinds.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://u:p@h.example.invalid:8443/a%20b?q=secret#f", "https://h.example.invalid:8443/a%20b")]
    [InlineData("https://h.example.invalid/", "https://h.example.invalid/")]
    [InlineData("no address with secret", "an address that cannot be read")]
    public void Descriptions_hold_no_secret(string address, string expected) => Assert.Equal(expected, SecretFree.Describe(address));
}

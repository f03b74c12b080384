using System.Text;
using Assay.Index;
using static Assay.Tests.Index.Clients;
using static Assay.Tests.Index.RawServer;

namespace Assay.Tests.Index;

public sealed class CredentialTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("assay-test-").FullName;
    private readonly RawServer _server = new(r => r["Authorization"] is null ? Status(401) : Ok("""{"files":[]}""", JsonType));

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [InlineData("machine 127.0.0.1 login me password hunter2", "me:hunter2")]
    [InlineData("# machine 127.0.0.1 login no password no\nmachine other login a password b\n\nmachine 127.0.0.1\n\tlogin me\n\tpassword #hunter2\n", "me:#hunter2")]
    [InlineData("machine 127.0.0.1 login \"my self\" account x password \"a\\\"b\"", "my self:a\"b")]
    [InlineData("macdef init\nmachine 127.0.0.1 login no password no\n\nmachine 127.0.0.1 password p", ":p")]
    [InlineData("machine 127.0.0.1 login a password b machine 127.0.0.1 login c password d", "a:b")]
    [InlineData("default login me password hunter2", null)]
    [InlineData("machine", null)]
    [InlineData("machine 127.0.0.1 login", null)]
    public async Task Netrc_is_read_for_the_indexs_host(string text, string? expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_home, ".netrc"), text);
        using IndexClient client = Create(o => o with { Environment = Variables(("HOME", _home), ("USERPROFILE", _home)) });

        await client.PageAsync(Source(_server.Url));

        Assert.Equal(expected, Shown());
    }

    [Fact]
    public async Task Netrc_may_lie_elsewhere_and_yields_to_the_indexs_own_password()
    {
        string path = Path.Combine(_home, "creds");
        await File.WriteAllTextAsync(path, "machine 127.0.0.1 login netrc password n");
        using IndexClient client = Create(o => o with { Environment = Variables(("NETRC", path), ("UV_INDEX_MY_OWN_1_USERNAME", "uv"), ("UV_INDEX_MY_OWN_1_PASSWORD", "u")) });

        await client.PageAsync(Source(_server.Url));
        await client.PageAsync(Source(_server.Url, name: "my-own.1"));
        await client.PageAsync(Source(_server.Url, new IndexCredentials("own", "o"), name: "my-own.1"));

        Assert.Equal(["netrc:n", "uv:u", "own:o"], _server.Seen.Select(Decode));
    }

    [Fact]
    public async Task The_keyring_program_is_asked_after_a_401_and_only_if_allowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for keyring is a shell script");
        string program = await ScriptAsync("#!/bin/sh\necho \"$@\" >> \"$0.log\"\nif [ \"$1\" = get ]; then echo hunter2; else echo '{\"username\":\"both\",\"password\":\"b\"}'; fi\n");
        using IndexClient deaf = Create(o => o with { Environment = Variables(("PATH", _home)) });
        using IndexClient client = Create(o => o with { Environment = Variables(("PATH", "relative" + Path.PathSeparator + _home)), AsksKeyring = true });

        Assert.Equal(401, (await deaf.PageAsync(Source(_server.Url))).Status);
        Assert.False(File.Exists(program + ".log"));
        PageAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.PageAsync(Source(_server.Url))));

        Assert.All(answers, a => Assert.Equal(PageOutcome.Found, a.Outcome));
        Assert.Equal([$"--mode creds --output json get {_server.Url}/"], await File.ReadAllLinesAsync(program + ".log"));
        Assert.Equal("both:b", Shown());
    }

    [Fact]
    public async Task The_keyring_program_is_given_the_known_user()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for keyring is a shell script");
        string program = await ScriptAsync("#!/bin/sh\necho \"$@\" >> \"$0.log\"\n[ \"$2\" = 127.0.0.1 ] && echo hunter2\n");
        using var strict = new RawServer(r => Decode(r) == "me:hunter2" ? Ok("""{"files":[]}""", JsonType) : Status(401));
        using IndexClient client = Create(o => o with { Environment = Variables(("PATH", _home)), AsksKeyring = true });

        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(strict.Url, new IndexCredentials("me", "")))).Outcome);
        Assert.Equal([$"get {strict.Url}/ me", "get 127.0.0.1 me"], await File.ReadAllLinesAsync(program + ".log"));
    }

    private async Task<string> ScriptAsync(string text)
    {
        string program = Path.Combine(_home, "keyring");
        await File.WriteAllTextAsync(program, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return program;
    }

    private string? Shown() => Decode(_server.Seen.Last());

    private static string? Decode(SeenRequest request) =>
        request["Authorization"] is { } header ? Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])) : null;
}

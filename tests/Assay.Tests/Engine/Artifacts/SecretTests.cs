using System.IO.Hashing;
using System.Text;
using Assay.Engine.Artifacts;
using Assay.Packaging.Archives;

namespace Assay.Tests.Engine.Artifacts;

public sealed class SecretTests
{
    private const string Random30 = "q7Zt4vLm2XcRb9KpWs6HyD1fGj3NuE";

    // No text of this file is a credential as it stands: each is put together here.
    private static string GitHub => "gh" + "p_" + Random30 + Checksum(Random30);

    private static string PyPi => "pypi-" + "AgEIcHlwaS5vcmcCJD" + string.Concat(Enumerable.Repeat("k3Vd9Qx_Zs-7Lw2Nb", 6));

    [Fact]
    public void Each_kind_is_seen_at_its_line_and_never_shown_whole()
    {
        (string Kind, string Text)[] secrets =
        [
            ("GitHub token", GitHub),
            ("npm token", "np" + "m_" + Random30 + Checksum(Random30)),
            ("GitHub token", "github_" + "pat_11ABCDE2Q0" + "x7LmKd93TbVn" + "_" + "a8Zk2LqP9xVtB4nRw7YsDf3GhJ6mKc1QeUoIvTzXyWrLpNb5MdHgSjFkA2q"),
            ("GitLab token", "gl" + "pat-x7LmKd93TbVnQz_w-R2s"),
            ("Slack token", "xo" + "xb-738291645012-839201746532-kQ7vLm2XcRb9KpWs6HyD1fGj"),
            ("PyPI token", PyPi),
            ("private key", PrivateKey("RSA ", "\n")),
        ];
        string text = "first line\n" + string.Join('\n', secrets.Select(static secret => $"token = '{secret.Text}'")) + "\n";

        Member member = Samples.Read(Samples.Wheel(Samples.Text("p/a.txt", text))).Member("p/a.txt");

        Assert.Equal(secrets.Select(static secret => secret.Kind), member.Secrets.Select(static sighting => sighting.Kind));
        Assert.Equal(Enumerable.Range(2, secrets.Length), member.Secrets.Select(static sighting => sighting.Line));
        foreach ((SecretSighting sighting, (_, string whole)) in member.Secrets.Zip(secrets))
        {
            Assert.DoesNotContain(whole, sighting.Shown, StringComparison.Ordinal);
            Assert.DoesNotContain(whole[^8..], sighting.Shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_token_is_seen_wherever_it_stands()
    {
        // Across every border at which the search goes on, within a piece of the reading and between two of them.
        foreach (int before in Enumerable.Range(0, 40).Concat(Enumerable.Range((64 << 10) - 50, 60)))
        {
            Assert.Single(Sightings(new string(' ', before) + GitHub));
            Assert.Single(Sightings(new string('_', before / 2) + "h_K-" + GitHub[..2] + ' ' + GitHub + "\n"));
        }
    }

    [Fact]
    public void An_aws_id_counts_only_with_its_secret_nearby()
    {
        string id = "AK" + "IAX7Q2LMZK5T3VBNRD";
        string secret = "k9Zt4vLm2XcRb9KpWs6HyD1fGj3NuE" + "+/Qw7Lp2Vd";

        Assert.Single(Sightings($"id = {id}\nkey = {secret}\n"));
        Assert.Single(Sightings($"key = {secret}\nid = {id}\n"));
        Assert.Empty(Sightings($"id = {id}\n"));
        Assert.Empty(Sightings($"id = {id}\nsha1 = {new string('a', 20)}{new string('1', 20)}\n"));
        Assert.Empty(Sightings($"id = AKIAIOSFODNN7EXAMPLE\nkey = {secret}\n"));
        Assert.Empty(Sightings($"id = {id}\nkey = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"));
    }

    [Theory]
    [InlineData("ghp_q7Zt4vLm2XcRb9KpWs6HyD1fGj3NuE000000")] // the checksum is wrong
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("npm_token_goes_here")]
    [InlineData("glpat-xxxxxxxxxxxxxxxxxxxx")]
    [InlineData("glpat-your_token_is_here_12")]
    [InlineData("xoxb-not-a-real-token")]
    [InlineData("pypi-AgEIcHlwaS5vcmc")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----")]
    [InlineData("if line == '-----BEGIN RSA PRIVATE KEY-----':\n    return read(line)\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun\n")]
    public void Examples_and_shapes_without_substance_are_none(string text) => Assert.Empty(Sightings(text));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\\n")]
    public void A_private_key_may_be_a_string_literal(string newline) => Assert.Equal("private key", Assert.Single(Sightings(PrivateKey("", newline))).Kind);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(43)]
    [InlineData(5_000)]
    public void A_token_across_the_pieces_in_which_text_is_read_is_seen_once(int before)
    {
        string text = string.Concat(Enumerable.Repeat("line\n", (65_536 - before) / 5 + 1))[..(65_536 - before)] + "\n" + GitHub + "\n" + new string('z', 100_000);

        SecretSighting sighting = Assert.Single(Sightings(text));

        Assert.Equal(text[..text.IndexOf("ghp_", StringComparison.Ordinal)].Count(static c => c == '\n') + 1, sighting.Line);
    }

    [Theory]
    [InlineData("[pypi]\nusername = me\npassword = hunter2!\n", 1)]
    [InlineData("[pypi]\npassword: s3cr3t-thing\n", 1)]
    [InlineData("[pypi]\npassword = <your password>\n", 0)]
    [InlineData("[pypi]\npassword = ${PASSWORD}\n", 0)]
    [InlineData("[pypi]\npassword =\n", 0)]
    [InlineData("[pypi]\nusername = me\n", 0)]
    public void A_pypirc_with_a_password_is_one(string text, int sightings)
    {
        Member member = Samples.Read(Samples.Sdist(Samples.Text(".pypirc", text))).Member("sample-1.0/.pypirc");

        Assert.Equal(sightings, member.Secrets.Length);
        Assert.All(member.Secrets, static sighting => Assert.Equal("package index password", sighting.Kind));
        Assert.All(member.Secrets, static sighting => Assert.DoesNotContain("hunter2", sighting.Shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Binary_content_is_not_searched() =>
        Assert.Empty(Samples.Read(Samples.Wheel(new ArchiveInput("p/a.bin", (byte[])[0, 0, 0, .. Encoding.ASCII.GetBytes(GitHub)]))).Member("p/a.bin").Secrets);

    private static IEnumerable<SecretSighting> Sightings(string text) =>
        Samples.Read(Samples.Wheel(Samples.Text("p/a.txt", text))).Member("p/a.txt").Secrets;

    private static string PrivateKey(string type, string newline)
    {
        string body = "MIIEpAIBAAKCAQEA" + string.Concat(Enumerable.Repeat("7Zt4vLm2XcRb9KpWs6HyD1fGj3NuEq0", 6));
        return $"-----BEGIN {type}PRIVATE KEY-----{newline}{body[..64]}{newline}{body[64..]}{newline}-----END {type}PRIVATE KEY-----{newline}";
    }

    private static string Checksum(string random)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        uint sum = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(random));
        char[] text = new char[6];
        for (int i = 5; i >= 0; i--)
        {
            text[i] = digits[(int)(sum % 62)];
            sum /= 62;
        }

        return new string(text);
    }
}

using System.Text;
using System.Text.Json;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;
using Assay.Policies;

namespace Assay.Tests.Policies;

public sealed class WaiverWriterTests : IDisposable
{
    private static readonly WaiverTarget Coverage = new(ProjectName.Parse("coverage"), "==7.1", null);
    private readonly PolicyHouse _house = new();

    public void Dispose() => _house.Dispose();

    private WaiverResult Write(string? file = null, string reason = "measures subprocesses", params string[] rules) =>
        WaiverWriter.Write(_house.Request(), Coverage, rules.Length == 0 ? ["startup-code"] : [.. rules], TimeSpan.FromDays(7), reason, "sam", file);

    [Fact]
    public void The_users_file_is_made_for_him_alone_and_the_waiver_counts()
    {
        WaiverResult result = Write();
        Assert.Empty(result.Problems);
        Assert.Equal(
            """
            [[waiver]]
            rule = "startup-code"
            project = "coverage"
            versions = "==7.1"
            reason = "measures subprocesses"
            owner = "sam"
            expires = 2027-03-18

            """, File.ReadAllText(_house.UserFile));
        Waiver waiver = Assert.Single(_house.Load().Policy!.Waivers);
        Assert.Equal(("startup-code", "==7.1", new DateOnly(2027, 3, 18)), (waiver.Rule, waiver.Versions, waiver.Expires));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_house.UserFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_house.Log));
        }
    }

    [Theory]
    [InlineData("# mine\n[policy]  # why\ndefault-age = \"9d\"   # spaces stay\n\n# the end\n")]
    [InlineData("# mine\r\n[policy]\r\ndefault-age = \"9d\"\r\n# no end of line")]
    [InlineData("\uFEFF[policy]\ndefault-age = \"9d\"")]
    [InlineData("[policy]\ndefault-age = \"9d\"\n[[waiver]]\nrule = \"startup-code\"\nproject = \"x\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-06-30\n[hosts]\nallow = []\n")]
    public void What_stands_in_the_file_stays_byte_for_byte(string before)
    {
        PolicyHouse.Write(_house.UserFile, before);
        byte[] bytes = File.ReadAllBytes(_house.UserFile);
        Assert.Empty(Write().Problems);
        byte[] after = File.ReadAllBytes(_house.UserFile);
        Assert.Equal(bytes, after[..bytes.Length]);
        string added = Encoding.UTF8.GetString(after[bytes.Length..]);
        Assert.Equal(before.Contains('\r', StringComparison.Ordinal), added.Contains("\r\n", StringComparison.Ordinal));
        Assert.Equal(added.Count(c => c == '\n'), before.Contains('\r', StringComparison.Ordinal) ? added.Count(c => c == '\r') : added.Count(c => c == '\n'));
        Policy policy = _house.Load().Policy!;
        Assert.Equal(TimeSpan.FromDays(9), policy.DefaultAge);
        Assert.Contains(policy.Waivers, waiver => waiver.Project?.Normalized == "coverage");
    }

    [Fact]
    public void Several_rules_are_several_waivers_and_each_is_logged_with_who_when_and_why()
    {
        Assert.Empty(Write(null, "because", "startup-code", "limit-reached").Problems);
        Assert.Equal(2, _house.Load().Policy!.Waivers.Length);
        string[] lines = File.ReadAllLines(_house.Log);
        Assert.Equal(2, lines.Length);
        JsonElement line = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal("sam", line.GetProperty("who").GetString());
        Assert.Equal("because", line.GetProperty("reason").GetString());
        Assert.Equal("limit-reached", line.GetProperty("rule").GetString());
        Assert.Equal(PolicyHouse.Now, line.GetProperty("when").GetDateTimeOffset());
        Assert.Equal(_house.UserFile, line.GetProperty("file").GetString());
        Write(null, "because", "too-young");
        Assert.Equal(3, File.ReadAllLines(_house.Log).Length);
    }

    [Theory]
    [InlineData("quote \" backslash \\ newline \n tab \t bell \a")]
    [InlineData("]]\"\"\"\n[[rule]]\nid = \"x\"")]
    [InlineData("direction \u202e and ümlaut \U0001F600 \U000E0041")]
    public void A_reason_is_text_whatever_it_holds(string reason)
    {
        Assert.Empty(Write(null, reason).Problems);
        Policy policy = _house.Load().Policy!;
        Assert.Equal(reason, Assert.Single(policy.Waivers).Reason);
        Assert.Empty(policy.Rules);
        Assert.DoesNotContain("\u202e", File.ReadAllText(_house.UserFile), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_left_alone_and_nothing_is_logged()
    {
        PolicyHouse.Write(_house.UserFile, "[polcy]\n");
        WaiverResult result = Write();
        Assert.Equal($"{_house.UserFile}:1:2: 'polcy' is not a key of a policy file; did you mean 'policy'?", result.Problems[0]);
        Assert.Equal("[polcy]\n", File.ReadAllText(_house.UserFile));
        Assert.False(File.Exists(_house.Log));
    }

    [Fact]
    public void A_file_whose_waivers_are_written_inline_is_left_alone()
    {
        PolicyHouse.Write(_house.UserFile, "waiver = []\n");
        Assert.NotEmpty(Write().Problems);
        Assert.Equal("waiver = []\n", File.ReadAllText(_house.UserFile));
    }

    [Fact]
    public void What_cannot_be_logged_is_not_waived()
    {
        Directory.CreateDirectory(_house.Log);
        Assert.Contains("could not be logged", Assert.Single(Write().Problems), StringComparison.Ordinal);
        Assert.False(File.Exists(_house.UserFile));
    }

    [Fact]
    public void A_projects_file_takes_a_waiver_in_its_own_spelling_and_it_is_told_that_it_needs_trust()
    {
        string file = Path.Combine(_house.Project, "pyproject.toml");
        PolicyHouse.Write(file, "[project]\nname = \"x\"\n");
        WaiverResult result = Write("pyproject.toml");
        Assert.Empty(result.Problems);
        Assert.Contains("assay policy trust", Assert.Single(result.Notices), StringComparison.Ordinal);
        Assert.StartsWith("[project]\nname = \"x\"\n\n[[tool.assay.waiver]]\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(_house.Load().Policy!.Waivers);
        FolderTrust.Trust(_house.Request(), ".");
        Assert.Single(_house.Load().Policy!.Waivers);
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links need a privilege there");
            return;
        }

        string target = Path.Combine(_house.Root, "dotfiles", "assay.toml");
        PolicyHouse.Write(target, "# mine\n");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Directory.CreateDirectory(Path.GetDirectoryName(_house.UserFile)!);
        File.CreateSymbolicLink(_house.UserFile, target);
        Assert.Empty(Write().Problems);
        Assert.NotNull(new FileInfo(_house.UserFile).LinkTarget);
        Assert.StartsWith("# mine\n", File.ReadAllText(target), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Theory]
    [InlineData("2027-03-10T12:00:00Z", 7 * 24, "2027-03-18")]
    [InlineData("2027-03-10T00:00:00Z", 7 * 24, "2027-03-17")]
    [InlineData("2027-03-10T23:00:00Z", 1, "2027-03-11")]
    [InlineData("2027-03-10T23:00:00-05:00", 1, "2027-03-12")]
    public void A_waiver_lasts_at_least_as_long_as_asked_and_to_the_next_midnight_utc(string now, int hours, string expires) =>
        Assert.Equal(
            DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture),
            WaiverWriter.Expiry(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(hours)));

    [Theory]
    [InlineData("Coverage==7.1", "coverage==7.1")]
    [InlineData("a == 1.0rc1", "a==1.0rc1")]
    public void A_pin_is_one_version(string text, string target)
    {
        Assert.True(WaiverTarget.TryParse(text, out WaiverTarget? parsed));
        Assert.Equal(target, parsed!.ToString());
    }

    [Theory]
    [InlineData("coverage")]
    [InlineData("coverage>=7")]
    [InlineData("coverage==")]
    [InlineData("coverage==7.*")]
    [InlineData("==7")]
    [InlineData("sha256:abc")]
    [InlineData("")]
    public void Anything_wider_is_for_a_file_that_people_review(string text) => Assert.False(WaiverTarget.TryParse(text, out _));

    [Fact]
    public void A_digest_is_one_file()
    {
        Assert.True(WaiverTarget.TryParse("sha256:" + new string('A', 64), out WaiverTarget? parsed));
        Assert.Equal(new string('a', 64), parsed!.Sha256);
    }
}

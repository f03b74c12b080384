using System.CommandLine;
using System.Globalization;
using Assay.Commands;
using Assay.Engine.Verdicts;
using Assay.Tests.Policies;

namespace Assay.Tests.Commands;

public sealed class PolicyCommandTests : IDisposable
{
    private readonly PolicyHouse _house = new();

    public void Dispose() => _house.Dispose();

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        RootCommand root = new("assay") { PolicyCommand.Create(_ => _house.Request()) };
        using StringWriter output = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using StringWriter error = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        int code = root.Parse(["policy", .. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public void Check_shows_the_line_and_a_caret_under_the_place()
    {
        PolicyHouse.Write(_house.ProjectFile, "[policy]\n\n[[rule]]\nid = \"too-young\"\n  verdct = \"warn\"\n");
        (int code, string output, _) = Run("check", "assay.toml");
        Assert.Equal(2, code);
        Assert.Equal(
            """
            assay.toml:3:1: this [[rule]] has no 'verdict'; write "allow", "warn", "hold" or "block"
              3 | [[rule]]
                | ^
            assay.toml:5:3: 'verdct' is not a key of [[rule]]; did you mean 'verdict'?
              5 |   verdct = "warn"
                |   ^
            assay.toml: 2 errors; no command takes this policy until they are mended

            """, output);
    }

    [Fact]
    public void Check_passes_a_file_in_order_and_warns_of_waivers_that_are_over()
    {
        PolicyHouse.Write(_house.ProjectFile,
            "[[waiver]]\nrule = \"startup-code\"\nproject = \"x\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2020-01-01\n");
        (int code, string output, _) = Run("check", "assay.toml");
        Assert.Equal(0, code);
        Assert.Contains("assay.toml:6:11: warning: this waiver expired on 2020-01-01", output, StringComparison.Ordinal);
        Assert.EndsWith("assay.toml: in order (0 rules, 1 waiver, 0 hosts, 0 ignores, 0 other settings)\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.toml", "missing.toml: does not exist; name a policy file")]
    [InlineData("pyproject.toml", "pyproject.toml: has no table [tool.assay]; there is nothing to check")]
    public void Check_says_what_it_cannot_check(string file, string message)
    {
        PolicyHouse.Write(Path.Combine(_house.Project, "pyproject.toml"), "[project]\nname = \"x\"\n");
        (int code, string output, _) = Run("check", file);
        Assert.Equal(2, code);
        Assert.StartsWith(message + "\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_shows_no_terminal_codes_of_the_file()
    {
        PolicyHouse.Write(_house.ProjectFile, "\"\\u001b[31m\" = 1\n# \u001b[2J\n");
        (_, string output, _) = Run("check", "assay.toml");
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_prints_a_policy_that_means_the_same_with_every_origin()
    {
        PolicyHouse.Write(_house.UserFile, """
            [policy]
            unknown = "warn"
            indexes = ["https://index.example/simple"]
            owned = { "acme-*" = "https://pypi.acme.example/simple" }
            [[waiver]]
            rule = "startup-code"
            project = "coverage"
            versions = ">=7"
            reason = "by \"design\" \u001b[31m"
            owner = "o"
            expires = 2027-06-30
            [[rule]]
            id = "native-in-pure-wheel"
            verdict = "warn"
            [hosts]
            allow = ["files.acme.example"]
            """);
        PolicyHouse.Write(_house.ProjectFile, "[policy]\ndefault-age = \"9d\"\n[hosts]\nallow = [\"evil.example\"]\n");
        (int code, string output, string error) = Run("show");
        Assert.Equal(0, code);
        Assert.Contains($"default-age = \"9d\"                               # {_house.ProjectFile}:2", output, StringComparison.Ordinal);
        Assert.Contains($"# {_house.UserFile}:2", output, StringComparison.Ordinal);
        Assert.Contains("the host 'evil.example' would loosen and is ignored", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);

        string shown = Path.Combine(_house.Root, "shown.toml");
        string digest = _house.Load().Policy!.Digest;
        File.WriteAllText(shown, output);
        File.Delete(_house.UserFile);
        File.Delete(_house.ProjectFile);
        Assert.Equal(digest, _house.Load(shown).Policy!.Digest);
    }

    [Fact]
    public void Show_of_a_broken_policy_ends_with_two()
    {
        PolicyHouse.Write(_house.UserFile, "[polcy]\n");
        (int code, string output, string error) = Run("show");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("'polcy' is not a key of a policy file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Waive_writes_and_says_until_when()
    {
        (int code, string output, string error) = Run("waive", "Coverage==7.1", "--rule", "startup-code", "--for", "7d", "--reason", "by design");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"waived startup-code for coverage==7.1 until 2027-03-18 (0:00 UTC) in {_house.UserFile}\n", output);
        Waiver waiver = Assert.Single(_house.Load().Policy!.Waivers);
        Assert.Equal(("sam", "by design"), (waiver.Owner, waiver.Reason));
    }

    [Fact]
    public void Waive_tells_every_mistake_at_once_and_writes_nothing()
    {
        (int code, _, string error) = Run("waive", "coverage", "--rule", "startup-cod", "--for", "0", "--reason", " ");
        Assert.Equal(2, code);
        Assert.Equal(
            """
            assay: 'coverage' is not what a waiver can be for; write NAME==VERSION, or sha256: and 64 hex digits
            assay: 'startup-cod' is neither a rule nor a kind of gap; did you mean 'startup-code'?; 'assay rules' lists them
            assay: '0' is not a time for a waiver; write hours or days up to 366d, such as 7d
            assay: the reason says nothing; write with --reason why this may pass, for who reads the log

            """, error);
        Assert.False(File.Exists(_house.UserFile));
        Assert.False(File.Exists(_house.Log));
    }

    [Theory]
    [InlineData("...")]
    [InlineData("…")]
    [InlineData("'...'")]
    public void What_a_refusal_prints_in_place_of_a_reason_is_none(string reason)
    {
        (int code, _, string error) = Run("waive", "coverage==7.1", "--rule", "startup-code", "--for", "7d", "--reason", reason);
        Assert.Equal(2, code);
        Assert.StartsWith("assay: the reason says nothing", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_house.UserFile));
    }

    [Fact]
    public void A_waiver_that_counts_already_is_not_written_twice()
    {
        Run("waive", "coverage==7.1", "--rule", "startup-code", "--for", "7d", "--reason", "read by me");
        string before = File.ReadAllText(_house.UserFile);
        (int code, string output, _) = Run("waive", "coverage==7.1", "--rule", "startup-code", "--for", "2d", "--reason", "again");
        Assert.Equal(0, code);
        Assert.Contains("startup-code for coverage==7.1 is waived already until ", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_house.UserFile));

        (_, output, _) = Run("waive", "coverage==7.1", "--rule", "startup-code", "--rule", "too-young", "--for", "7d", "--reason", "again");
        Assert.Contains("waived too-young for coverage==7.1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("waived startup-code", output, StringComparison.Ordinal);
        Assert.Equal(2, _house.Load().Policy!.Waivers.Length);
    }

    [Fact]
    public void Check_counts_everything_that_a_file_says()
    {
        PolicyHouse.Write(_house.ProjectFile, "[policy]\ndefault-age = \"3d\"\nlocked = true\n[audit]\nfail-on = \"high\"\n[[ignore]]\nid = \"CVE-2024-1\"\nreason = \"r\"\n");
        Assert.EndsWith("in order (0 rules, 0 waivers, 0 hosts, 1 ignore, 3 other settings)\n", Run("check", "assay.toml").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Trust_show_and_untrust_go_together()
    {
        PolicyHouse.Write(_house.ProjectFile, "[policy]\ndefault-age = 0\n");
        (int code, string output, _) = Run("trust", ".");
        Assert.Equal(0, code);
        Assert.StartsWith($"trusted {_house.ProjectFile} (sha256 ", output, StringComparison.Ordinal);
        Assert.Contains("default-age = \"0\" loosens and counts", output, StringComparison.Ordinal);
        Assert.Contains($"# trusted since 2027-03-10: {_house.ProjectFile}", Run("show").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("untrust", ".").Code);
        Assert.Equal(2, Run("untrust", ".").Code);
    }
}

using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Verdicts;
using CsCheck;

namespace Assay.Tests.Engine.Verdicts;

public sealed class PolicyFileTests
{
    private const string Sample = """
        [policy]
        default-age = "72h"
        unknown = "hold"
        indexes = ["https://index.example/simple/"]
        owned = { "acme-*" = "https://pypi.acme.example/simple" }

        [[rule]]
        id = "native-in-pure-wheel"
        verdict = "warn"

        [[waiver]]
        rule = "startup-code"
        project = "Coverage"
        versions = ">=7"
        reason = "measures subprocesses by design"
        owner = "security@acme.example"
        expires = 2027-06-30

        [hosts]
        allow = ["Files.acme.example"]
        """;

    private static readonly HashSet<string> Known = ["native-in-pure-wheel", "startup-code", "too-young"];
    private static readonly DateOnly Today = new(2027, 3, 10);

    private static (PolicyLayer? Layer, ImmutableArray<PolicyProblem> Problems) Parse(string text) =>
        PolicyFile.Parse(text, "policy.toml", Known, Today);

    [Fact]
    public void The_complete_sample_is_read_with_every_origin()
    {
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse(Sample);
        Assert.Empty(problems);
        Assert.NotNull(layer);
        Assert.Equal(new Stated<TimeSpan>(TimeSpan.FromHours(72), "policy.toml:2"), layer.DefaultAge);
        Assert.Equal(new Stated<UnknownTreatment>(UnknownTreatment.Hold, "policy.toml:3"), layer.Unknown);
        Assert.Equal("https://index.example/simple", Assert.Single(layer.Indexes!.Value));
        Assert.Equal(new OwnedName("acme-*", "https://pypi.acme.example/simple", "policy.toml:5"), Assert.Single(layer.Owned));
        Assert.Equal(new RuleSetting("native-in-pure-wheel", Ruling.Warn, "policy.toml:7"), Assert.Single(layer.Rules));
        Waiver waiver = Assert.Single(layer.Waivers);
        Assert.Equal(("startup-code", "coverage", ">=7", null, new DateOnly(2027, 6, 30), "policy.toml:11"),
            (waiver.Rule, waiver.Project?.Normalized, waiver.Versions, waiver.Sha256, waiver.Expires, waiver.Origin));
        Assert.Equal(new Stated<string>("files.acme.example", "policy.toml:20"), Assert.Single(layer.Hosts));
    }

    [Fact]
    public void Other_spellings_of_the_same_tables_mean_the_same()
    {
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse("""
            policy.default-age = 0
            policy.owned."acme-*" = "https://pypi.acme.example/simple"
            rule = [{ id = "too-young", verdict = "allow" }]
            hosts = { allow = ["127.0.0.1"] }
            [[waiver]]
            rule = "limit-reached"
            sha256 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            reason = "a"
            owner = "b"
            expires = 2028-01-01
            """);
        Assert.Empty(problems);
        Assert.Equal(TimeSpan.Zero, layer!.DefaultAge!.Value);
        Assert.Single(layer.Owned);
        Assert.Equal(("too-young", Ruling.Allow), (layer.Rules[0].Id, layer.Rules[0].Ruling));
        Assert.Equal(new string('a', 64), layer.Waivers[0].Sha256);
    }

    [Theory]
    [InlineData("[[rule]]\n  verdct = \"warn\"\nid = \"too-young\"\nverdict = \"warn\"", "policy.toml:2:3: 'verdct' is not a key of [[rule]]; did you mean 'verdict'?")]
    [InlineData("[polcy]", "policy.toml:1:2: 'polcy' is not a key of a policy file; did you mean 'policy'?")]
    [InlineData("[policy]\ncolour = 1", "policy.toml:2:1: 'colour' is not a key of [policy]; it has default-age, unknown, indexes, owned, locked")]
    [InlineData("[policy]\ndefault-age = \"3 days\"", "policy.toml:2:15: '3 days' is not a duration; write hours or days, such as '72h' or '3d', or '0' for none")]
    [InlineData("[policy]\ndefault-age = 72", "policy.toml:2:15: 'default-age' must be text such as \"72h\", not a number")]
    [InlineData("[policy]\ndefault-age = \"99999999d\"", "policy.toml:2:15: '99999999d' is not a duration; write hours or days, such as '72h' or '3d', or '0' for none")]
    [InlineData("[policy]\nunknown = \"wran\"", "policy.toml:2:11: 'unknown' must be 'hold' or 'warn', not 'wran'; did you mean 'warn'?")]
    [InlineData("[policy]\nunknown = true", "policy.toml:2:11: 'unknown' must be text (\"hold\" or \"warn\"), not true or false")]
    [InlineData("[policy]\nlocked = \"yes\"", "policy.toml:2:10: 'locked' must be true or false, not text")]
    [InlineData("[policy]\nindexes = [\"index.example\"]", "policy.toml:2:12: 'index.example' is not an index; write a whole address, such as 'https://index.example/simple'")]
    [InlineData("[policy]\nindexes = [\"https://u:p@index.example\"]", "policy.toml:2:12: an index in a policy must not carry credentials; leave them to the installer's own settings, netrc or the keyring")]
    [InlineData("[policy]\nindexes = \"https://index.example\"", "policy.toml:2:11: 'indexes' must be an array of addresses, not text")]
    [InlineData("[policy]\nowned = { \"*-x\" = \"https://i.example\" }", "policy.toml:2:11: '*-x' is neither a project name nor the beginning of one with '*' at its end")]
    [InlineData("[rule]\nid = \"too-young\"", "policy.toml:1:1: 'rule' must be written [[rule]], with two brackets, once for each")]
    [InlineData("[[rule]]\nid = \"to-young\"\nverdict = \"warn\"", "policy.toml:2:6: 'to-young' is neither a rule nor a kind of gap; did you mean 'too-young'?")]
    [InlineData("[[rule]]\nid = \"zzzzzzzzzz\"\nverdict = \"warn\"", "policy.toml:2:6: 'zzzzzzzzzz' is neither a rule nor a kind of gap; 'assay rules' lists them")]
    [InlineData("[[rule]]\nid = \"too-young\"\nverdict = \"holds\"", "policy.toml:3:11: 'verdict' must be 'allow', 'warn', 'hold' or 'block', not 'holds'; did you mean 'hold'?")]
    [InlineData("[[rule]]\nid = \"too-young\"", "policy.toml:1:1: this [[rule]] has no 'verdict'; write \"allow\", \"warn\", \"hold\" or \"block\"")]
    [InlineData("[hosts]\nallow = [\"https://x.example\"]", "policy.toml:2:10: 'https://x.example' is not a host name; write it without scheme, port, path or '*'")]
    public void One_mistake_is_told_with_its_place_and_the_next_step(string text, string message)
    {
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse(text);
        Assert.Null(layer);
        Assert.Equal(message, Assert.Single(problems).ToString());
    }

    [Fact]
    public void A_second_setting_for_one_rule_is_a_mistake()
    {
        (_, ImmutableArray<PolicyProblem> problems) = Parse("[[rule]]\nid=\"too-young\"\nverdict=\"warn\"\n[[rule]]\nid=\"too-young\"\nverdict=\"hold\"");
        Assert.Equal("policy.toml:5:4: 'too-young' has a [[rule]] already, at policy.toml:1", Assert.Single(problems).ToString());
    }

    [Fact]
    public void Everything_wrong_with_a_waiver_is_told_at_once()
    {
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse("""
            [[waiver]]
            rule = "startup-cod"
            project = "co verage"
            versions = "seven"
            expires = "2027-06-30"
            resaon = "typo"

            [[waiver]]
            rule = "startup-code"
            reason = " "
            owner = "me"
            expires = 2027-06-30

            [[waiver]]
            rule = "startup-code"
            reason = "r"
            owner = "me"
            project = "coverage"
            sha256 = "abc"
            """);
        Assert.Null(layer);
        Assert.Equal(
            [
                "policy.toml:1:1: this [[waiver]] has no 'reason'; write a sentence that says why",
                "policy.toml:1:1: this [[waiver]] has no 'owner'; write a person or an address",
                "policy.toml:2:8: 'startup-cod' is neither a rule nor a kind of gap; did you mean 'startup-code'?",
                "policy.toml:3:11: 'co verage' is not a project name",
                "policy.toml:4:12: 'seven' is not a version specifier; write one such as '>=7' or '==7.1'",
                "policy.toml:5:11: 'expires' must be a date without quotes or time, such as 2027-06-30, not text",
                "policy.toml:6:1: 'resaon' is not a key of [[waiver]]; did you mean 'reason'?",
                "policy.toml:8:1: a [[waiver]] must say what for: 'project' (with 'versions'), or 'sha256'",
                "policy.toml:10:10: 'reason' is empty; write a sentence that says why",
                "policy.toml:14:1: this [[waiver]] has no 'expires'; every waiver ends, write a date such as expires = 2027-06-30",
                "policy.toml:19:1: a [[waiver]] has either 'sha256' or 'project', not both",
                "policy.toml:19:10: 'abc' is not a sha256; it has 64 hex digits",
            ],
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_waiver_that_has_expired_is_a_warning_and_the_file_still_counts()
    {
        string expired = Sample.Replace("2027-06-30", "2027-03-10", StringComparison.Ordinal);
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse(expired);
        Assert.NotNull(layer);
        Assert.Equal(
            "policy.toml:17:11: warning: this waiver expired on 2027-03-10 and no longer counts; remove it or renew it",
            Assert.Single(problems).ToString());
        Assert.Empty(Parse(Sample.Replace("2027-06-30", "2027-03-11", StringComparison.Ordinal)).Problems);
    }

    [Theory]
    [InlineData("[policy", 1)]
    [InlineData("[policy]\nunknown = \"hold", 2)]
    [InlineData("[policy]\nunknown = \"hold\"\nunknown = \"warn\"", 3)]
    [InlineData("[policy]\n[policy]", 2)]
    [InlineData("\0", 1)]
    public void Text_that_is_not_toml_is_told_by_line(string text, int line)
    {
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse(text);
        Assert.Null(layer);
        Assert.Equal(line, problems[0].Line);
        Assert.StartsWith("not TOML: ", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_a_problem_and_no_crash()
    {
        Assert.Null(Parse("a = " + new string('[', 200_000)).Layer);
        Assert.Null(Parse("a" + string.Concat(Enumerable.Repeat(".a", 20_000)) + " = 1").Layer);
    }

    [Fact]
    public void Any_text_is_a_layer_or_a_list_of_errors_and_never_an_exception()
    {
        string[] pieces =
        [
            "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "\"", "'", "\"\"\"", "\n", "\r", "#", "\\uD800", "\\U00110000", "\\x", "0000-00-00", "9999-12-31T23:59:60Z",
            "1e999", "0x", "inf", "-", "\ud800", "\u0000", "true", "policy", "[[waiver]]\n", "[rule.id]\n", "expires = 0001-01-01\n", "owned.x.y = 1\n",
        ];
        Gen<(int At, int Cut, int Piece)[]> edits = Gen.Select(Gen.Int[0, Sample.Length], Gen.Int[0, 12], Gen.Int[0, pieces.Length - 1]).Array[1, 4];
        edits.Sample(
            changes =>
            {
                StringBuilder text = new(Sample);
                foreach ((int at, int cut, int piece) in changes)
                {
                    int start = Math.Min(at, text.Length);
                    text.Remove(start, Math.Min(cut, text.Length - start)).Insert(start, pieces[piece]);
                }

                (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = Parse(text.ToString());
                return (layer is null) == problems.Any(problem => !problem.IsWarning);
            },
            iter: 5_000);
    }

    [Fact]
    public void Lists_and_problems_have_a_limit()
    {
        StringBuilder text = new("[hosts]\nallow = [");
        text.Insert(text.Length, "\"h.example\",", PolicyFile.MaxItems + 1).Append(']');
        Assert.Equal(
            "policy.toml:2:9: 'allow' has 4097 entries; a policy file may have 4096", Assert.Single(Parse(text.ToString()).Problems).ToString());
        string wrong = string.Concat(Enumerable.Range(0, 500).Select(number => $"key{number} = 1\n"));
        Assert.Equal(PolicyFile.MaxProblems, Parse(wrong).Problems.Length);
    }

    [Fact]
    public void A_pyproject_says_nothing_unless_it_has_our_table()
    {
        Assert.Equal((null, 0), Count(PolicyFile.ParseProject("[project]\nname = \"x\"", "pyproject.toml", Known, Today)));
        Assert.Equal((null, 0), Count(PolicyFile.ParseProject("[tool.other]\nassay = 1", "pyproject.toml", Known, Today)));
        Assert.Equal((null, 0), Count(PolicyFile.ParseProject("{{ a template }}", "pyproject.toml", Known, Today)));
        Assert.NotEmpty(PolicyFile.ParseProject("{{ a template for assay }}", "pyproject.toml", Known, Today).Problems);
        Assert.Equal(
            "pyproject.toml:2:9: 'tool.assay' must be a table, not a number",
            Assert.Single(PolicyFile.ParseProject("[tool]\nassay = 1", "pyproject.toml", Known, Today).Problems).ToString());

        static (PolicyLayer?, int) Count((PolicyLayer? Layer, ImmutableArray<PolicyProblem> Problems) read) => (read.Layer, read.Problems.Length);
    }

    [Fact]
    public void A_pyproject_has_the_same_keys_under_its_table()
    {
        const string Text = "[project]\nname = \"x\"\n[tool.assay.policy]\ndefault-age = \"7d\"\n[[tool.assay.rule]]\nid = \"startup-code\"\nverdict = \"block\"\n";
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = PolicyFile.ParseProject(Text, "pyproject.toml", Known, Today);
        Assert.Empty(problems);
        Assert.Equal(TimeSpan.FromDays(7), layer!.DefaultAge!.Value);
        Assert.Equal("pyproject.toml:5", layer.Rules[0].Origin);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0h", 0)]
    [InlineData("72h", 72)]
    [InlineData("3d", 72)]
    public void Durations_are_hours_or_days(string text, int hours)
    {
        Assert.True(PolicyValues.TryParseDuration(text, out TimeSpan duration));
        Assert.Equal(TimeSpan.FromHours(hours), duration);
        Assert.True(PolicyValues.TryParseDuration(PolicyValues.Describe(duration), out TimeSpan again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("-1h")]
    [InlineData("+1h")]
    [InlineData("1.5h")]
    [InlineData("1H")]
    [InlineData(" 1h")]
    [InlineData("1w")]
    [InlineData("36501d")]
    public void Anything_else_is_no_duration(string text) => Assert.False(PolicyValues.TryParseDuration(text, out _));
}

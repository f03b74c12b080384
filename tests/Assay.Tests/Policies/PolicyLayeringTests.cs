using Assay.Engine.Verdicts;
using Assay.Policies;

namespace Assay.Tests.Policies;

public sealed class PolicyLayeringTests
{
    private static readonly HashSet<string> Known = ["startup-code", "too-young"];

    private const string User = """
        [policy]
        default-age = "48h"
        unknown = "hold"
        indexes = ["https://index.example/simple"]
        owned = { "acme-*" = "https://pypi.acme.example/simple" }
        [[rule]]
        id = "startup-code"
        verdict = "hold"
        [hosts]
        allow = ["files.acme.example"]
        """;

    private static PolicyLayer Layer(string text, string file)
    {
        (PolicyLayer? layer, var problems) = PolicyFile.Parse(text, file, Known, new DateOnly(2027, 3, 10));
        Assert.Empty(problems);
        return layer!;
    }

    private static (Policy Policy, string[] Notices) Merge(string project, PolicyStanding standing, string user = User)
    {
        var (policy, notices, _) = PolicyLayering.Merge([(Layer(user, "user.toml"), PolicyStanding.Own), (Layer(project, "project.toml"), standing)]);
        return (policy, [.. notices]);
    }

    public static TheoryData<string, string> Loosening => new()
    {
        { "[policy]\ndefault-age = \"47h\"", "project.toml:2: default-age = \"47h\"" },
        { "[policy]\ndefault-age = 0", "project.toml:2: default-age = \"0\"" },
        { "[policy]\nunknown = \"warn\"", "project.toml:2: unknown = \"warn\"" },
        { "[policy]\nindexes = [\"https://evil.example/simple\"]", "project.toml:2: 'indexes'" },
        { "[policy]\nindexes = []", "project.toml:2: 'indexes'" },
        { "[policy]\nowned = { \"acme-core\" = \"https://evil.example/simple\" }", "project.toml:2: another owner for 'acme-core'" },
        { "[policy]\nowned = { \"*\" = \"https://evil.example/simple\" }", "project.toml:2: another owner for '*'" },
        { "[[rule]]\nid = \"startup-code\"\nverdict = \"warn\"", "project.toml:1: 'startup-code' = warn" },
        { "[[rule]]\nid = \"too-young\"\nverdict = \"allow\"", "project.toml:1: 'too-young' = allow" },
        { "[[waiver]]\nrule = \"startup-code\"\nproject = \"x\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-06-30", "project.toml:1: the waiver of 'startup-code' for x" },
        { "[hosts]\nallow = [\"evil.example\"]", "project.toml:2: the host 'evil.example'" },
    };

    [Theory]
    [MemberData(nameof(Loosening))]
    public void What_loosens_in_a_project_is_ignored_and_told(string project, string what)
    {
        (Policy policy, string[] notices) = Merge(project, PolicyStanding.Project);
        Assert.Equal(PolicyLayering.Merge([(Layer(User, "user.toml"), PolicyStanding.Own)]).Policy.Digest, policy.Digest);
        Assert.Equal(
            $"{what} would loosen and is ignored: a project's configuration can only tighten, unless you trust its folder ('assay policy trust')",
            Assert.Single(notices));
    }

    [Theory]
    [MemberData(nameof(Loosening))]
    public void What_loosens_in_a_trusted_file_counts_and_is_told(string project, string what)
    {
        (Policy policy, string[] notices) = Merge(project, PolicyStanding.Trusted);
        Assert.NotEqual(PolicyLayering.Merge([(Layer(User, "user.toml"), PolicyStanding.Own)]).Policy.Digest, policy.Digest);
        Assert.Equal($"{what} loosens and counts, because you trust this file", Assert.Single(notices));
    }

    [Theory]
    [MemberData(nameof(Loosening))]
    public void What_loosens_in_a_file_of_the_user_counts_without_a_word(string project, string what)
    {
        (Policy policy, string[] notices) = Merge(project, PolicyStanding.Own);
        Assert.NotEqual(PolicyLayering.Merge([(Layer(User, "user.toml"), PolicyStanding.Own)]).Policy.Digest, policy.Digest);
        Assert.Empty(notices);
        Assert.NotEmpty(what);
    }

    public static TheoryData<string> Tightening =>
    [
        "[policy]\ndefault-age = \"49h\"",
        "[policy]\nowned = { \"other-*\" = \"https://pypi.acme.example/simple\" }",
        "[[rule]]\nid = \"startup-code\"\nverdict = \"block\"",
        "[[rule]]\nid = \"too-young\"\nverdict = \"warn\"",
        "[[rule]]\nid = \"too-young\"\nverdict = \"block\"",
    ];

    [Theory]
    [MemberData(nameof(Tightening))]
    public void What_tightens_in_a_project_counts_without_trust(string project)
    {
        (Policy policy, string[] notices) = Merge(project, PolicyStanding.Project);
        Assert.NotEqual(PolicyLayering.Merge([(Layer(User, "user.toml"), PolicyStanding.Own)]).Policy.Digest, policy.Digest);
        Assert.Empty(notices);
    }

    [Fact]
    public void A_project_cannot_turn_a_warning_of_the_user_back_but_may_ask_for_a_hold()
    {
        const string Warns = "[policy]\nunknown = \"warn\"";
        Assert.Equal(UnknownTreatment.Hold, Merge("[policy]\nunknown = \"hold\"", PolicyStanding.Project, Warns).Policy.Unknown);
        Assert.Empty(Merge(Warns, PolicyStanding.Project, Warns).Notices);
    }

    [Fact]
    public void A_projects_rule_is_a_floor_where_the_user_set_none_and_a_setting_where_he_did()
    {
        Assert.Equal(
            new RuleSetting("too-young", Ruling.Hold, "project.toml:1", AtLeast: true),
            Merge("[[rule]]\nid = \"too-young\"\nverdict = \"hold\"", PolicyStanding.Project).Policy.Rules.Single(rule => rule.Id == "too-young"));
        Assert.Equal(
            new RuleSetting("startup-code", Ruling.Block, "project.toml:1"),
            Merge("[[rule]]\nid = \"startup-code\"\nverdict = \"block\"", PolicyStanding.Project).Policy.Rules.Single());
    }

    [Fact]
    public void A_trusted_file_cannot_take_back_what_an_untrusted_one_tightens()
    {
        (Policy policy, _, _) = PolicyLayering.Merge(
        [
            (Layer("[policy]\ndefault-age = \"9d\"\n[[rule]]\nid = \"too-young\"\nverdict = \"block\"", "root.toml"), PolicyStanding.Project),
            (Layer("[policy]\ndefault-age = 0\n[[rule]]\nid = \"too-young\"\nverdict = \"allow\"", "sub.toml"), PolicyStanding.Trusted),
        ]);
        Assert.Equal(TimeSpan.FromDays(9), policy.DefaultAge);
        Assert.Equal(Ruling.Block, policy.Rules.Single().Ruling);
    }

    [Fact]
    public void Later_files_of_the_user_win_statement_by_statement_and_lists_of_exceptions_add_up()
    {
        const string Waiver = "\n[[waiver]]\nrule = \"startup-code\"\nproject = \"x\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-06-30";
        (Policy policy, _, _) = PolicyLayering.Merge(
        [
            (Layer(User + Waiver, "system.toml"), PolicyStanding.Own),
            (Layer("[policy]\ndefault-age = \"1d\"\n[hosts]\nallow = [\"b.example\"]" + Waiver, "user.toml"), PolicyStanding.Own),
        ]);
        Assert.Equal(TimeSpan.FromDays(1), policy.DefaultAge);
        Assert.Equal("https://index.example/simple", Assert.Single(policy.Indexes));
        Assert.Equal(["files.acme.example", "b.example"], policy.AllowedHosts.AsEnumerable());
        Assert.Equal(2, policy.Waivers.Length);
        Assert.Equal(["system.toml", "user.toml"], policy.Sources.AsEnumerable());
    }

    [Fact]
    public void Without_files_the_built_in_policy_counts()
    {
        (Policy policy, _, _) = PolicyLayering.Merge([]);
        Assert.Equal(Policy.Default.Digest, policy.Digest);
        Assert.Equal((TimeSpan.FromHours(72), UnknownTreatment.Hold), (policy.DefaultAge, policy.Unknown));
    }

    private const string Waived = "[[waiver]]\nrule = \"startup-code\"\nproject = \"x\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-06-30\n";

    [Theory]
    [InlineData(Waived, "the waiver of 'startup-code' for x")]
    [InlineData("[policy]\ndefault-age = 0", "default-age = \"0\"")]
    [InlineData("[[rule]]\nid = \"startup-code\"\nverdict = \"allow\"", "'startup-code' = allow")]
    [InlineData("[hosts]\nallow = [\"evil.example\"]", "the host 'evil.example'")]
    [InlineData("[[ignore]]\nid = \"CVE-2024-1\"\nreason = \"r\"", "ignoring CVE-2024-1")]
    [InlineData("[policy]\nlocked = false\ndefault-age = 0", "default-age = \"0\"")]
    public void A_locked_policy_is_tightened_by_other_files_only(string other, string what)
    {
        PolicyLayer locked = Layer("[policy]\nlocked = true\ndefault-age = \"48h\"", "/etc/assay/assay.toml");
        string alone = PolicyLayering.Merge([(locked, PolicyStanding.Own)]).Policy.Digest;

        // Whoever stands above it, whoever stands below, and whatever is trusted.
        foreach ((PolicyLayer, PolicyStanding)[] layers in ((PolicyLayer, PolicyStanding)[][])
        [
            [(locked, PolicyStanding.Own), (Layer(other, "user.toml"), PolicyStanding.Own)],
            [(Layer(other, "user.toml"), PolicyStanding.Own), (locked, PolicyStanding.Own)],
            [(locked, PolicyStanding.Own), (Layer(other, "user.toml"), PolicyStanding.Trusted)],
        ])
        {
            (Policy policy, var notices, var lines) = PolicyLayering.Merge([.. layers]);
            Assert.Equal(alone, policy.Digest);
            string notice = Assert.Single(notices);
            Assert.Contains($"{what} would loosen and is ignored: the policy is locked (/etc/assay/assay.toml:2)", notice, StringComparison.Ordinal);
            Assert.Contains(lines, static line => line.Text == "locked = true");
        }
    }

    [Fact]
    public void Beside_a_locked_policy_a_file_may_still_tighten_and_the_locked_one_may_waive()
    {
        PolicyLayer locked = Layer("[policy]\nlocked = true\n" + Waived, "/etc/assay/assay.toml");
        (Policy policy, var notices, _) = PolicyLayering.Merge([(locked, PolicyStanding.Own), (Layer("[policy]\ndefault-age = \"30d\"", "user.toml"), PolicyStanding.Own)]);
        Assert.Empty(notices);
        Assert.Single(policy.Waivers);
        Assert.Equal(TimeSpan.FromDays(30), policy.DefaultAge);
    }

    [Fact]
    public void A_project_locks_nothing()
    {
        (Policy policy, string[] notices) = Merge("[policy]\nlocked = true", PolicyStanding.Project, User + "\n" + Waived);
        Assert.Empty(notices);
        Assert.Single(policy.Waivers);
    }
}

using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using Assay.Reports;

namespace Assay.Tests.Reports;

/// <summary>Audits that every format has to write; what each makes of them stands in <c>audit-expected/SAMPLE.FORMAT</c>.</summary>
internal static class AuditSamples
{
    /// <summary>What hostile advisories and lock files put into every string.</summary>
    public const string HostileText =
        "\e[2J\e]0;owned\a::error file=x::pwned ::set-output name=a::b ##[error]x ##vso[task.complete]x %0A::warning::y \u202Egnp.exe\u202C \uD800 \r\n::warning::x\u2028"
        + "</script><script>alert(1)</script><img src=x onerror=alert(1)>&\"'`|\u200B\u009B31m [a](javascript:alert(1)) ![b](https://tracker.example.invalid/x.png) "
        + "@octocat #1 !2 $3 www.phish.example.invalid https://phish.example.invalid **bold** ```";

    public static ImmutableSortedDictionary<string, AuditReport> All { get; } = new Dictionary<string, AuditReport>
    {
        ["clean"] = Report([Item("good", "1.0", 1), Item("also", "2.0", 2)]),
        ["nothing"] = Report([]),
        ["project"] = Project,
        ["malware"] = Malware,
        ["ranges"] = Ranges,
        ["ignored"] = Ignored,
        ["incomplete"] = Incomplete,
        ["since"] = Since,
        ["text"] = Hostile,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static ReportStyle Style(bool color = false, int? width = null) =>
        new(color, width, new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero), false, "9.9.9", "0123456789ab");

    // A lock file with one package of four flaws, one that is fixed by branch, one without a fix, and one that two files pin.
    private static AuditReport Project
    {
        get
        {
            Vulnerability sandbox = Flaw("PYSEC-2019-217", Severity.High, 8.6, ["CVE-2019-10906", "GHSA-462w-v97r-4m45"], "Sandbox escape through str.format_map", ["2.10.1"]);
            Vulnerability redos = Flaw("PYSEC-2021-66", Severity.Medium, 5.3, ["CVE-2020-28493"], "Quadratic time in the urlize filter", ["2.11.3"]) with
            {
                ExploitProbability = 0.0123,
            };
            Vulnerability xss = Flaw("GHSA-h75v-3vvj-5mfj", Severity.Medium, 5.4, ["CVE-2024-34064"], "The xmlattr filter takes keys that hold blanks", ["3.1.4"]);
            Vulnerability breakout = Flaw("GHSA-cpwx-vrp4-4pq7", Severity.Critical, 9.1, ["CVE-2025-27516"], "Sandbox breakout through the attr filter", ["3.1.6"]) with
            {
                ExploitedSince = new DateOnly(2025, 4, 1),
            };
            AuditEntry jinja = Entry(Item("Jinja2", "2.11.2", 12, "flask"), redos, xss, breakout) with { FixVersion = "3.1.6" };
            Vulnerability branches = Flaw("PYSEC-2023-62", null, null, ["GHSA-m2qf-hxjv-5gpq"], "A cached response carries another session's cookie", ["2.2.5", "2.3.2"]);
            Vulnerability unfixed = Flaw("CVE-2024-99999", Severity.Low, 3.1, [], "A temporary file can be guessed", []) with
            {
                Disputed = new Dispute("CVE-2024-99999", [">=1.0"], "GHSA-2222-3333-4444", [">=1.0,<1.2"]),
            };
            return Report(
            [
                jinja,
                Entry(Item("flask", "2.2.0", 30), branches),
                Entry(Item("slug", "1.5", 44, "app"), unfixed),
                Item("good", "1.0", 50),
                jinja with { Item = Item("jinja2", "2.11.2", 3).Item with { Place = new InputPlace("requirements/dev.txt", 3), Source = 1, Labels = ["group dev"] } },
                Entry(Item("jinja2", "2.10", null).Item with { Place = new InputPlace("/opt/venv/lib/python3.13/site-packages"), Labels = ["Debian"] }, sandbox, breakout),
            ]) with
            {
                Sources = [new("uv.lock", "uv.lock"), new("requirements", "requirements/dev.txt")],
                Threshold = AuditThreshold.High,
            };
        }
    }

    private static AuditReport Malware => Report(
    [
        Entry(Item("evil-pkg", "1.0", 7, "app"), Flaw("MAL-2025-1234", null, null, ["GHSA-aaaa-bbbb-cccc"], "Malicious code in evil-pkg (PyPI)", []) with { IsMalware = true },
            Flaw("PYSEC-2025-9", Severity.Low, 2.0, [], "A flaw in malware", ["1.1"])),
        Item("good", "1.0", 8),
    ]);

    private static AuditReport Ranges => Report(
    [
        Range("urllib3", ">=1.21,<3", 2, new RangeAnswer(RangeShare.Some, ">=2.6.3,<3", [], []), Flaw("PYSEC-2023-192", Severity.High, 8.1, ["CVE-2023-43804"], "Cookies follow a redirect to another host", ["1.26.17", "2.0.6"])),
        Range("oldlib", "<1", 3, new RangeAnswer(RangeShare.All, null, [], []), Flaw("PYSEC-2020-1", Severity.Critical, 9.8, [], "Code from a configuration file is run", [])),
        Range("good", ">=1", 4, new RangeAnswer(RangeShare.None, null, [], [])),
    ]);

    private static AuditReport Ignored
    {
        get
        {
            Vulnerability one = Flaw("PYSEC-2021-1", Severity.High, 7.5, ["CVE-2021-1"], "A parser takes quadratic time", ["2.0"]);
            Vulnerability two = Flaw("PYSEC-2021-2", Severity.Medium, 5.0, [], "A header is split", []);
            Vulnerability three = Flaw("PYSEC-2021-3", null, null, [], "A path is followed", []);
            return Report(
            [
                Item("lib", "1.0", 5) with
                {
                    Ignored =
                    [
                        new(one, new AdvisoryIgnore("CVE-2021-1", ProjectName.Parse("lib"), "<2", null, "vulnerable_code_not_in_execute_path: only the writer is used", "security@acme.example", new DateOnly(2027, 6, 30), false, "assay.toml:3")),
                        new(two, new AdvisoryIgnore("PYSEC-2021-2", null, null, "python_version < \"3.12\"", "waiting for a release", "security@acme.example", null, true, "assay.toml:9")),
                        new(three, new AdvisoryIgnore("PYSEC-2021-3", null, null, null, null, null, null, false, "--ignore-vuln")),
                    ],
                },
            ]) with
            {
                IdleIgnores =
                [
                    new(new AdvisoryIgnore("CVE-2019-1", null, null, null, "old", null, null, false, "assay.toml:15"), "it matches nothing"),
                    new(new AdvisoryIgnore("CVE-2020-2", ProjectName.Parse("lib"), null, null, "old", null, new DateOnly(2026, 1, 1), false, "assay.toml:21"), "it ended on 2026-01-01"),
                ],
            };
        }
    }

    private static AuditReport Incomplete => Report(
    [
        Item("good", "1.0", 1),
        Item("internal", null, 2) with { Coverage = Coverage.Skipped, Reason = "it comes from version control" },
        Item("other", null, 3) with { Coverage = Coverage.Skipped, Reason = "it comes from version control" },
        Item("torch", "2.0.1-weird", 4) with
        {
            Coverage = Coverage.Unknown,
            Reason = "1 record could not be decided",
            Undecided = [new("PYSEC-2024-7", ["CVE-2024-7"], "pysec", new SeverityRating(Severity.High, 8.0, null), "2.0.1-weird is no version of PEP 440")],
        },
        Item("free", null, 5) with { Coverage = Coverage.Unknown, Reason = "no version is pinned" },
    ]) with
    {
        Problems = [new(new InputPlace("requirements.txt", 9), "the file extra.txt that it includes does not exist", true)],
        Gaps = [new(GapKind.Unreachable, GapWeight.World, new InputPlace("pysec"), "max-db-age", "The data of pysec is of 2026-11-20, more than 30 days before 2027-01-02")],
        AsOf = new DateOnly(2026, 12, 1),
    };

    private static AuditReport Since
    {
        get
        {
            Vulnerability flaw = Flaw("PYSEC-2026-1", Severity.High, 7.0, ["CVE-2026-1"], "Something new", ["1.1"]);
            Vulnerability gone = Flaw("PYSEC-2020-9", Severity.Low, 2.0, [], "Something old", ["0.9"]);
            return Report([Entry(Item("lib", "1.0", 1), flaw)]) with
            {
                Since = new AuditComparison("uv.lock at 0123abc", [new("lib", "1.0", flaw)], [new("lib", "0.8", gone)], []),
            };
        }
    }

    private static AuditReport Hostile
    {
        get
        {
            Vulnerability flaw = new(
                HostileText, [HostileText + "2"],
                [
                    new(HostileText, HostileText, [HostileText], HostileText, DateTimeOffset.UnixEpoch, new SeverityRating(Severity.High, 7.5, HostileText))
                    {
                        References = [new("WEB", "javascript:alert(1)"), new("WEB", HostileText), new("WEB", "https://good.example.invalid/\"><script>x</script>"), new("WEB", "https://user:word@example.invalid/")],
                    },
                ],
                new SeverityRating(Severity.High, 7.5, HostileText), [HostileText])
            {
                Disputed = new Dispute(HostileText, [HostileText], HostileText, [HostileText]),
            };
            AdvisoryIgnore ignore = new(HostileText, ProjectName.Parse("lib"), HostileText, HostileText, HostileText, HostileText, null, false, HostileText);
            AuditItem item = new(HostileText, HostileText, new InputPlace(HostileText, 3), 0) { Labels = [HostileText], RequiredBy = [HostileText] };
            AuditItem lib = item with { Name = "lib" };
            Vulnerability other = flaw with { Id = $"PYSEC-{HostileText}", FixedVersions = [] };
            return new(
                [new(HostileText, HostileText)],
                [
                    Audited(item) with { Vulnerabilities = [flaw, other] },
                    Audited(lib) with { Vulnerabilities = [flaw with { IsMalware = true }], Ignored = [new(other, ignore)] },
                    Audited(lib with { Version = null }) with { Vulnerabilities = [flaw], Range = new RangeAnswer(RangeShare.Some, HostileText, [], []) },
                    Audited(item) with { Coverage = Coverage.Skipped, Reason = HostileText },
                    Audited(lib) with { Coverage = Coverage.Unknown, Reason = HostileText, Undecided = [new("U" + HostileText, [HostileText], HostileText, SeverityRating.Unknown, HostileText)] },
                ],
                [new(HostileText, HostileText, HostileText, HostileText, null, 1, 2, 3)],
                new string('0', 64), [new(ignore, HostileText)], [new(new InputPlace(HostileText, 1), HostileText, true)],
                [Gap.Of(GapKind.Unreachable, new InputPlace(HostileText), HostileText)], AuditThreshold.Any)
            {
                Since = new AuditComparison(HostileText, [new(HostileText, HostileText, flaw)], [new(HostileText, null, other)], [new(HostileText, HostileText, flaw)]),
            };
        }
    }

    private static AuditReport Report(ImmutableArray<AuditEntry> entries) => new(
        [new("requirements", "requirements.txt")], entries,
        [
            new("pysec", "PyPA Advisory Database", "https://osv.example.invalid/PyPI", "CC-BY-4.0", new DateOnly(2026, 11, 20), 5_123, 45, 3),
            new("malicious-packages", "OpenSSF Malicious Packages", "https://osv.example.invalid/MAL", "Apache-2.0", null, 10_234, 5, 0),
        ],
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", [], [], [], AuditThreshold.Any);

    private static AuditEntry Audited(AuditItem item) => new(item, Coverage.Audited, null, [], [], []);

    private static AuditEntry Item(string name, string? version, int? line, params ImmutableArray<string> requiredBy) =>
        Audited(new(name, version, new InputPlace("requirements.txt", line), 0) { RequiredBy = requiredBy });

    private static AuditEntry Entry(AuditEntry entry, params ImmutableArray<Vulnerability> vulnerabilities) => entry with { Vulnerabilities = vulnerabilities };

    private static AuditEntry Entry(AuditItem item, params ImmutableArray<Vulnerability> vulnerabilities) => Entry(Audited(item), vulnerabilities);

    private static AuditEntry Range(string name, string allowed, int line, RangeAnswer answer, params ImmutableArray<Vulnerability> vulnerabilities) =>
        Entry(Item(name, null, line).Item with { Allowed = VersionSpecifierSet.Parse(allowed) }, vulnerabilities) with { Range = answer };

    private static Vulnerability Flaw(string id, Severity? level, double? score, ImmutableArray<string> aliases, string summary, ImmutableArray<string> fixes)
    {
        SeverityRating rating = new(level, score, score is null ? null : "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
        return new(
            id, aliases,
            [
                new(id, id.StartsWith("MAL-", StringComparison.Ordinal) ? "malicious-packages" : "pysec", [">=0.1,<9"], summary, new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), rating)
                {
                    References = [new("WEB", $"https://advisories.example.invalid/{id}")],
                },
            ],
            rating, fixes);
    }
}

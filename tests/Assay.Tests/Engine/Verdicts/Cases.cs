using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Engine.Verdicts;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Tests.Engine.Verdicts;

/// <summary>Short ways to write findings, cases and policies.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset Noon = new(2027, 3, 10, 12, 0, 0, TimeSpan.Zero);
    public static readonly string Digest = new('a', 64);
    public static readonly Pin Coverage = new(ProjectName.Parse("coverage"), "7.1");

    public static Finding Finding(
        string rule = "startup-code", Severity severity = Severity.High, Confidence confidence = Confidence.Certain,
        CodeContext context = CodeContext.Startup, string path = "a.pth", int? line = null, string message = "it runs") =>
        new(rule, severity, confidence, Audience.Everyone, context, MemberPlace.Of(path, line), message, [], []);

    public static Gap Blind(string path = "big.bin") => Gap.Of(GapKind.LimitReached, MemberPlace.Of(path), "too large");

    public static ListingFinding Young(DateTimeOffset until) =>
        new(new Finding("too-young", Severity.Medium, Confidence.Certain, Audience.Everyone, CodeContext.None,
            new ListingPlace("https://index.example.invalid/simple", "coverage", "coverage-7.1.tar.gz"), "uploaded an hour ago", [], []), until);

    public static Inspection Inspection(IEnumerable<Finding>? findings = null, IEnumerable<Gap>? gaps = null) =>
        new("coverage-7.1.tar.gz", Digest, 1, DistributionKind.Sdist, 1, null, null, [.. findings ?? []], [.. gaps ?? []]);

    public static Case Case(params Finding[] findings) => new("coverage==7.1", Coverage, Inspection(findings), [], []);

    public static Waiver Waiver(
        string rule = "startup-code", string? project = "coverage", string? versions = null, string? sha256 = null, DateOnly? expires = null) =>
        new(rule, project is null ? null : ProjectName.Parse(project), versions, sha256, "by design", "security@acme.example",
            expires ?? new DateOnly(2027, 6, 30), "policy.toml:20");

    public static Policy With(this Policy policy, ImmutableArray<RuleSetting>? rules = null, ImmutableArray<Waiver>? waivers = null) =>
        (policy with { Rules = rules ?? policy.Rules, Waivers = waivers ?? policy.Waivers }).Sealed();
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Packaging.Versions;

namespace Assay.Engine.Verdicts;

/// <summary>Everything about one artifact that a verdict rests on, apart from policy and time. It replays a verdict from a bug report.</summary>
/// <param name="Subject">Pin or file name as shown to people.</param>
/// <param name="Pin">
/// The project and version that was asked for; null where nobody asked for one. Waivers for projects count only with it, so it
/// must come from the question (a requirement, an index page), not from what the file says about itself.
/// </param>
/// <param name="Inspection">What is in the file; null while only its listing is known.</param>
/// <param name="Listing">What listing rules found at the time of the verdict.</param>
/// <param name="Gaps">Gaps beside those of the inspection: an index not reached, a digest not published.</param>
public sealed record Case(
    string Subject, Pin? Pin, Inspection? Inspection, ImmutableArray<ListingFinding> Listing, ImmutableArray<Gap> Gaps)
{
    /// <summary>A file on its own, without an index behind it.</summary>
    public static Case OfFile(Inspection inspection, Pin? pin = null) => new(pin?.ToString() ?? inspection.FileName, pin, inspection, [], []);

    /// <summary>The digest of the bytes inspected, else the one that the listing publishes.</summary>
    public string? Sha256 => Inspection?.Sha256 ?? Pin?.Sha256;
}

/// <summary>Turns findings and gaps into a verdict: a pure function of the case, the policy and the time. It reads no bytes.</summary>
public static class Judge
{
    /// <summary>The worst ruling of all reasons, with every reason listed, also those that a waiver took the effect of.</summary>
    /// <param name="now">The time of the verdict; it holds unchanged until <see cref="Verdict.ValidUntil"/>.</param>
    public static Verdict Decide(Case matter, Policy policy, DateTimeOffset now)
    {
        ImmutableArray<Reason>.Builder reasons = ImmutableArray.CreateBuilder<Reason>();
        DateTimeOffset? validUntil = null;

        foreach (Finding finding in matter.Inspection?.Findings ?? [])
        {
            Ruling row = VerdictTable.Of(finding.Severity, finding.Confidence, finding.Context);
            Weigh(new Reason(finding, null, row, "table", null));
        }

        foreach ((Finding finding, DateTimeOffset? until) in matter.Listing)
        {
            if (until is null)
            {
                Ruling row = VerdictTable.Of(finding.Severity, finding.Confidence, finding.Context);
                Weigh(new Reason(finding, null, row, "table", null));
            }
            else if (until > now)
            {
                // What time alone takes away can wait: neither worse nor better than a hold to that time.
                validUntil = Earlier(validUntil, until);
                Weigh(new Reason(finding, null, Ruling.Hold, "time", until));
            }
        }

        foreach (Gap gap in (matter.Inspection?.Gaps ?? []).Concat(matter.Gaps))
        {
            Weigh(new Reason(null, gap, VerdictTable.Of(gap.Weight, policy.Unknown), gap.Weight == GapWeight.Blind ? "unknown" : "weight", null));
        }

        reasons.Sort(ReasonOrder.Instance);
        double? score = null;
        if (matter.Inspection is not null)
        {
            score = Score.Of(reasons, out int heaviest, out int kinds);
            Ruling band = Score.Band(score.Value);
            if (heaviest >= 0 && reasons.All(reason => reason.Ruling < band))
            {
                reasons[heaviest] = Score.Raise(reasons[heaviest], band, score.Value, kinds);
                reasons.Sort(ReasonOrder.Instance);
            }
        }

        ImmutableArray<Reason> sorted = reasons.DrainToImmutable();
        Ruling ruling = sorted.IsEmpty ? Ruling.Allow : sorted[0].Ruling;
        return new Verdict(
            matter.Subject, matter.Sha256, ruling, sorted, score, EndOfHold(ruling, sorted), validUntil, policy.Digest);

        void Weigh(Reason plain)
        {
            Reason set = WithRules(plain, policy);
            Waiver? waiver = Waivers.Find(policy.Waivers, plain.Id, matter.Pin, matter.Sha256);
            if (waiver is null)
            {
                reasons.Add(set);
            }
            else if (waiver.End > now)
            {
                validUntil = Earlier(validUntil, waiver.End);
                reasons.Add(set with { Ruling = Ruling.Allow, Until = null, PolicyLine = Describe(waiver), WaivedBy = waiver });
            }
            else
            {
                reasons.Add(set with { PolicyLine = $"{set.PolicyLine}; [[waiver]] {waiver.Origin} expired on {Day(waiver.Expires)}" });
            }
        }
    }

    private static Reason WithRules(Reason reason, Policy policy)
    {
        // A setting that replaces counts first, so that one that can only tighten has the last word.
        foreach (RuleSetting setting in policy.Rules.Where(rule => rule.Id == reason.Id).OrderBy(static rule => rule.AtLeast))
        {
            if (!setting.AtLeast)
            {
                reason = reason with { Ruling = setting.Ruling, PolicyLine = $"[[rule]] {setting.Id}, {setting.Origin}" };
            }
            else if (setting.Ruling > reason.Ruling)
            {
                reason = reason with { Ruling = setting.Ruling, PolicyLine = $"[[rule]] {setting.Id}, at least, {setting.Origin}" };
            }
            else if (setting.Ruling < reason.Ruling)
            {
                reason = reason with { PolicyLine = $"{reason.PolicyLine}; [[rule]] {setting.Origin} would loosen and is ignored" };
            }
        }

        return reason.Ruling == Ruling.Hold ? reason : reason with { Until = null };
    }

    private static DateTimeOffset? EndOfHold(Ruling ruling, ImmutableArray<Reason> reasons)
    {
        DateTimeOffset? end = null;
        if (ruling != Ruling.Hold)
        {
            return null;
        }

        foreach (Reason reason in reasons.Where(static reason => reason.Ruling == Ruling.Hold))
        {
            if (reason.Until is null)
            {
                return null;
            }

            end = end is null || reason.Until > end ? reason.Until : end;
        }

        return end;
    }

    private static string Describe(Waiver waiver) =>
        $"[[waiver]] {waiver.Origin} until {Day(waiver.Expires)}, {waiver.Owner}: {waiver.Reason}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}

using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Rules;
using Assay.Engine.Verdicts;
using Assay.Office;
using Assay.Packaging.Indexes;
using Assay.Packaging.Versions;
using Assay.Store;

namespace Assay.Guard;

/// <summary>A verdict on a listed file, and what follows for the installer.</summary>
/// <param name="Id">What <c>assay explain</c> takes; null where nothing stands in the way.</param>
public sealed record FileRuling(Verdict Verdict, string? Id)
{
    /// <summary>True where the file is not handed out.</summary>
    public bool IsRefused => Verdict.Ruling >= Ruling.Hold;

    /// <summary>True where time alone ends the refusal: an older version will do until then.</summary>
    public bool IsHeldByAge => Verdict is { Ruling: Ruling.Hold, Until: not null };

    /// <summary>True where another version will do: every hold ends with time, or is one for vulnerabilities that others do not have.</summary>
    public bool IsSteered => Verdict.Ruling == Ruling.Hold
        && Verdict.Reasons.All(static reason => reason.Ruling != Ruling.Hold || reason.Until is not null || reason.Id == KnownVulnerability.RuleId);

    /// <summary>The reason that leads.</summary>
    public Reason Lead => Verdict.Lead!;
}

/// <summary>Judges listed files: listing rules, the stored or fresh inspection, the policy, the time.</summary>
public sealed class Rulings(AssayStore store, Policy policy, AdvisoryWitness advisories, TimeProvider time)
{
    public Policy Policy { get; } = policy;

    /// <summary>The releases of a project that are taken in spite of their age, because they repair what an older one has.</summary>
    public ImmutableSortedDictionary<PackageVersion, SecurityFix> FixesOn(SimplePage page) =>
        SecurityFixes.On(page, advisories, Policy.DefaultAge, time.GetUtcNow());

    /// <summary>Judges a file by its listing and, where it is known, by what is in it.</summary>
    public FileRuling Of(ListedFile listed, ListingContext knowledge, Inspection? inspection)
    {
        DateTimeOffset now = time.GetUtcNow();
        ListingLook look = ListingWitness.Look(
            listed.Index, listed.Project, listed.Version, listed.File, inspection, knowledge, advisories, Policy.DefaultAge, ImmutableHashSet<string>.Empty, now);
        Case matter = new(listed.Shown, listed.Pin, inspection, look.Findings, look.Gaps);
        Verdict verdict = Judge.Decide(matter, Policy, now);
        return new FileRuling(verdict, verdict.Ruling < Ruling.Hold ? null : IdOf(listed, verdict));
    }

    /// <summary>Keeps a refusal so that <c>assay explain</c> can tell about it later.</summary>
    public void Keep(ListedFile listed, FileRuling ruling)
    {
        if (ruling.Id is string id)
        {
            store.KeepDecision(new Decision(
                id, listed.Shown, listed.File.FileName, ruling.Verdict.Sha256, listed.File.Url, time.GetUtcNow(), ruling.Verdict));
        }
    }

    /// <summary>The ledger's line for a ruling.</summary>
    public static LedgerEntry Entry(Outcome outcome, ListedFile listed, FileRuling ruling)
    {
        Reason? lead = ruling.Verdict.Lead;
        return new LedgerEntry(
            outcome, listed.File.FileName, listed.Project.Normalized, listed.Version, ruling.Verdict.Sha256,
            lead?.Id, lead?.Message ?? "nothing found", ruling.Verdict.Until, ruling.Id, ruling.Verdict);
    }

    private static string IdOf(ListedFile listed, Verdict verdict) =>
        DecisionId.Of(listed.Shown, verdict.Sha256 ?? listed.File.Url, verdict.Lead!.Id, verdict.PolicyDigest);
}

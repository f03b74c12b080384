using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Verdicts;
using Assay.Installers;
using Assay.Office;

namespace Assay.Guard;

/// <summary>The user's own archives and folders: an archive is judged like any other, a tree only warns, since it is the user's own work.</summary>
public static class LocalTargets
{
    /// <summary>Looks at each; false where an archive is refused.</summary>
    public static bool Scan(
        ImmutableArray<LocalTarget> targets, AssayOffice office, AdvisoryWitness advisories, Policy policy, TimeProvider time, Ledger ledger, CancellationToken cancellation)
    {
        bool allowed = true;
        foreach (LocalTarget target in targets)
        {
            if (target.IsArchive ? !File.Exists(target.Path) : !Directory.Exists(target.Path))
            {
                // The installer says so in its own words.
                continue;
            }

            Inspection inspection = target.IsArchive ? office.InspectFile(target.Path, cancellation) : office.InspectTree(target.Path, [], cancellation);
            Case matter = target.IsArchive ? ListingWitness.CaseOfFile(inspection, advisories, ImmutableHashSet<string>.Empty) : Case.OfFile(inspection);
            Verdict verdict = Judge.Decide(matter, policy, time.GetUtcNow());
            if (!target.IsArchive)
            {
                foreach (Reason reason in verdict.Reasons.Where(static reason => reason.Ruling >= Ruling.Warn))
                {
                    ledger.Note($"{target.Path}: {reason.Id}: {reason.Message} ({reason.Place.Describe()})");
                }

                continue;
            }

            bool refused = verdict.Ruling >= Ruling.Hold;
            allowed &= !refused;
            ledger.Record(new LedgerEntry(
                refused ? Outcome.Refused : Outcome.Allowed, target.Path, null, null, inspection.Sha256,
                verdict.Lead?.Id, verdict.Lead?.Message ?? "nothing found", verdict.Until, null, verdict));
        }

        return allowed;
    }
}

using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Versions;
using Assay.Reports;

namespace Assay.Guard;

/// <summary>What the guard tells a person when the installer has ended: what came through, what was held back, why, and what to do next.</summary>
public static class GuardSummary
{
    /// <summary>Writes the summary; a run in which nothing happened writes one line.</summary>
    public static void Write(TextWriter output, Ledger ledger)
    {
        IReadOnlyList<LedgerEntry> entries = ledger.Entries;
        List<LedgerEntry> allowed = [.. entries.Where(static entry => entry.Outcome == Outcome.Allowed)];
        List<LedgerEntry> refused = [.. entries.Where(static entry => entry.Outcome == Outcome.Refused)];
        List<(LedgerEntry Newest, string? Taken)> steered = Steers(entries, allowed);

        output.WriteLine($"assay: {Count(allowed.Count, "file")} allowed, {steered.Count} steered, {refused.Count} refused");
        foreach (LedgerEntry entry in refused)
        {
            Line(output, "refused", $"{entry.Subject}: {Reason(entry)}");
            NextSteps(output, entry);
        }

        foreach ((LedgerEntry newest, string? taken) in steered)
        {
            string instead = taken is null ? "" : $", {newest.Project} {taken} was taken";
            Line(output, "steered", $"{newest.Project} {newest.Version} is not offered{instead}: {Reason(newest)}");
            NextSteps(output, newest);
        }

        foreach (LedgerEntry entry in allowed.Where(static entry => entry.Verdict?.Ruling == Ruling.Warn))
        {
            foreach (Reason reason in entry.Verdict!.Reasons.Where(static reason => reason.Ruling == Ruling.Warn))
            {
                Line(output, "warning", $"{entry.Subject}: {reason.Id}: {reason.Message} ({reason.Place.Describe()})");
            }
        }

        foreach ((string host, string why) in ledger.RefusedHosts)
        {
            Line(output, "host", $"{host} was not reached: {why}");
        }

        foreach (string failure in ledger.Failures)
        {
            Line(output, "failed", failure);
        }

        WriteUnread(output, allowed, ledger);
        foreach (string notice in ledger.Notices)
        {
            Line(output, "note", notice);
        }
    }

    private static void WriteUnread(TextWriter output, List<LedgerEntry> allowed, Ledger ledger)
    {
        IEnumerable<IGrouping<string, Gap>> kinds = allowed
            .SelectMany(static entry => entry.Verdict!.Reasons)
            .Select(static reason => reason.Gap)
            .OfType<Gap>()
            .Concat(ledger.Gaps)
            .GroupBy(static gap => gap.Id, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal);
        foreach (IGrouping<string, Gap> kind in kinds)
        {
            int count = kind.Count();
            string example = kind.First().Detail;
            Line(output, "unread", count == 1 ? $"{kind.Key}: {example}" : $"{kind.Key} ({count} times): {example}");
        }
    }

    // Only what would have been taken matters: the newest held version of a project, where it is newer than what came through.
    private static List<(LedgerEntry, string?)> Steers(IReadOnlyList<LedgerEntry> entries, List<LedgerEntry> allowed)
    {
        List<(LedgerEntry, string?)> steers = [];
        foreach (IGrouping<string?, LedgerEntry> project in entries.Where(static entry => entry.Outcome == Outcome.Steered).GroupBy(static entry => entry.Project))
        {
            LedgerEntry newest = project.MaxBy(static entry => VersionOf(entry))!;
            PackageVersion? taken = allowed.Where(entry => entry.Project == project.Key).Select(VersionOf).Max();
            if (taken is null || VersionOf(newest) is not PackageVersion held || held > taken)
            {
                steers.Add((newest, taken?.ToString()));
            }
        }

        return steers;
    }

    private static PackageVersion? VersionOf(LedgerEntry entry) =>
        entry.Version is string text && PackageVersion.TryParse(text, out PackageVersion? version) ? version : null;

    private static string Reason(LedgerEntry entry)
    {
        string place = entry.Verdict?.Lead?.Place is MemberPlace { Path.IsEmpty: false } member ? $" ({member.Describe()})" : "";
        return entry.Rule is null ? entry.Message : $"{entry.Rule}: {entry.Message}{place}";
    }

    private static void NextSteps(TextWriter output, LedgerEntry entry)
    {
        if (entry.Id is not null)
        {
            output.WriteLine($"             why: assay explain {entry.Id}");
            string pin = entry.Version is null ? $"sha256:{entry.Sha256}" : $"{entry.Project}=={entry.Version}";
            output.WriteLine($"             if you know better: assay policy waive {pin} --rule {entry.Rule} --for 7d --reason '...'");
        }
    }

    private static void Line(TextWriter output, string label, string text) => output.WriteLine($"  {label,-9}  {TerminalText.Escape(text)}");

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

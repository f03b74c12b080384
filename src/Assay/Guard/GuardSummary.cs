using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Versions;
using Assay.Reports;

namespace Assay.Guard;

/// <summary>A rule of which a waiver took the effect away, for one file.</summary>
/// <param name="Message">Of the first finding or gap, unescaped.</param>
/// <param name="Places">How many findings or gaps; at least 1.</param>
internal sealed record WaivedRule(string Id, string Message, int Places, Waiver By);

/// <summary>What the guard tells a person when the installer has ended: what came through, what was held back, why, and what to do next.</summary>
public static class GuardSummary
{
    /// <summary>Writes the summary; a run in which nothing happened writes one line.</summary>
    public static void Write(TextWriter output, Ledger ledger)
    {
        IReadOnlyList<LedgerEntry> entries = ledger.Entries;
        List<LedgerEntry> allowed = [.. entries.Where(static entry => entry.Outcome == Outcome.Allowed)];
        List<LedgerEntry> refused = [.. entries.Where(static entry => entry.Outcome == Outcome.Refused)];
        List<(LedgerEntry Newest, string? Taken)> steered = Steers(entries, allowed, refused);

        int waived = allowed.Count(static entry => !Waived(entry).IsEmpty);
        output.WriteLine($"assay: {Count(allowed.Count, "file")} allowed{(waived > 0 ? $" ({waived} with a waiver)" : "")}, {steered.Count} steered, {refused.Count} refused");
        foreach (LedgerEntry entry in refused)
        {
            // A hold is no judgement on the file: it waits, for a time or for somebody who looks.
            bool isHeld = entry.Verdict?.Ruling == Ruling.Hold;
            string until = entry.Until is DateTimeOffset end ? $" until {ReasonText.Time(end)}" : "";
            Line(output, isHeld ? "held" : "refused", $"{entry.Subject}{(isHeld ? until : "")}: {Reason(entry)}");
            NextSteps(output, entry);
        }

        foreach ((LedgerEntry newest, string? taken) in steered)
        {
            string instead = taken is null ? "" : $", {newest.Project} {taken} was taken";
            Line(output, "steered", $"{newest.Project} {newest.Version} is not offered{instead}: {Reason(newest)}");
            NextSteps(output, newest);
        }

        foreach (LedgerEntry entry in allowed)
        {
            foreach (WaivedRule one in Waived(entry))
            {
                string places = one.Places == 1 ? "" : $" ({one.Places} places)";
                Line(output, "waived", $"{entry.Subject}: {one.Id}: {one.Message}{places}; waived until {one.By.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} by {one.By.Owner}: {one.By.Reason} ({one.By.Origin})");
            }
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

    /// <summary>What a waiver took the effect of, for one file: a line for each rule and waiver.</summary>
    internal static ImmutableArray<WaivedRule> Waived(LedgerEntry entry) =>
    [
        .. (entry.Verdict?.Reasons ?? [])
            .Where(static reason => reason.WaivedBy is not null)
            .GroupBy(static reason => (reason.Id, reason.WaivedBy))
            .Select(static group => new WaivedRule(group.Key.Id, group.First().Message, group.Count(), group.Key.WaivedBy!)),
    ];

    private static void WriteUnread(TextWriter output, List<LedgerEntry> allowed, Ledger ledger)
    {
        IEnumerable<IGrouping<string, Gap>> kinds = allowed
            .SelectMany(static entry => entry.Verdict!.Reasons)
            .Where(static reason => reason.WaivedBy is null)
            .Select(static reason => reason.Gap)
            .OfType<Gap>()
            .Concat(ledger.Gaps)
            .Where(gap => gap.Kind != GapKind.FeedOld || ledger.OldData is null)
            .GroupBy(static gap => gap.Id, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal);
        foreach (IGrouping<string, Gap> kind in kinds)
        {
            int count = kind.Count();
            string example = kind.First().Detail;
            string label = kind.First().Weight == GapWeight.World ? "unknown" : "unread";
            Line(output, label, count == 1 ? $"{kind.Key}: {example}" : $"{kind.Key} ({count} times): {example}");
        }

        if (ledger.OldData is string old)
        {
            Line(output, "old data", old);
        }
    }

    // Only what would have been taken matters: the newest held version of a project, where it is newer than what came through. What was
    // asked for all the same, and refused, is told as that.
    private static List<(LedgerEntry, string?)> Steers(IReadOnlyList<LedgerEntry> entries, List<LedgerEntry> allowed, List<LedgerEntry> refused)
    {
        List<(LedgerEntry, string?)> steers = [];
        foreach (IGrouping<string?, LedgerEntry> project in entries.Where(static entry => entry.Outcome == Outcome.Steered).GroupBy(static entry => entry.Project))
        {
            LedgerEntry newest = project.MaxBy(static entry => VersionOf(entry))!;
            if (refused.Any(entry => entry.Project == newest.Project && entry.Version == newest.Version))
            {
                continue;
            }

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
        // A file that no index listed is known by its bytes.
        if ((entry.Id ?? entry.Sha256) is string asked && entry.Verdict is not null)
        {
            output.WriteLine($"             why: assay explain {asked}");
            string target = entry.Version is null ? $"sha256:{entry.Sha256}" : $"{entry.Project}=={entry.Version}";
            if (WaiverCommand.For(target, entry.Verdict) is string command)
            {
                output.WriteLine($"             if you know better: {command}");
            }
        }
    }

    private static void Line(TextWriter output, string label, string text) => output.WriteLine($"  {label,-9}  {TerminalText.Escape(text)}");

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}

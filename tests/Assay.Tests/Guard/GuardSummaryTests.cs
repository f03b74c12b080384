using System.Text.Json;
using global::Assay.Engine.Findings;
using global::Assay.Engine.Verdicts;
using global::Assay.Guard;

namespace Assay.Tests.Guard;

/// <summary>What a person reads when the installer has ended.</summary>
public sealed class GuardSummaryTests
{
    private static readonly Waiver s_waiver = new("startup-code", null, "==1.0", null, "read by me", "sam", new DateOnly(2027, 3, 18), "/home/sam/assay.toml:4");

    private static Reason Found(string rule, Ruling ruling, Severity severity = Severity.High, Waiver? waiver = null, DateTimeOffset? until = null) => new(
        new Finding(rule, severity, Confidence.Certain, Audience.Everyone, CodeContext.Startup, MemberPlace.Of("x.pth"), $"says {rule}", [], []),
        null, ruling, "table", until, waiver);

    private static LedgerEntry Entry(Outcome outcome, string file, params Reason[] reasons)
    {
        Verdict verdict = new(file, new string('a', 64), reasons[0].Ruling, [.. reasons], null, reasons[0].Until, null, "d");
        return new LedgerEntry(outcome, file, "bird", "1.0", verdict.Sha256, reasons[0].Id, reasons[0].Message, verdict.Until, outcome == Outcome.Allowed ? null : "01234567", verdict);
    }

    private static string Told(params LedgerEntry[] entries) => Told(null, entries);

    private static string Told(string? oldData, params LedgerEntry[] entries)
    {
        Ledger ledger = new() { OldData = oldData };
        foreach (LedgerEntry entry in entries)
        {
            ledger.Record(entry);
        }

        StringWriter output = new() { NewLine = "\n" };
        GuardSummary.Write(output, ledger);
        return output.ToString();
    }

    [Fact]
    public void A_file_that_a_waiver_let_through_is_named_with_rule_reason_and_end()
    {
        LedgerEntry entry = Entry(Outcome.Allowed, "bird-1.0.whl", Found("startup-code", Ruling.Allow, waiver: s_waiver), Found("startup-code", Ruling.Allow, waiver: s_waiver));
        string told = Told(entry);
        Assert.StartsWith("assay: 1 file allowed (1 with a waiver), 0 steered, 0 refused\n", told, StringComparison.Ordinal);
        Assert.Contains("waived     bird-1.0.whl: startup-code: says startup-code (2 places); waived until 2027-03-18 by sam: read by me (/home/sam/assay.toml:4)\n", told, StringComparison.Ordinal);

        Ledger ledger = new();
        ledger.Record(entry);
        JsonElement waived = JsonDocument.Parse(GuardReport.Write(ledger, "pip", Policy.Default, 0, 0, DateTimeOffset.UnixEpoch)).RootElement
            .GetProperty("allowed")[0].GetProperty("waived")[0];
        Assert.Equal(("startup-code", "read by me", "sam", "2027-03-18", "/home/sam/assay.toml:4", 2), (
            waived.GetProperty("rule").GetString(), waived.GetProperty("reason").GetString(), waived.GetProperty("owner").GetString(),
            waived.GetProperty("expires").GetString(), waived.GetProperty("by").GetString(), waived.GetProperty("places").GetInt32()));
    }

    [Fact]
    public void The_waiver_that_a_refusal_prints_is_for_every_rule_that_stands_in_the_way() =>
        Assert.Contains(
            "assay policy waive bird==1.0 --rule sends-secrets --rule startup-code --for 7d --reason '...'\n",
            Told(Entry(Outcome.Refused, "bird-1.0.whl", Found("sends-secrets", Ruling.Block), Found("startup-code", Ruling.Hold), Found("odd-host", Ruling.Warn))),
            StringComparison.Ordinal);

    [Fact]
    public void A_hold_is_told_as_one_with_its_end()
    {
        string told = Told(Entry(Outcome.Refused, "bird-1.0.whl", Found("too-young", Ruling.Hold, until: new DateTimeOffset(2027, 1, 2, 0, 0, 0, TimeSpan.Zero))));
        Assert.Contains("  held       bird-1.0.whl until 2027-01-02T00:00:00Z: too-young: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("  refused  ", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_steered_and_then_asked_for_all_the_same_is_told_once()
    {
        string told = Told(Entry(Outcome.Refused, "bird-1.0.whl", Found("too-young", Ruling.Hold)), Entry(Outcome.Steered, "bird-1.0.tar.gz", Found("too-young", Ruling.Hold)));
        Assert.StartsWith("assay: 0 files allowed, 0 steered, 1 refused\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("is not offered", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_file_of_ones_own_has_a_why_and_a_waiver_by_its_bytes()
    {
        string told = Told(Entry(Outcome.Refused, "/home/sam/bird.whl", Found("startup-code", Ruling.Block)) with { Project = null, Version = null, Id = null });
        Assert.Contains($"why: assay explain {new string('a', 64)}\n", told, StringComparison.Ordinal);
        Assert.Contains($"assay policy waive sha256:{new string('a', 64)} --rule startup-code", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_data_is_one_line_with_its_next_step() =>
        Assert.EndsWith(
            "  old data   advisories: osv 99 days old; run 'assay db update'\n",
            Told("advisories: osv 99 days old; run 'assay db update'", Entry(Outcome.Allowed, "a.whl", Found("odd-host", Ruling.Allow))),
            StringComparison.Ordinal);
}

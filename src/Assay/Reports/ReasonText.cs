using System.Globalization;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>The reasons of a verdict in words: rule, places, the line, what it means, and the next step.</summary>
public static class ReasonText
{
    private const int PlacesShown = 5;
    private const string Indent = "       ";
    private const string Deep = "         ";

    /// <summary>Writes every reason that says something to everyone, those of one rule together; the sentence of the first stands above (<see cref="WriteLead"/>).</summary>
    public static void Write(TextWriter output, ReportStyle style, Ink ink, AssayedFile file, Verdict verdict)
    {
        List<Reason> shown = [.. verdict.Reasons.Where(static reason => reason.WaivedBy is null && (reason.Gap is not null || reason.Ruling > Ruling.Allow))];
        foreach (IGrouping<(string Id, Ruling Ruling), Reason> group in shown
            .Where(static reason => reason.Finding is not null || reason.Ruling > Ruling.Warn)
            .GroupBy(static reason => (reason.Id, reason.Ruling)))
        {
            output.WriteLine();
            WriteGroup(output, style, ink, [.. group], group.Contains(verdict.Lead) ? LeadOf(verdict) : null);
        }

        List<Reason> unread = [.. shown.Where(static reason => reason.Gap is not null && reason.Ruling <= Ruling.Warn)];
        if (unread.Count > 0)
        {
            output.WriteLine();
            foreach (IGrouping<GapKind, Reason> kind in unread.GroupBy(static reason => reason.Gap!.Kind))
            {
                Gap gap = kind.First().Gap!;
                int more = kind.Count() - 1;
                Lines.Write(
                    output, $"{Indent}not looked at: ", 22,
                    TerminalText.Escape(gap.Detail) + (more > 0 ? $" (and {Count(more, "more place")})" : "") + $" [{gap.Id}: {Meaning(gap.Weight)}]",
                    style.Width);
            }
        }

        foreach (IGrouping<(string Id, string PolicyLine), Reason> waived in verdict.Reasons
            .Where(static reason => reason.WaivedBy is not null)
            .GroupBy(static reason => (reason.Id, reason.PolicyLine)))
        {
            string places = waived.Count() == 1 ? "" : $" in {Count(waived.Count(), "place")}";
            Lines.Write(output, $"{Indent}waived: ", Indent.Length + 8, TerminalText.Escape($"{waived.Key.Id}{places}, {waived.Key.PolicyLine}"), style.Width);
        }

        int notes = verdict.Reasons.Count(static reason => reason.Finding is not null && reason.WaivedBy is null && reason.Ruling == Ruling.Allow);
        if (notes > 0)
        {
            Lines.Write(output, Indent, Indent.Length, $"{Count(notes, "finding")} of no consequence here: 'assay scan --format json' lists {(notes == 1 ? "it" : "them")}", style.Width);
        }

        WriteWaivers(output, style, file, verdict);
    }

    /// <summary>
    /// The sentence that a report begins with, for a reader who stops after two lines: what the gravest reason says. Nothing where nothing
    /// stands against the file. <see cref="Write"/> does not say it again.
    /// </summary>
    public static void WriteLead(TextWriter output, ReportStyle style, Ink ink, Verdict verdict)
    {
        if (LeadOf(verdict) is not string lead)
        {
            return;
        }

        StringWriter lines = new() { NewLine = "\n" };
        Lines.Write(lines, "", 0, TerminalText.Escape(lead), style.Width - Indent.Length);
        foreach (string line in lines.ToString().TrimEnd('\n').Split('\n'))
        {
            output.WriteLine($"{Indent}{ink.Bold(line)}");
        }
    }

    private static string? LeadOf(Verdict verdict) =>
        verdict.Lead is not Reason { WaivedBy: null, Ruling: > Ruling.Allow } lead ? null
        : lead.Gap is Gap gap ? $"{(gap.Weight == GapWeight.Blind ? "Not everything that can run could be read" : "Not everything could be looked at")}: {gap.Detail}"
        : lead.Message;

    /// <summary>A size for people, in decimal units.</summary>
    /// <param name="bytes">0 or more.</param>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };

    /// <summary>A number with its noun.</summary>
    public static string Count(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>A time to the second, in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What a gap's weight means for the reader.</summary>
    public static string Meaning(GapWeight weight) => weight switch
    {
        GapWeight.Blind => "it could hold anything",
        GapWeight.Opaque => "judged only from outside",
        _ => "outside knowledge that is missing",
    };

    private static void WriteGroup(TextWriter output, ReportStyle style, Ink ink, List<Reason> reasons, string? lead)
    {
        Reason first = reasons[0];
        string grade = first.Finding is Finding finding
            ? $"{Word(finding.Severity)}, {Word(finding.Confidence)} confidence{(finding.Context == CodeContext.None ? "" : $", {When(finding.Context)}")}"
            : $"could not be looked at: {Meaning(first.Gap!.Weight)}";
        output.WriteLine($"{Indent}{ink.Of(first.Ruling)} {ink.Bold(first.Id)} {ink.Faint($"({grade}; {TerminalText.Escape(first.PolicyLine)})")}");

        // The sentence of the lead reason already heads the whole report.
        string? lastMessage = lead;
        foreach (Reason reason in reasons.Take(PlacesShown))
        {
            if (reason.Message != lastMessage)
            {
                Lines.Write(output, Deep, Deep.Length, TerminalText.Escape(reason.Message), style.Width);
                lastMessage = reason.Message;
            }

            PlaceText.Write(output, style, ink, Deep, reason);
        }

        if (reasons.Count > PlacesShown)
        {
            Lines.Write(output, Deep, Deep.Length, $"and {Count(reasons.Count - PlacesShown, "more place")}: 'assay scan --format json' lists all", style.Width);
        }

        if (RulePages.FindParagraph(first.Id, "What it means") is string meaning)
        {
            Lines.Write(output, $"{Deep}means ", Deep.Length + 6, meaning, style.Width);
        }

        if (RulePages.FindParagraph(first.Id, "What to do") is string step)
        {
            Lines.Write(output, $"{Deep}next  ", Deep.Length + 6, step, style.Width);
        }
    }

    // The way through for somebody who has looked and wants it all the same; the waiver is logged.
    private static void WriteWaivers(TextWriter output, ReportStyle style, AssayedFile file, Verdict verdict)
    {
        if (file.WaiverTarget is not string target || WaiverCommand.For(target, verdict) is not string command)
        {
            return;
        }

        output.WriteLine();
        Lines.Write(output, Indent, Indent.Length, "to let it through for a week all the same, with your reason in place of the dots:", style.Width);
        output.WriteLine($"{Deep}{command}");
    }

    /// <summary>When content takes effect, in a few words; empty where it is no code.</summary>
    public static string When(CodeContext context) => context switch
    {
        CodeContext.None => "",
        CodeContext.Test => "in tests only",
        CodeContext.Call => "when called",
        CodeContext.Main => "when started",
        CodeContext.Plugin => "when loaded as a plugin",
        CodeContext.Import => "at import",
        CodeContext.Install => "at install",
        _ => "at every start of Python",
    };

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Word(Confidence confidence) => confidence.ToString().ToLowerInvariant();
}

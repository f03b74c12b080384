using System.Globalization;
using Assay.Engine;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>The report for people: calm about clean files, the reason, the place and the next step for the others.</summary>
public sealed class TextReport : ReportFormat
{
    public override string Id => "text";

    public override string Title => "for people, in the terminal";

    public override bool SpeaksEarly => true;

    public override void Add(TextWriter output, ReportStyle style, AssayedFile file)
    {
        Ink ink = new(style.Color);
        string name = TerminalText.Escape(file.Path);
        if (file.Verdict is not Verdict verdict)
        {
            Lines.Write(output, ink.Error("error") + "  ", 7, $"{name}: {TerminalText.Escape(file.Error ?? "not looked at")}", style.Width);
            return;
        }

        output.Write(ink.Of(verdict.Ruling));
        output.Write(new string(' ', 7 - Ink.Word(verdict.Ruling).Length));
        output.Write(ink.Bold(name));
        output.WriteLine(verdict.Until is DateTimeOffset until ? $"  until {ReasonText.Time(until)}" : "");
        if (verdict.Ruling == Ruling.Allow && style.Several)
        {
            return;
        }

        ReasonText.WriteLead(output, style, ink, verdict);
        WriteFile(output, style, ink, file);
        ReasonText.Write(output, style, ink, file, verdict);
    }

    public override void End(TextWriter output, ReportStyle style, IReadOnlyList<AssayedFile> files)
    {
        if (!style.Several)
        {
            return;
        }

        Ink ink = new(style.Color);
        List<string> counts = [];
        foreach (Ruling ruling in (ReadOnlySpan<Ruling>)[Ruling.Allow, Ruling.Warn, Ruling.Hold, Ruling.Block])
        {
            int count = files.Count(file => file.Verdict?.Ruling == ruling);
            if (count > 0)
            {
                counts.Add(ink.Of(ruling, Invariant($"{count} {Ink.Word(ruling)}")));
            }
        }

        int errors = files.Count(static file => file.Verdict is null);
        if (errors > 0)
        {
            counts.Add(ink.Error(Invariant($"{errors} not looked at")));
        }

        output.WriteLine();
        output.WriteLine(counts.Count == 0 ? "no files" : $"{ReasonText.Count(files.Count, "file")}: {string.Join(", ", counts)}");
        WriteUnread(output, style, files);
    }

    // What was not read in files that got one line only is said once for all of them: never left out.
    private static void WriteUnread(TextWriter output, ReportStyle style, IReadOnlyList<AssayedFile> files)
    {
        IEnumerable<IGrouping<(GapKind Kind, GapWeight Weight), AssayedFile>> kinds = files
            .SelectMany(static file => (file.Verdict?.Reasons ?? [])
                .Select(static reason => reason.Gap)
                .OfType<Gap>()
                .Select(static gap => (gap.Kind, gap.Weight))
                .Distinct()
                .Select(kind => (kind, file)))
            .GroupBy(static pair => pair.kind, static pair => pair.file)
            .OrderByDescending(static kind => kind.Key.Weight)
            .ThenBy(static kind => kind.Key.Kind);
        foreach (IGrouping<(GapKind Kind, GapWeight Weight), AssayedFile> kind in kinds)
        {
            Lines.Write(output, "not looked at: ", 15, $"{Gaps.IdOf(kind.Key.Kind)} in {ReasonText.Count(kind.Count(), "file")} ({ReasonText.Meaning(kind.Key.Weight)})", style.Width);
        }
    }

    private static void WriteFile(TextWriter output, ReportStyle style, Ink ink, AssayedFile file)
    {
        if (file.Inspection is not Inspection inspection)
        {
            return;
        }

        string kind = inspection.Kind.ToString().ToLowerInvariant();
        string pin = file.Pin is string known ? $" {TerminalText.Escape(known)}" : "";
        Lines.Write(
            output, "       ", 7,
            ink.Faint(Invariant($"{kind}{pin}, {ReasonText.Bytes(inspection.Size)}, {ReasonText.Count(inspection.MemberCount, "member")}, sha256 {inspection.Sha256}")),
            style.Color ? null : style.Width);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

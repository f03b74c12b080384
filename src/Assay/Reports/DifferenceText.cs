using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Comparison;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>What is new in a release, for people: what counts first, files and lines last.</summary>
public static class DifferenceText
{
    private const int FilesShown = 40;
    private const int ListShown = 30;
    private const int CharactersOfLine = 400;

    /// <param name="lines">Most lines of text to show.</param>
    public static void Write(TextWriter output, ReportStyle style, ReleaseDifference difference, int lines)
    {
        Ink ink = new(style.Color);
        ReleaseComparison comparison = difference.Comparison;
        WriteSide(output, style, ink, "old", difference.Old);
        WriteSide(output, style, ink, "new", difference.New);

        Section(output, ink, "new findings", difference.Findings.Where(static reason => reason.Ruling > Ruling.Allow), reason =>
            Lines.Write(
                output, $"  {ink.Of(reason.Ruling)} {ink.Bold(reason.Id)}  ", Ink.Word(reason.Ruling).Length + reason.Id.Length + 5,
                $"{TerminalText.Escape(reason.Message)} ({TerminalText.Escape(reason.Place.Describe())})", style.Width));
        Section(output, ink, "new hooks", comparison.Hooks, hook =>
            Lines.Write(output, $"  {ReasonText.When(hook.Context),-24} ", 27, $"{TerminalText.Escape(hook.What)} ({(hook.IsAdded ? "added" : "changed")})", style.Width));
        Section(output, ink, "new capabilities", comparison.Capabilities, capability => WriteCapability(output, style, ink, capability));
        Section(output, ink, "new hosts", comparison.Hosts, host => output.WriteLine($"  {TerminalText.Escape(host)}"));
        Section(output, ink, "new dependencies", comparison.Dependencies, dependency =>
            Lines.Write(
                output, "  ", 2,
                TerminalText.Escape(dependency.Text) + (dependency.Was is string was ? ink.Faint($"  was {TerminalText.Escape(was)}") : "") + (dependency.IsOfBuild ? ink.Faint("  to build it") : ""),
                style.Color ? null : style.Width));

        WriteFiles(output, ink, difference);
        WriteLines(output, ink, difference.Texts, lines);
        WriteEnd(output, style, difference);
    }

    private static void WriteSide(TextWriter output, ReportStyle style, Ink ink, string label, ComparedSide side) =>
        Lines.Write(
            output, $"{label}  ", 5,
            $"{ink.Bold(TerminalText.Escape(side.FileName))}  {ReportedFinding.Lower(side.Kind)}, {ReasonText.Bytes(side.Size)}, sha256 {side.Sha256}",
            style.Color ? null : style.Width);

    private static void Section<T>(TextWriter output, Ink ink, string title, IEnumerable<T> rows, Action<T> write)
    {
        T[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(ink.Bold($"{title} ({all.Length.ToString(CultureInfo.InvariantCulture)})"));
        foreach (T row in all.Take(ListShown))
        {
            write(row);
        }

        WriteRest(output, all.Length - ListShown);
    }

    private static void WriteRest(TextWriter output, int left)
    {
        if (left > 0)
        {
            output.WriteLine($"  … {left.ToString(CultureInfo.InvariantCulture)} more: --format json lists all");
        }
    }

    private static void WriteCapability(TextWriter output, ReportStyle style, Ink ink, NewCapability capability)
    {
        ProfileEntry entry = capability.Entry;
        string host = capability.Host == HostClass.None ? "" : $", {ReportedDifference.WordOf(capability.Host)}";
        string when = ReasonText.When(entry.Context);
        string place = TerminalText.Escape((entry.First[0] with { Column = null }).Describe());
        string more = entry.Count > 1 ? $" and {ReasonText.Count(entry.Count - 1, "more place")}" : "";
        Lines.Write(output, $"  {when,-24} ", 27, $"{CapabilityNames.WordsOf(entry.Capability)}{host}: {place}{more}", style.Width);
        if (!entry.Targets.IsEmpty)
        {
            Lines.Write(output, $"{new string(' ', 27)}{ink.Faint("to")} ", 30, string.Join("  ", entry.Targets.Select(static target => TerminalText.Escape(target))), style.Width);
        }
    }

    private static void WriteFiles(TextWriter output, Ink ink, ReleaseDifference difference)
    {
        ImmutableArray<ComparedMember> members = difference.Comparison.Members;
        int added = members.Count(static member => member.Old is null);
        int removed = members.Count(static member => member.New is null);
        output.WriteLine();
        output.WriteLine(ink.Bold(string.Create(CultureInfo.InvariantCulture, $"files: {added} added, {removed} removed, {members.Length - added - removed} changed")));
        Dictionary<string, ChangedText> texts = [];
        foreach (ChangedText text in difference.Texts)
        {
            texts.TryAdd(text.Name, text);
        }

        foreach (ComparedMember member in members.OrderBy(static member => member.Old is null ? 0 : member.New is null ? 1 : 2).Take(FilesShown))
        {
            string mark = member.Old is null ? ink.Of(Ruling.Allow, "+") : member.New is null ? ink.Error("-") : "~";
            string size = member.New is Member now ? ReasonText.Bytes(now.Size) : "";
            string lines = texts.TryGetValue(member.Name, out ChangedText? text) && !text.Hunks.IsEmpty
                ? string.Create(CultureInfo.InvariantCulture, $", +{text.Added} -{text.Removed} lines") : "";
            output.WriteLine($"  {mark} {TerminalText.Escape(member.Name)}  {ink.Faint($"{MemberList.Word((member.New ?? member.Old)!.Kind)} {size}{lines}".TrimEnd())}");
        }

        WriteRest(output, members.Length - FilesShown);
    }

    private static void WriteLines(TextWriter output, Ink ink, ImmutableArray<ChangedText> texts, int lines)
    {
        int left = lines;
        int unshown = 0;
        foreach (ChangedText text in texts)
        {
            unshown += left > 0 ? 0 : text.Added + text.Removed;
            if (left <= 0 || (text.Hunks.IsEmpty && !text.IsCut))
            {
                continue;
            }

            output.WriteLine();
            output.WriteLine(ink.Bold(TerminalText.Escape(text.Name)));
            foreach (LineHunk hunk in text.Hunks)
            {
                if (left > 0)
                {
                    output.WriteLine(ink.Faint(string.Create(CultureInfo.InvariantCulture, $"@@ -{Start(hunk.OldStart, hunk.Old)},{hunk.Old.Length} +{Start(hunk.NewStart, hunk.New)},{hunk.New.Length} @@")));
                }

                foreach ((string line, bool isNew) in hunk.Old.Select(static line => (line, false)).Concat(hunk.New.Select(static line => (line, true))))
                {
                    if (left-- > 0)
                    {
                        // Wide lines are where things are hidden: what is cut away says so.
                        string shown = MemberText.EscapeLine(line.AsSpan(0, Math.Min(line.Length, CharactersOfLine)));
                        string cut = line.Length > CharactersOfLine ? $"… ({ReasonText.Count(line.Length, "character")})" : "";
                        output.WriteLine(isNew ? ink.Of(Ruling.Allow, $"+{shown}{cut}") : ink.Faint($"-{shown}{cut}"));
                    }
                    else
                    {
                        unshown++;
                    }
                }
            }

            if (text.IsCut)
            {
                output.WriteLine(ink.Faint("… not compared to its end"));
            }
        }

        if (unshown > 0)
        {
            output.WriteLine();
            output.WriteLine($"… {ReasonText.Count(unshown, "more line")}: --lines N shows more");
        }
    }

    // As in unified diffs: a stretch of no lines stands behind the line named.
    private static int Start(int start, ImmutableArray<string> lines) => lines.IsEmpty ? start - 1 : start;

    private static void WriteEnd(TextWriter output, ReportStyle style, ReleaseDifference difference)
    {
        ReleaseComparison comparison = difference.Comparison;
        foreach (ComparedSide side in (ReadOnlySpan<ComparedSide>)[difference.Old, difference.New])
        {
            foreach (Gap gap in side.BlindGaps)
            {
                output.WriteLine();
                Lines.Write(
                    output, "not looked at: ", 15,
                    $"{TerminalText.Escape(side.FileName)}: {TerminalText.Escape(gap.Place.Describe())}: {TerminalText.Escape(gap.Detail)} [{gap.Id}: {ReasonText.Meaning(gap.Weight)}]", style.Width);
            }
        }

        if (comparison.Capabilities.IsEmpty && comparison.Hooks.IsEmpty && difference.Findings.All(static reason => reason.Ruling == Ruling.Allow))
        {
            output.WriteLine();
            output.WriteLine(comparison.Members.IsEmpty ? "no differences" : "no new capability, hook or finding");
        }
    }
}

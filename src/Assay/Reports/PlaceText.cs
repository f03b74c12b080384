using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>Where a reason is, for people: the calls that lead there, the texts that are decoded on the way, the line, and what else can be checked.</summary>
internal static class PlaceText
{
    private const int TextShown = 160;
    private const int StepsShown = 9;
    private const int DeepestIndent = 6;
    private const int LinesOfLayer = 6;

    /// <param name="indent">Written before every line.</param>
    public static void Write(TextWriter output, ReportStyle style, Ink ink, string indent, Reason reason)
    {
        Finding? finding = reason.Finding;
        ImmutableArray<string> layers = reason.Place is MemberPlace member ? member.Layers : [];
        WriteTrail(output, style, indent, [.. (finding?.Trail ?? []).Except(layers, StringComparer.Ordinal)]);
        Lines.Write(output, $"{indent}at ", indent.Length + 3, TerminalText.Escape(reason.Place.Describe()), null);
        if (finding is null)
        {
            return;
        }

        foreach (Evidence layer in finding.Evidence.Where(static evidence => evidence.IsLayer).OrderBy(static layer => layer.Label.Length).ThenBy(static layer => layer.Label, StringComparer.Ordinal))
        {
            WriteLayer(output, style, ink, indent, layer);
        }

        Evidence? source = reason.Place is MemberPlace { Line: not null } ? finding.Evidence.FirstOrDefault(static evidence => evidence.Label == "line") : null;
        if (source is not null && reason.Place is MemberPlace { Line: int line, Column: var column })
        {
            SourceLine.Write(output, ink, indent, line, source.Text, column is int at ? Excerpt.ColumnIn(source.Text, at) : null, style.Width);
        }

        foreach (Evidence evidence in finding.Evidence.Where(evidence => !evidence.IsLayer && evidence != source))
        {
            string label = TerminalText.Escape(evidence.Label);
            Lines.Write(output, $"{indent}{ink.Faint(label)} ", indent.Length + label.Length + 1, TerminalText.Escape(evidence.Text, TextShown), style.Width);
        }
    }

    // A step a line, each behind the one that leads to it; of a long way its beginning and its end.
    private static void WriteTrail(TextWriter output, ReportStyle style, string indent, ImmutableArray<string> trail)
    {
        int left = trail.Length <= StepsShown ? 0 : trail.Length - StepsShown + 1;
        int row = 0;
        for (int i = 0; i < trail.Length; i++)
        {
            bool isGap = left > 0 && i == StepsShown / 2;
            string step = isGap ? string.Create(CultureInfo.InvariantCulture, $"… {left} more steps") : TerminalText.Escape(trail[i]);
            string prefix = indent + (row == 0 ? "via " : new string(' ', 2 + (2 * Math.Min(row, DeepestIndent))) + "→ ");
            Lines.Write(output, prefix, prefix.Length, step, style.Width);
            row++;
            i += isGap ? left - 1 : 0;
        }
    }

    private static void WriteLayer(TextWriter output, ReportStyle style, Ink ink, string indent, Evidence evidence)
    {
        string[] lines = evidence.Text.ReplaceLineEndings("\n").Split('\n');
        Lines.Write(output, $"{indent}{ink.Faint(evidence.Label)} ", indent.Length + evidence.Label.Length + 1, TerminalText.Escape(lines[0]), style.Width);
        string gutter = indent + "  ";
        int room = style.Width is int width && width - gutter.Length - 2 > 20 ? width - gutter.Length - 2 : TextShown;
        foreach (string line in lines.Skip(1).Take(LinesOfLayer))
        {
            string shown = TerminalText.Escape(line.Replace("\t", "    ", StringComparison.Ordinal), TextShown);
            shown = Columns.Of(shown) <= room ? shown : shown[..Columns.Fitting(shown, room - 1)] + "…";
            output.WriteLine($"{gutter}{ink.Faint("│")} {shown}");
        }

        if (lines.Length - 1 > LinesOfLayer)
        {
            output.WriteLine($"{gutter}{ink.Faint("│")} …");
        }
    }
}

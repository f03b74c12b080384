using System.Collections.Immutable;
using System.Text;

namespace Assay.Reports.PipAudit;

/// <summary>pip-audit's tables: aligned columns, and Markdown. Where nothing was found and nothing skipped they say nothing.</summary>
internal static class PipAuditTables
{
    private const string Advisory = "https://osv.dev/vulnerability/";
    private const string Project = "https://pypi.org/project/";

    /// <summary>Aligned columns; what is untrusted is escaped for a terminal.</summary>
    public static string Columns(PipAuditResult result, PipAuditShown shown)
    {
        StringBuilder text = new();
        foreach (List<string[]> table in Tables(result, shown, Plain, static text => TerminalText.Escape(text)))
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            int[] widths = [.. Enumerable.Range(0, table[0].Length).Select(column => table.Max(row => row[column].Length))];
            AppendRow(text, table[0], widths);
            AppendRow(text, [.. widths.Select(static width => new string('-', width))], widths);
            foreach (string[] row in table.Skip(1))
            {
                AppendRow(text, row, widths);
            }
        }

        return text.ToString();
    }

    /// <summary>Markdown; what is untrusted is escaped for it.</summary>
    public static string Markdown(PipAuditResult result, PipAuditShown shown)
    {
        StringBuilder text = new();
        foreach (List<string[]> table in Tables(result, shown, Linked, Escape))
        {
            text.Append('\n');
            text.AppendJoin(" | ", table[0]).Append('\n');
            text.AppendJoin(" | ", table[0].Select(static _ => "---")).Append('\n');
            foreach (string[] row in table.Skip(1))
            {
                text.AppendJoin(" | ", row).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<List<string[]>> Tables(
        PipAuditResult result, PipAuditShown shown, Func<PipAuditDependency, PipAuditVulnerability, PipAuditShown, IEnumerable<string>> cells, Func<string, string> escape)
    {
        bool fixes = !result.Fixes.IsEmpty;
        List<string[]> found = [.. result.Dependencies.SelectMany(dependency => dependency.Vulnerabilities.Select(vulnerability =>
            (string[])[.. cells(dependency, vulnerability, shown).Take(4), .. fixes ? (string[])[escape(FixOf(result.Fixes, dependency))] : [], .. cells(dependency, vulnerability, shown).Skip(4)]))];
        if (found.Count > 0)
        {
            string[] header =
            [
                "Name", "Version", "ID", "Fix Versions",
                .. fixes ? (string[])["Applied Fix"] : [], .. shown.Aliases ? (string[])["Aliases"] : [], .. shown.Descriptions ? (string[])["Description"] : [],
            ];
            yield return [header, .. found];
        }

        List<string[]> skipped = [.. result.Dependencies.Where(static dependency => dependency.SkipReason is not null)
            .Select(dependency => (string[])[escape(dependency.CanonicalName), escape(dependency.SkipReason!)])];
        if (skipped.Count > 0)
        {
            yield return [["Name", "Skip Reason"], .. skipped];
        }
    }

    private static string FixOf(ImmutableArray<PipAuditFix> fixes, PipAuditDependency dependency) =>
        fixes.FirstOrDefault(fix => fix.CanonicalName == dependency.CanonicalName) is not PipAuditFix fix ? ""
        : fix.NewVersion is null
            ? $"Failed to fix {fix.CanonicalName} ({fix.OldVersion}): {fix.SkipReason}"
            : $"Successfully upgraded {fix.CanonicalName} ({fix.OldVersion} => {fix.NewVersion})";

    private static IEnumerable<string> Plain(PipAuditDependency dependency, PipAuditVulnerability vulnerability, PipAuditShown shown)
    {
        yield return TerminalText.Escape(dependency.CanonicalName);
        yield return TerminalText.Escape(dependency.Version!);
        yield return TerminalText.Escape(vulnerability.Id);
        yield return TerminalText.Escape(string.Join(',', vulnerability.FixVersions));
        if (shown.Aliases)
        {
            yield return TerminalText.Escape(string.Join(", ", vulnerability.Aliases));
        }

        if (shown.Descriptions)
        {
            yield return TerminalText.Escape(vulnerability.Description);
        }
    }

    private static IEnumerable<string> Linked(PipAuditDependency dependency, PipAuditVulnerability vulnerability, PipAuditShown shown)
    {
        yield return Link(dependency.CanonicalName, Project, dependency.CanonicalName + "/");
        yield return Escape(dependency.Version!);
        yield return Link(vulnerability.Id, Advisory, vulnerability.Id);
        yield return Escape(string.Join(',', vulnerability.FixVersions));
        if (shown.Aliases)
        {
            yield return string.Join(", ", vulnerability.Aliases.Select(static alias => Link(alias, Advisory, alias)));
        }

        if (shown.Descriptions)
        {
            yield return Escape(vulnerability.Description);
        }
    }

    private static string Link(string text, string address, string rest) =>
        rest.TrimEnd('/').All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? $"[{text}]({address}{rest})" : Escape(text);

    // Ordinary advisory text is left as pip-audit writes it; what could open a tag, a cell, a comment or a foreign picture is not.
    private static string Escape(string text) =>
        TerminalText.Escape(text).Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("![", "!\\[", StringComparison.Ordinal);

    private static void AppendRow(StringBuilder text, string[] cells, int[] widths)
    {
        int start = text.Length;
        for (int i = 0; i < cells.Length; i++)
        {
            text.Append(cells[i].PadRight(widths[i])).Append(i + 1 < cells.Length ? " " : "");
        }

        int end = text.Length;
        while (end > start && text[end - 1] == ' ')
        {
            end--;
        }

        text.Length = end;
        text.Append('\n');
    }
}

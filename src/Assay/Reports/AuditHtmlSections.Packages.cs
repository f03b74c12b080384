using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;

namespace Assay.Reports;

/// <summary>The table of every item, with its filter.</summary>
internal sealed partial class AuditHtmlSections
{
    private readonly Dictionary<object, string> _targets = AuditPlan.Of(report).Upgrades
        .SelectMany(static step => step.Entries.Select(entry => (entry, Target: step.Target!)))
        .ToDictionary(static pair => (object)pair.entry, static pair => pair.Target, (IEqualityComparer<object>)ReferenceEqualityComparer.Instance);

    /// <summary>Every item; the affected ones first, then those that were not audited.</summary>
    public void Packages() => Section("Packages", () =>
    {
        html.Element(HtmlTag.Div, () =>
        {
            html.Element(HtmlTag.Label, () =>
            {
                html.Text("Filter");
                html.Element(HtmlTag.Input, "", (HtmlAttribute.Id, "filter"), (HtmlAttribute.Type, "search"), (HtmlAttribute.Placeholder, "name, id, file"));
            });
            html.Element(HtmlTag.Label, () =>
            {
                html.Text("Show");
                html.Element(HtmlTag.Select, () =>
                {
                    foreach (string kind in (ReadOnlySpan<string>)["all", "affected", "ignored", "unknown", "skipped", "audited"])
                    {
                        html.Element(HtmlTag.Option, kind, (HtmlAttribute.Value, kind));
                    }
                }, (HtmlAttribute.Id, "kind"));
            });
            html.Element(HtmlTag.Span, "", (HtmlAttribute.Id, "shown"), (HtmlAttribute.Class, "faint"), (HtmlAttribute.Role, "status"));
        }, (HtmlAttribute.Id, "controls"), (HtmlAttribute.Hidden, ""));
        html.Element(HtmlTag.Table, () =>
        {
            html.Element(HtmlTag.Caption, "Affected ones first, then those that were not audited");
            html.Element(HtmlTag.Thead, () => html.Element(HtmlTag.Tr, () =>
            {
                foreach (string head in (ReadOnlySpan<string>)["Package", "Status", "Known against it", "Fix", "Where"])
                {
                    html.Element(HtmlTag.Th, head, (HtmlAttribute.Scope, "col"));
                }
            }));
            html.Element(HtmlTag.Tbody, () =>
            {
                int most = report.Entries.Select(static entry => entry.Vulnerabilities.Length).DefaultIfEmpty(0).Max();
                foreach (AuditEntry entry in report.Entries.OrderBy(static entry => OrderOf(entry)).ThenBy(static entry => entry.Vulnerabilities.Order(AuditWords.GravestFirst).FirstOrDefault(), Comparer<Vulnerability?>.Create(GravestOrNone)))
                {
                    Row(entry, most);
                }
            });
        }, (HtmlAttribute.Id, "packages"));
    });

    private void Row(AuditEntry entry, int most) => html.Element(HtmlTag.Tr, () =>
    {
        html.Element(HtmlTag.Td, () =>
        {
            html.Foreign(AuditWords.Named(entry.Item));
            if (!entry.Item.Labels.IsEmpty)
            {
                html.Element(HtmlTag.Small, () => html.Foreign(string.Join(", ", entry.Item.Labels)));
            }
        });
        html.Element(HtmlTag.Td, () =>
        {
            html.Text(KindsOf(entry).Replace(" ", ", ", StringComparison.Ordinal));
            if (entry.Reason is string reason)
            {
                html.Element(HtmlTag.Small, () => html.Foreign(reason));
            }
        }, (HtmlAttribute.DataLabel, "Status"));
        html.Element(HtmlTag.Td, () => Known(entry, most), (HtmlAttribute.DataLabel, "Known against it"));
        html.Element(HtmlTag.Td, () =>
        {
            if (_targets.TryGetValue(entry, out string? target) || (target = entry.Range?.Tightened) is not null)
            {
                html.Foreign(target);
            }
        }, (HtmlAttribute.DataLabel, "Fix"));
        html.Element(HtmlTag.Td, () => Place(entry.Item), (HtmlAttribute.DataLabel, "Where"));
    }, (HtmlAttribute.DataKind, KindsOf(entry)));

    private void Known(AuditEntry entry, int most)
    {
        ImmutableArray<(string Level, int Count)> parts =
        [
            .. AuditWords.Levels
                .Select(level => (level, entry.Vulnerabilities.Count(flaw => AuditWords.Level(flaw) == level)))
                .Where(static part => part.Item2 > 0),
        ];
        if (!parts.IsEmpty)
        {
            string words = string.Join(", ", parts.Select(static part => $"{Number(part.Count)} {part.Level}"));
            html.Text(words);
            html.Text(": ");
            html.Foreign(string.Join(", ", entry.Vulnerabilities.Order(AuditWords.GravestFirst).Select(static flaw => flaw.Id)));
            Bar(words, parts, most);
        }

        foreach (UndecidedAdvisory undecided in entry.Undecided)
        {
            html.Element(HtmlTag.Small, () => html.Foreign($"undecided {undecided.Id}: {undecided.Reason}"));
        }

        if (!entry.Ignored.IsEmpty)
        {
            html.Element(HtmlTag.Small, $"{Number(entry.Ignored.Length)} ignored");
        }
    }

    private static string KindsOf(AuditEntry entry)
    {
        string[] kinds =
        [
            .. entry.Vulnerabilities.IsEmpty ? (string[])[] : ["affected"],
            .. entry.Ignored.IsEmpty ? (string[])[] : ["ignored"],
            .. entry.Coverage == Coverage.Audited ? (string[])[] : [AuditWords.Word(entry.Coverage)],
        ];
        return kinds.Length == 0 ? "audited" : string.Join(' ', kinds);
    }

    private static int OrderOf(AuditEntry entry) =>
        !entry.Vulnerabilities.IsEmpty ? 0 : entry.Coverage == Coverage.Unknown ? 1 : entry.Coverage == Coverage.Skipped ? 2 : entry.Ignored.IsEmpty ? 4 : 3;

    private static int GravestOrNone(Vulnerability? left, Vulnerability? right) =>
        left is null || right is null ? (left is null).CompareTo(right is null) : AuditWords.GravestFirst.Compare(left, right);
}

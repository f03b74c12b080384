using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>The sections of the page, each left out where it would be empty.</summary>
internal sealed partial class AuditHtmlSections(AuditHtmlWriter html, AuditReport report)
{
    private const int PlacesShown = 12;
    private const double BarWidth = 100;

    private readonly AuditPlan _plan = AuditPlan.Of(report);

    /// <summary>How many of each severity, a bar each.</summary>
    public void Bars()
    {
        Dictionary<string, int> counts = [];
        IEnumerable<Vulnerability> all = _plan.Malware.Concat(_plan.Upgrades).Concat(_plan.Unfixed).SelectMany(static step => step.Vulnerabilities)
            .Concat(_plan.Ranges.SelectMany(static entry => entry.Vulnerabilities));
        foreach (Vulnerability flaw in all)
        {
            counts[AuditWords.Level(flaw)] = counts.GetValueOrDefault(AuditWords.Level(flaw)) + 1;
        }

        if (counts.Count == 0)
        {
            return;
        }

        int most = counts.Values.Max();
        html.Element(HtmlTag.Dl, () =>
        {
            foreach (string level in AuditWords.Levels.Where(counts.ContainsKey))
            {
                html.Element(HtmlTag.Dt, () => Chip(level, level));
                html.Element(HtmlTag.Dd, () => Bar($"{counts[level]} {level}", [(level, counts[level])], most));
                html.Element(HtmlTag.Dd, Number(counts[level]));
            }
        }, (HtmlAttribute.Class, "bars"));
    }

    /// <summary>What to do, the gravest first.</summary>
    public void Steps()
    {
        if (_plan is { Malware.IsEmpty: true, Upgrades.IsEmpty: true, Unfixed.IsEmpty: true })
        {
            return;
        }

        Section("What to do", () =>
        {
            foreach (AuditStep step in _plan.Malware)
            {
                Card(step, "Remove", "", "", ": it is malware");
            }

            foreach (AuditStep step in _plan.Upgrades)
            {
                Card(step, "Upgrade", step.BundledIn is string owner ? $"{owner}, which bundles " : "", $" → {step.Target}", $" solves {Number(step.Vulnerabilities.Length)}{AuditWords.Left(step)}");
            }

            foreach (AuditStep step in _plan.Unfixed)
            {
                Card(step, "No fix for", "", "", " is known");
            }
        });
    }

    /// <summary>Requirements without a pin that allow affected versions.</summary>
    public void Ranges()
    {
        if (_plan.Ranges.IsEmpty)
        {
            return;
        }

        Section("Ranges", () =>
        {
            foreach (AuditEntry entry in _plan.Ranges)
            {
                ImmutableArray<Vulnerability> flaws = [.. entry.Vulnerabilities.Order(AuditWords.GravestFirst)];
                html.Element(HtmlTag.Article, () =>
                {
                    html.Element(HtmlTag.H3, () =>
                    {
                        html.Foreign(AuditWords.Named(entry.Item));
                        html.Text(": ");
                        html.Foreign(AuditWords.Answer(entry.Range!));
                    });
                    Flaws(flaws);
                    Places([entry]);
                }, (HtmlAttribute.Class, $"card {AuditWords.Level(flaws[0])}"));
            }
        });
    }

    /// <summary>What changed since an earlier state.</summary>
    public void Since()
    {
        if (report.Since is not AuditComparison since)
        {
            return;
        }

        Section($"Since {since.Against}", () => html.Element(HtmlTag.Ul, () =>
        {
            Compared("New", since.New);
            Compared("Gone", since.Gone);
            Compared("Still there", since.Remaining);
        }));

        void Compared(string word, ImmutableArray<ComparedVulnerability> compared) => html.Element(HtmlTag.Li, () =>
        {
            html.Element(HtmlTag.Strong, word);
            html.Text(compared.IsEmpty ? ": none" : $": {Number(compared.Length)}");
            if (compared.IsEmpty)
            {
                return;
            }

            html.Element(HtmlTag.Ul, () =>
            {
                foreach (ComparedVulnerability one in compared)
                {
                    html.Element(HtmlTag.Li, () =>
                    {
                        html.Foreign($"{one.Project} {one.Version}".TrimEnd());
                        html.Text(" ");
                        Identified(one.Vulnerability);
                    });
                }
            });
        });
    }

    /// <summary>What policy ignores, and entries of it that do nothing.</summary>
    public void Ignored()
    {
        if (report.IdleIgnores.IsEmpty && report.Entries.All(static entry => entry.Ignored.IsEmpty))
        {
            return;
        }

        Section("Ignored", () => html.Element(HtmlTag.Ul, () =>
        {
            foreach (AuditEntry entry in report.Entries)
            {
                foreach (IgnoredVulnerability ignored in entry.Ignored)
                {
                    html.Element(HtmlTag.Li, () =>
                    {
                        html.Foreign(AuditWords.Named(entry.Item));
                        html.Text(": ");
                        Identified(ignored.Vulnerability);
                        html.Text(": ");
                        html.Foreign(AuditWords.Terms(ignored.By));
                    });
                }
            }

            foreach (IdleIgnore idle in report.IdleIgnores)
            {
                html.Element(HtmlTag.Li, () =>
                {
                    html.Text("The ignore of ");
                    html.Foreign($"{AuditWords.Target(idle.Ignore)} ({idle.Ignore.Origin})");
                    html.Text(" changes nothing: ");
                    html.Foreign(idle.Reason);
                });
            }
        }));
    }

    /// <summary>What could not be read of the inputs.</summary>
    public void Unread()
    {
        if (!report.Problems.IsEmpty)
        {
            Section("Not read", () => html.Element(HtmlTag.Ul, () =>
            {
                foreach (AuditProblem problem in report.Problems)
                {
                    html.Element(HtmlTag.Li, () =>
                    {
                        html.Foreign(problem.Place.Describe());
                        html.Text(": ");
                        html.Foreign(problem.Message);
                        html.Text(problem.MakesIncomplete ? " (packages may be missing)" : "");
                    });
                }
            }));
        }
    }

    /// <summary>The sources of the advisories with their dates.</summary>
    public void Data() => Section("Data", () => html.Element(HtmlTag.Ul, () =>
    {
        foreach (AdvisoryFeed feed in report.Feeds)
        {
            html.Element(HtmlTag.Li, () =>
            {
                html.Foreign(AuditWords.Dated(feed));
                html.Text(": ");
                html.Foreign(feed.Licence.Length > 0 ? $"{feed.Title} ({feed.Licence})" : feed.Title);
                html.Text($": {ReasonText.Count(feed.Records, "record")}, {Number(feed.Withdrawn)} withdrawn, {Number(feed.Dropped)} unreadable");
            });
        }

        if (report.Feeds.IsEmpty)
        {
            html.Element(HtmlTag.Li, "no advisories at all");
        }

        foreach (Gap gap in report.Gaps)
        {
            html.Element(HtmlTag.Li, () => html.Element(HtmlTag.Strong, () => html.Foreign(gap.Detail)));
        }
    }));

    private void Section(string head, Action content) => html.Element(HtmlTag.Section, () =>
    {
        html.Element(HtmlTag.H2, () => html.Foreign(head));
        content();
    });

    private void Card(AuditStep step, string before, string owner, string to, string after) => html.Element(HtmlTag.Article, () =>
    {
        html.Element(HtmlTag.H3, () =>
        {
            html.Text($"{before} ");
            html.Foreign($"{owner}{step.Name} {step.Version}".TrimEnd());
            html.Foreign(to);
            html.Text(after);
        });
        Flaws(step.Vulnerabilities);
        Places(step.Entries);
    }, (HtmlAttribute.Class, $"card {AuditWords.Level(step.Vulnerabilities[0])}"));

    private void Flaws(ImmutableArray<Vulnerability> flaws) => html.Element(HtmlTag.Ul, () =>
    {
        foreach (Vulnerability flaw in flaws)
        {
            html.Element(HtmlTag.Li, () =>
            {
                Identified(flaw);
                html.Text(": ");
                html.Foreign(AuditWords.Summary(flaw));
                foreach (string note in AuditWords.Notes(flaw))
                {
                    html.Element(HtmlTag.Small, () => html.Foreign(note));
                }
            });
        }
    });

    private void Identified(Vulnerability flaw)
    {
        Chip(AuditWords.Level(flaw), AuditWords.Grade(flaw));
        Identified(flaw.Id);
        foreach (string alias in flaw.Aliases)
        {
            html.Text(" ");
            Identified(alias);
        }
    }

    private void Identified(string id)
    {
        if (AuditLinks.PageOf(id) is Uri page)
        {
            html.Link(page, id);
        }
        else
        {
            html.Foreign(id);
        }
    }

    private void Places(ImmutableArray<AuditEntry> entries)
    {
        foreach (AuditEntry entry in entries.Take(PlacesShown))
        {
            html.Element(HtmlTag.Small, () =>
            {
                Place(entry.Item);
                if (!entry.Item.Labels.IsEmpty)
                {
                    html.Text(", ");
                    html.Foreign(string.Join(", ", entry.Item.Labels));
                }
            });
        }

        if (entries.Length > PlacesShown)
        {
            html.Element(HtmlTag.Small, $"and {ReasonText.Count(entries.Length - PlacesShown, "more place")}: the table lists them");
        }
    }

    private void Place(AuditItem item)
    {
        html.Foreign(item.Place.Describe());
        if (!item.RequiredBy.IsEmpty)
        {
            html.Text(", required by ");
            html.Foreign(string.Join(", ", item.RequiredBy));
        }
    }

    private void Chip(string level, string text) => html.Element(HtmlTag.Span, text, (HtmlAttribute.Class, $"chip {level}"));

    private void Bar(string words, ImmutableArray<(string Level, int Count)> parts, int most) => html.Element(HtmlTag.Svg, () =>
    {
        double at = 0;
        foreach ((string level, int count) in parts)
        {
            double width = BarWidth * count / most;
            html.Element(HtmlTag.Rect, "", (HtmlAttribute.Class, level), (HtmlAttribute.X, Number(at)), (HtmlAttribute.Width, Number(width)), (HtmlAttribute.Height, "1"));
            at += width;
        }
    }, (HtmlAttribute.Role, "img"), (HtmlAttribute.Aria, words), (HtmlAttribute.ViewBox, "0 0 100 1"), (HtmlAttribute.PreserveAspectRatio, "none"));

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}

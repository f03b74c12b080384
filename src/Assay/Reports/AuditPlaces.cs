using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>
/// Where an audit's report says things are: from the folder that its reader has at hand, so that two checkouts of one project give the same
/// report, and a reader of SARIF finds the file. What lies outside that folder keeps its full path.
/// </summary>
internal sealed class AuditPlaces
{
    private readonly string _folder;

    private AuditPlaces(string folder) => _folder = folder;

    /// <summary>The report with every path inside a folder told from there.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="root">The root of the repository around it, full path, for formats that tell paths from there; null where there is none.</param>
    public static AuditReport Tell(AuditReport report, AuditReportFormat format, string folder, string? root) =>
        new AuditPlaces(Path.TrimEndingDirectorySeparator(format.TellsFromRepository && root is not null ? root : folder)).Told(report);

    private AuditReport Told(AuditReport report) => report with
    {
        Sources = [.. report.Sources.Select(source => source with { Path = Relative(source.Path) })],
        Entries =
        [
            .. report.Entries.Select(entry => entry with
            {
                Item = entry.Item with { Place = Told(entry.Item.Place), Labels = [.. entry.Item.Labels.Select(Words)] },
                Reason = entry.Reason is string reason ? Words(reason) : null,
                Ignored = [.. entry.Ignored.Select(ignored => ignored with { By = Told(ignored.By) })],
            }),
        ],
        Problems = [.. report.Problems.Select(problem => problem with { Place = Told(problem.Place), Message = Words(problem.Message) })],
        IdleIgnores = [.. report.IdleIgnores.Select(idle => idle with { Ignore = Told(idle.Ignore) })],
    };

    private InputPlace Told(InputPlace place) => place with { File = Relative(place.File) };

    private AdvisoryIgnore Told(AdvisoryIgnore ignore) => ignore with { Origin = Words(ignore.Origin) };

    private string Relative(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
        {
            return path;
        }

        string relative = Path.GetRelativePath(_folder, path);
        bool isOutside = Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || relative.StartsWith("..\\", StringComparison.Ordinal);
        return isOutside ? path : relative;
    }

    // A path within a sentence stands at its beginning, or behind a blank, a quote or a bracket.
    private string Words(string text)
    {
        string prefix = _folder + Path.DirectorySeparatorChar;
        int from = 0;
        for (int at; (at = text.IndexOf(prefix, from, StringComparison.Ordinal)) >= 0;)
        {
            bool begins = at == 0 || text[at - 1] is ' ' or '\'' or '"' or '(';
            text = begins ? text.Remove(at, prefix.Length) : text;
            from = begins ? at : at + prefix.Length;
        }

        return text;
    }
}

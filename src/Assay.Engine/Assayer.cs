using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Rules;

namespace Assay.Engine;

/// <summary>The pipeline: bytes → census → rules → inspection. Pure: the same bytes, name, limits and engine build give the same inspection.</summary>
public static class Assayer
{
    /// <summary>Inspects a distribution file.</summary>
    /// <param name="seekable">The file; read from its beginning, left open.</param>
    /// <param name="fileName">The name under which it was offered, without folders.</param>
    /// <param name="without">Ids of rules that are not asked.</param>
    public static Inspection Inspect(
        Stream seekable, string fileName, InspectionLimits limits, IReadOnlySet<string> without, CancellationToken cancellation) =>
        Conclude(ArtifactReader.Read(seekable, fileName, limits, cancellation), Catalogue.Rules, without);

    /// <summary>Inspects a folder of sources.</summary>
    /// <param name="name">The folder's name, for reports.</param>
    /// <param name="files">Every file below it, in any order, each opened once.</param>
    /// <param name="without">Ids of rules that are not asked.</param>
    public static Inspection InspectTree(
        string name, IEnumerable<TreeFile> files, InspectionLimits limits, IReadOnlySet<string> without, CancellationToken cancellation) =>
        Conclude(ArtifactReader.ReadTree(name, files, limits, cancellation), Catalogue.Rules, without);

    /// <summary>Asks the rules about what was read.</summary>
    public static Inspection Conclude(ArtifactReading reading, ImmutableArray<Rule> rules, IReadOnlySet<string> without)
    {
        List<Finding> findings = [];
        List<Gap> gaps = [.. reading.Gaps];
        foreach (Rule rule in rules)
        {
            if (!without.Contains(rule.Id))
            {
                Ask(rule, reading.Subject, findings, gaps);
            }
        }

        Subject subject = reading.Subject;
        return new Inspection(
            subject.FileName, reading.Sha256, reading.Size, subject.Kind, subject.Members.Length, subject.Metadata, reading.CoreMetadata,
            InspectionOrder.Sort(findings), InspectionOrder.Sort(gaps));
    }

    // The rule runner's catch-all: a rule that fails has not looked, and that holds. What it said before it failed counts.
    private static void Ask(Rule rule, Subject subject, List<Finding> findings, List<Gap> gaps)
    {
        try
        {
            foreach (Finding finding in rule.Inspect(subject))
            {
                findings.Add(finding with
                {
                    Message = WellFormed.Text(finding.Message),
                    Trail = [.. finding.Trail.Select(WellFormed.Text)],
                    Evidence = [.. finding.Evidence.Select(static fact => fact with { Text = WellFormed.Text(EvidenceMask.Mask(fact.Text)) })],
                });
            }
        }
        catch (Exception e)
        {
            gaps.Add(Gap.Of(GapKind.RuleFailed, MemberPlace.Whole, $"rule {rule.Id} failed on this artifact: {e.GetType().Name}: {e.Message}", rule.Id));
        }
    }
}

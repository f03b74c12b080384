using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>
/// One thing worth saying about an artifact. A rule is a pure function of what the census found: it opens nothing, knows no clock
/// and no other rule. Its page <c>docs/rules/&lt;id&gt;.md</c> is its documentation and its test.
/// </summary>
public abstract class Rule
{
    // A RECORD or an archive that is wrong throughout would say the same of every file.
    private const int Most = 25;

    /// <summary>Kebab-case, never reused.</summary>
    public abstract string Id { get; }

    /// <summary>What it reports, in a few words, for lists.</summary>
    public abstract string Title { get; }

    /// <summary>Says what it found. Findings come in the order of <see cref="Subject.Members"/>.</summary>
    public abstract IEnumerable<Finding> Inspect(Subject subject);

    /// <summary>A finding of this rule: for everyone, or for auditors only where it is mere information.</summary>
    private protected Finding Report(
        Severity severity, Confidence confidence, CodeContext context, Place place, string message, params ReadOnlySpan<Evidence> evidence) =>
        new(Id, severity, confidence, severity == Severity.Info ? Audience.Auditor : Audience.Everyone, context, place, message, [], [.. evidence]);

    /// <summary>Keeps the worst of many findings that say the same, and says how many more there are.</summary>
    private protected static IEnumerable<Finding> Limited(IEnumerable<Finding> findings)
    {
        ImmutableArray<Finding> all = [.. findings];
        if (all.Length <= Most)
        {
            return all;
        }

        ImmutableArray<Finding> worst = [.. all.OrderByDescending(static finding => finding.Severity).Take(Most)];
        Finding last = worst[^1];
        return worst.SetItem(Most - 1, last with { Message = $"{last.Message} ({all.Length - Most} more like this)" });
    }
}

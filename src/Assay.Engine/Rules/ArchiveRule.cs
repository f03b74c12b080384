using System.Globalization;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>
/// One kind of lie that an archive can tell. The readers write lies down; a rule of this family gives its kind an id and a weight.
/// The bytes are there for certain; that they were meant as a lie is what the confidence speaks of.
/// </summary>
public abstract class ArchiveRule : Rule
{
    private readonly Severity _severity;

    private protected ArchiveRule(AnomalyKind kind, string id, string title, Severity severity)
    {
        Kind = kind;
        Id = id;
        Title = title;
        _severity = severity;
    }

    /// <summary>The kind of anomaly it speaks for; each kind has one rule.</summary>
    public AnomalyKind Kind { get; }

    public sealed override string Id { get; }

    public sealed override string Title { get; }

    public sealed override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        Func<NestedAnomaly, Severity>? weigh = null;
        foreach (NestedAnomaly nested in subject.Anomalies)
        {
            if (nested.Anomaly.Kind == Kind)
            {
                weigh ??= Weigher(subject);
                Severity severity = Lowered(weigh(nested), nested);
                yield return Report(severity, Confidence.High, CodeContext.None, nested.Place, $"{Title}: {nested.Anomaly.Detail}",
                    new Evidence("offset", nested.Anomaly.Offset.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>How bad each of them is, were it in the artifact itself; asked for once a subject.</summary>
    private protected virtual Func<NestedAnomaly, Severity> Weigher(Subject subject) => _ => _severity;

    // An archive inside the artifact is data to every installer. What Python or an installer would open by itself
    // weighs more than a test's fixture, and neither as much as the artifact.
    private static Severity Lowered(Severity severity, NestedAnomaly nested)
    {
        if (nested.Archive.IsEmpty)
        {
            return severity;
        }

        string name = nested.Archive[^1];
        Severity most = IsLoadable(name) && !Periphery.Holds(name) ? Severity.Medium : Severity.Low;
        return severity < most ? severity : most;
    }

    private static bool IsLoadable(string name) =>
        name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".egg", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".pyz", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".pyzw", StringComparison.OrdinalIgnoreCase);
}

using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A wheel without RECORD: no installer takes it, and nothing says what belongs to it.</summary>
public sealed class RecordAbsent : RecordRule
{
    public override string Id => "record-absent";

    public override string Title => "The wheel has no RECORD";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Wheel is { HasRecord: false } wheel)
        {
            yield return Report(Severity.High, Confidence.High, CodeContext.None, At(wheel), "The wheel has no RECORD, the list of its files and their hashes");
        }
    }
}

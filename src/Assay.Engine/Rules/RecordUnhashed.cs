using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A row of RECORD without a usable hash, where the specification demands one.</summary>
public sealed class RecordUnhashed : RecordRule
{
    public override string Id => "record-unhashed";

    public override string Title => "A file that RECORD does not protect";

    public override IEnumerable<Finding> Inspect(Subject subject) =>
        subject.Wheel is { } wheel
            ? Limited(wheel.RecordUnhashed.Select(row =>
                Report(Severity.Medium, Confidence.Certain, CodeContext.None, At(wheel, row.Line), "RECORD lists this file without a hash",
                    new Evidence("row", row.Text))))
            : [];
}

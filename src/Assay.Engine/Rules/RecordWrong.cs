using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A row of RECORD whose hash or size is not the member's: one of them was changed after the wheel was built.</summary>
public sealed class RecordWrong : RecordRule
{
    public override string Id => "record-wrong";

    public override string Title => "A file that is not what RECORD says";

    public override IEnumerable<Finding> Inspect(Subject subject) =>
        subject.Wheel is { } wheel
            ? Limited(wheel.RecordWrong.Select(row =>
                Report(Severity.High, Confidence.High, CodeContext.None, At(wheel, row.Line), $"RECORD is wrong: {row.Text}")))
            : [];
}

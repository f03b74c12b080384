using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A row of RECORD without a member; where it names a file outside of the package, removing the package removes that file.</summary>
public sealed class RecordExtra : RecordRule
{
    public override string Id => "record-extra";

    public override string Title => "RECORD lists a file that is not there";

    public override IEnumerable<Finding> Inspect(Subject subject) =>
        subject.Wheel is { } wheel ? Limited(wheel.RecordExtra.Select(row => Of(wheel, row))) : [];

    private Finding Of(WheelFacts wheel, LineOf row)
    {
        bool leaves = row.Text.StartsWith('/') || row.Text.Contains("..", StringComparison.Ordinal)
            || row.Text.Contains('\\', StringComparison.Ordinal) || row.Text.Contains(':', StringComparison.Ordinal);
        return Report(leaves ? Severity.High : Severity.Medium, Confidence.High, CodeContext.None, At(wheel, row.Line),
            leaves ? "RECORD claims a file outside of the package, which removing the package would delete" : "RECORD lists a file that is not in the wheel",
            new Evidence("row", row.Text));
    }
}

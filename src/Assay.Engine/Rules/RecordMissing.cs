using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A member that RECORD does not list: installed, never verified, and left behind when the package is removed.</summary>
public sealed class RecordMissing : RecordRule
{
    public override string Id => "record-missing";

    public override string Title => "A file that RECORD does not list";

    public override IEnumerable<Finding> Inspect(Subject subject) =>
        subject.Wheel is { HasRecord: true } wheel ? Limited(Findings(subject, wheel)) : [];

    private IEnumerable<Finding> Findings(Subject subject, WheelFacts wheel)
    {
        Dictionary<string, Member> members = new(StringComparer.Ordinal);
        foreach (Member member in subject.Members)
        {
            if (member.IsOutermost)
            {
                members[member.Name] = member;
            }
        }

        foreach (string name in wheel.RecordMissing)
        {
            Member? member = members.GetValueOrDefault(name);
            yield return Report(member is null || CanRun(member.Kind) ? Severity.High : Severity.Medium, Confidence.High,
                CodeContext.None, member?.At() ?? MemberPlace.Of(name), "RECORD does not list this file");
        }
    }

    private static bool CanRun(MemberKind kind) => kind is MemberKind.PythonSource or MemberKind.PythonBytecode or MemberKind.StartupFile
        or MemberKind.Elf or MemberKind.Pe or MemberKind.MachO or MemberKind.OtherCode or MemberKind.Script or MemberKind.Archive;
}

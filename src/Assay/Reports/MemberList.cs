using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Reports;

/// <summary>The members of an artifact, one a line: kind, size, path, and where it lands once installed.</summary>
public static class MemberList
{
    public static void Write(TextWriter output, Ink ink, ArtifactReading reading)
    {
        Subject subject = reading.Subject;
        string kind = subject.Kind.ToString().ToLowerInvariant();
        output.WriteLine($"{ink.Bold(TerminalText.Escape(subject.FileName))}  {kind}, {ReasonText.Bytes(reading.Size)}, {ReasonText.Count(subject.Members.Length, "member")}, sha256 {reading.Sha256}");
        foreach (Member member in subject.Members)
        {
            string path = TerminalText.Escape(string.Join("!/", member.Path));
            string size = member.Kind is MemberKind.Directory or MemberKind.Link ? "" : ReasonText.Bytes(member.Size);
            output.WriteLine($"  {Word(member.Kind),-12}{size,10}  {path}{ink.Faint(Landing(member))}");
        }

        foreach (Gap gap in reading.Gaps)
        {
            output.WriteLine($"  not looked at: {TerminalText.Escape(gap.Place.Describe())}: {TerminalText.Escape(gap.Detail)}");
        }
    }

    private static string Landing(Member member)
    {
        string link = member.LinkTarget is string target ? $" -> {TerminalText.Escape(target)}" : "";
        Placement place = member.Placement;
        return place.Scheme switch
        {
            InstallScheme.None => link,
            InstallScheme.Purelib or InstallScheme.Platlib when place.Path == member.Name => $"{link}  in {Word(place.Scheme)}",
            _ => $"{link}  as {Word(place.Scheme)}/{TerminalText.Escape(place.Path)}",
        };
    }

    private static string Word(InstallScheme scheme) => scheme.ToString().ToLowerInvariant();

    /// <summary>A kind as reports write it.</summary>
    public static string Word(MemberKind kind) => kind switch
    {
        MemberKind.Directory => "folder",
        MemberKind.PythonSource => "python",
        MemberKind.PythonBytecode => "bytecode",
        MemberKind.StartupFile => "startup",
        MemberKind.Elf => "elf",
        MemberKind.Pe => "pe",
        MemberKind.MachO => "mach-o",
        MemberKind.OtherCode => "code",
        _ => kind.ToString().ToLowerInvariant(),
    };
}

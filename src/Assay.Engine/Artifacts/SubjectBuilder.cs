using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>Puts together what the census saw: kinds and contexts by place, metadata, RECORD, and the gaps that follow from them.</summary>
internal static class SubjectBuilder
{
    /// <param name="census">Read to its end, members sorted.</param>
    public static ArtifactReading Build(
        Census census, DistributionShape shape, string fileName, ImmutableArray<InstallerReading> readings, string sha256, long size)
    {
        List<Gap> gaps = [.. census.Gaps];
        string? distInfo = DistInfoReader.Choose(shape, fileName);
        MetadataFacts? metadata = MetadataReader.Read(census.Members, shape, distInfo, gaps, out ImmutableArray<byte>? served);
        WheelFacts? wheel = shape.Kind == DistributionKind.Wheel ? DistInfoReader.Read(census.Members, shape, distInfo!, gaps) : null;
        BuildSystem build = SourceReader.BuildSystemOf(census.Members, shape, gaps);
        SdistFacts? sdist = shape.Kind is DistributionKind.Sdist or DistributionKind.Tree ? SourceReader.Read(census.Members, shape, build) : null;
        ImmutableArray<Member> members = Place(census.Members, shape, wheel, build, fileName);
        AddLimitGaps(census.Members, gaps);
        AddOpaqueGaps(members, gaps);
        census.Anomalies.Sort(Compare);
        Subject subject = new(
            fileName, KindOfName(fileName, shape.Kind), shape.Kind, members, [.. census.Anomalies], wheel, sdist, metadata, readings);
        return new ArtifactReading(subject, InspectionOrder.Sort(gaps), sha256, size, served);
    }

    private static ImmutableArray<Member> Place(
        List<RawMember> raw, DistributionShape shape, WheelFacts? wheel, BuildSystem build, string fileName)
    {
        Contexts contexts = new(shape, DistInfoReader.PluginModules(wheel), build);
        ImmutableArray<Member>.Builder members = ImmutableArray.CreateBuilder<Member>(raw.Count);
        foreach (RawMember member in raw)
        {
            Placement placement = !member.IsOutermost ? Placement.NotInstalled
                : shape.Kind == DistributionKind.Wheel ? InstallLayout.OfWheel(member.Name, wheel?.RootIsPurelib)
                : shape.Kind == DistributionKind.Egg ? InstallLayout.OfEgg(member.Name, fileName)
                : Placement.NotInstalled;
            CodeContext context = contexts.Of(member, member.Kind, placement);

            // What site reads at each start is a startup file, whatever it looks like.
            MemberKind kind = context == CodeContext.Startup && member.Kind is MemberKind.Binary or MemberKind.Archive or MemberKind.Text
                && MemberNames.IsPathConfiguration(member.Name) ? MemberKind.StartupFile : member.Kind;
            ImmutableArray<SecretSighting> secrets = member.Secrets;
            string? text = member.Kept is byte[] kept && !MemberNames.IsRecord(member.Name) ? TextDecoding.Decode(kept) : null;
            if (text is not null && MemberNames.FileOf(member.Name) is ".pypirc" && SecretShapes.PypircPassword(text) is SecretSighting password)
            {
                secrets = secrets.Add(password);
            }

            members.Add(new Member(member.Path, kind, member.Size, member.Sha256, member.Mode, placement, context, text, secrets, member.LinkTarget));
        }

        return members.MoveToImmutable();
    }

    // One gap a limit: where it struck first, and how often.
    private static void AddLimitGaps(List<RawMember> members, List<Gap> gaps)
    {
        SortedDictionary<string, (RawMember First, int Count)> cut = new(StringComparer.Ordinal);
        foreach (RawMember member in members)
        {
            if (member.Excerpt.CutBy is string limit)
            {
                cut[limit] = cut.TryGetValue(limit, out (RawMember First, int Count) known) ? (known.First, known.Count + 1) : (member, 1);
            }
        }

        foreach ((string limit, (RawMember first, int count)) in cut)
        {
            string others = count == 1 ? "" : $", nor of {count - 1} more members";
            gaps.Add(Gap.Of(GapKind.LimitReached, new MemberPlace(first.Path), $"not all of its text was read{others}: {limit}", limit));
        }
    }

    private static void AddOpaqueGaps(ImmutableArray<Member> members, List<Gap> gaps)
    {
        int sources = 0;
        int bytecode = 0;
        int native = 0;
        Member? firstNative = null;
        foreach (Member member in members)
        {
            switch (member.Kind)
            {
                case MemberKind.PythonSource:
                    sources++;
                    break;
                case MemberKind.PythonBytecode:
                    bytecode++;
                    break;
                case MemberKind.Elf or MemberKind.Pe or MemberKind.MachO or MemberKind.OtherCode:
                    native++;
                    firstNative ??= member;
                    break;
                default:
                    break;
            }
        }

        if (sources + bytecode > 0)
        {
            gaps.Add(Gap.Of(GapKind.PythonNotRead, MemberPlace.Whole, $"Python is listed but not read: {Plural(sources, "source file")}, {Plural(bytecode, "bytecode file")}"));
        }

        if (firstNative is not null)
        {
            gaps.Add(Gap.Of(GapKind.NativeCode, firstNative.At(), native == 1 ? "machine code is not read" : $"machine code is not read, here and in {native - 1} more files"));
        }
    }

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static DistributionKind KindOfName(string fileName, DistributionKind content) =>
        content == DistributionKind.Tree ? DistributionKind.Tree
        : fileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) ? DistributionKind.Wheel
        : fileName.EndsWith(".egg", StringComparison.OrdinalIgnoreCase) ? DistributionKind.Egg
        : Array.Exists(SdistFileName.Extensions.ToArray(), extension => fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? DistributionKind.Sdist
        : DistributionKind.Unknown;

    private static int Compare(NestedAnomaly left, NestedAnomaly right)
    {
        int order = RawMember.ComparePaths(left.Archive, right.Archive);
        order = order != 0 ? order : string.CompareOrdinal(left.Anomaly.Member, right.Anomaly.Member);
        order = order != 0 ? order : left.Anomaly.Kind.CompareTo(right.Anomaly.Kind);
        order = order != 0 ? order : left.Anomaly.Offset.CompareTo(right.Anomaly.Offset);
        return order != 0 ? order : string.CompareOrdinal(left.Anomaly.Detail, right.Anomaly.Detail);
    }
}

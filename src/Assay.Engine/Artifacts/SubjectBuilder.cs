using System.Collections.Immutable;
using Assay.Engine.Capabilities;
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
        ImmutableArray<BuildHook> hooks = SourceReader.BuildHooksOf(census.Members, shape, build);
        ImmutableArray<Member> members = Place(census.Members, shape, wheel, new Contexts(shape, DistInfoReader.PluginModules(wheel), build, hooks), fileName);
        AddLimitGaps(census.Members, gaps);
        AddNativeGap(members, gaps);
        census.Anomalies.Sort(Compare);
        ImmutableArray<EntryPointFact> entryPoints = DistInfoReader.EntryPointsOf(census.Members, shape, wheel, build);
        ReleaseExcerpts(census.Members);
        BehaviourReading behaviour = ReadPython(census, new PythonFiles(shape, build, hooks, entryPoints), members, gaps);
        Subject subject = new(
            fileName, KindOfName(fileName, shape.Kind), shape.Kind, members, [.. census.Anomalies], wheel, sdist, metadata, readings)
        {
            Behaviour = behaviour,
        };
        return new ArtifactReading(subject, InspectionOrder.Sort(gaps), sha256, size, served);
    }

    private static ImmutableArray<Member> Place(
        List<RawMember> raw, DistributionShape shape, WheelFacts? wheel, Contexts contexts, string fileName)
    {
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

    // All that is read of them has been read; what follows takes the most memory.
    private static void ReleaseExcerpts(List<RawMember> members)
    {
        foreach (RawMember member in members)
        {
            member.Excerpt.Bytes = null;
        }
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

    private static BehaviourReading ReadPython(Census census, PythonFiles files, ImmutableArray<Member> members, List<Gap> gaps)
    {
        AddUnreadGap(census.Members, members, gaps);
        ImmutableArray<PythonFile> programs = files.Collect(census.Members, members);
        if (programs.IsEmpty)
        {
            return BehaviourReading.None;
        }

        if (programs.Length > census.Limits.MaxPythonFiles)
        {
            gaps.Add(Gap.Of(
                GapKind.PythonBudget, new MemberPlace(programs[census.Limits.MaxPythonFiles].Path),
                $"of {programs.Length} Python files only the first {census.Limits.MaxPythonFiles} are read", nameof(InspectionLimits.MaxPythonFiles)));
            programs = programs[..census.Limits.MaxPythonFiles];
        }

        Dictionary<string, byte[]> data = files.Data(census.Members, members);
        FactReading reading = FactReader.Read(
            programs, path => data.TryGetValue(path, out byte[]? bytes) ? bytes : default(ReadOnlyMemory<byte>?),
            [.. data.Keys.Order(StringComparer.Ordinal)], census.Limits.Program, census.Cancellation);
        gaps.AddRange(reading.Gaps);
        return reading.Behaviour;
    }

    // Python that a limit left out: one gap a limit and weight, where it struck first, and how often.
    private static void AddUnreadGap(List<RawMember> raw, ImmutableArray<Member> members, List<Gap> gaps)
    {
        SortedDictionary<(string Limit, bool IsBlind), (Member First, int Count)> left = [];
        for (int i = 0; i < raw.Count; i++)
        {
            if (raw[i].Content.CutBy is string limit && MemberNames.UseOf(raw[i].Name, raw[i].Kind) == ContentUse.Python)
            {
                (string, bool) key = (limit, members[i].Context >= CodeContext.Plugin);
                left[key] = left.TryGetValue(key, out (Member First, int Count) known) ? (known.First, known.Count + 1) : (members[i], 1);
            }
        }

        foreach (((string limit, bool isBlind), (Member first, int count)) in left)
        {
            string others = count == 1 ? "" : $", nor are {count - 1} more files";
            gaps.Add(new Gap(
                GapKind.PythonNotRead, isBlind ? GapWeight.Blind : GapWeight.Opaque, first.At(), limit, $"{Plural(first.Size, "byte")} of Python are not read{others}: {limit}"));
        }
    }

    private static void AddNativeGap(ImmutableArray<Member> members, List<Gap> gaps)
    {
        int native = 0;
        Member? firstNative = null;
        foreach (Member member in members)
        {
            if (member.Kind is MemberKind.Elf or MemberKind.Pe or MemberKind.MachO or MemberKind.OtherCode)
            {
                native++;
                firstNative ??= member;
            }
        }

        if (firstNative is not null)
        {
            gaps.Add(Gap.Of(GapKind.NativeCode, firstNative.At(), native == 1 ? "machine code is not read" : $"machine code is not read, here and in {native - 1} more files"));
        }
    }

    private static string Plural(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

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

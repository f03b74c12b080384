using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;
using Assay.Packaging.Metadata;
using Assay.Packaging.Names;

namespace Assay.Engine.Artifacts;

/// <summary>Reads a wheel's dist-info folder: WHEEL, RECORD, entry points.</summary>
internal static class DistInfoReader
{
    /// <summary>The dist-info folder that installers would take: the one of the file's own project, else the first; null where there is none.</summary>
    public static string? Choose(DistributionShape shape, string fileName)
    {
        foreach (string folder in shape.DistInfos)
        {
            if (ProjectOf(folder) is ProjectName project && ProjectOf(fileName) == project)
            {
                return folder;
            }
        }

        return shape.DistInfos.IsEmpty ? null : shape.DistInfos[0];
    }

    public static WheelFacts Read(List<RawMember> members, DistributionShape shape, string distInfo, List<Gap> gaps)
    {
        RawMember? wheel = Find(members, distInfo + "/WHEEL");
        WheelInfo info = WheelInfo.Parse(wheel?.Kept ?? []);
        if (info.RootIsPurelib is null)
        {
            gaps.Add(Gap.Of(GapKind.MetadataUnreadable, MemberPlace.Of(distInfo + "/WHEEL"), "WHEEL is missing, or does not say where the root of the wheel goes"));
        }

        RawMember? record = Find(members, distInfo + "/RECORD");
        // Half a RECORD would make liars of honest members; that it was cut is a gap already.
        RecordComparison comparison = record is { Kept: byte[] rows, Excerpt.CutBy: null }
            ? RecordComparison.Of(RecordFile.Parse(TextDecoding.Decode(rows)), members, distInfo)
            : RecordComparison.None;
        return new WheelFacts(
            shape.DistInfos, info.RootIsPurelib, info.Tags, record is not null,
            comparison.Missing, comparison.Extra, comparison.Wrong, comparison.Unhashed,
            ReadEntryPoints(Find(members, distInfo + "/entry_points.txt")));
    }

    /// <summary>Modules that other programs load through entry points.</summary>
    public static ImmutableHashSet<string> PluginModules(WheelFacts? wheel)
    {
        ImmutableHashSet<string>.Builder modules = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (EntryPointFact entry in wheel?.EntryPoints ?? [])
        {
            if (entry.Group is not ("console_scripts" or "gui_scripts"))
            {
                int end = entry.Target.AsSpan().IndexOfAny(":[ ");
                modules.Add(end < 0 ? entry.Target : entry.Target[..end]);
            }
        }

        return modules.ToImmutable();
    }

    /// <summary>The entry points of a wheel, or of what an sdist's egg-info folder and settings say that its wheel will have.</summary>
    public static ImmutableArray<EntryPointFact> EntryPointsOf(List<RawMember> members, DistributionShape shape, WheelFacts? wheel, BuildSystem build) =>
        wheel?.EntryPoints ??
        [
            .. ReadEntryPoints(members.Find(member => member.IsOutermost
                && member.Name.StartsWith(shape.Root, StringComparison.Ordinal) && member.Name.EndsWith(".egg-info/entry_points.txt", StringComparison.Ordinal))),
            .. SourceReader.EntryPointsOf(members, shape, build),
        ];

    private static ImmutableArray<EntryPointFact> ReadEntryPoints(RawMember? member) => member?.Kept is byte[] bytes
        ? [.. EntryPoints.Parse(bytes).Entries.Select(static entry => new EntryPointFact(entry.Group, entry.Name, entry.Value, entry.Line))]
        : [];

    /// <summary>The member of the artifact itself that has this name; of several, the last in the census' order; null where there is none.</summary>
    public static RawMember? Find(List<RawMember> members, string name)
    {
        RawMember? found = null;
        foreach (RawMember member in members)
        {
            if (member.IsOutermost && member.Name == name)
            {
                found = member;
            }
        }

        return found;
    }

    private static ProjectName? ProjectOf(string fileOrFolder)
    {
        int dash = fileOrFolder.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && ProjectName.TryParse(fileOrFolder.AsSpan(0, dash), out ProjectName project) ? project : null;
    }
}

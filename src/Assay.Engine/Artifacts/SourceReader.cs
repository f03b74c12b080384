using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>Reads what sources say about how they are built.</summary>
internal static class SourceReader
{
    /// <summary>The build system of an sdist or a tree; the legacy one where there is no <c>pyproject.toml</c>.</summary>
    public static BuildSystem BuildSystemOf(List<RawMember> members, DistributionShape shape, List<Gap> gaps)
    {
        if (shape.Kind is not (DistributionKind.Sdist or DistributionKind.Tree)
            || DistInfoReader.Find(members, shape.Root + "pyproject.toml") is not { Kept: byte[] text } member)
        {
            return BuildSystem.Legacy;
        }

        BuildSystem build = BuildSystem.Read(TextDecoding.Decode(text));
        if (!build.Problems.IsEmpty)
        {
            FormatProblem problem = build.Problems[0];
            gaps.Add(Gap.Of(GapKind.MetadataUnreadable, new MemberPlace(member.Path, Line: problem.Line), $"pyproject.toml cannot be read: {problem.Text}"));
        }

        return build;
    }

    /// <summary>What the build system of an sdist or a tree runs of it, besides the backend and <c>setup.py</c>.</summary>
    public static ImmutableArray<BuildHook> BuildHooksOf(List<RawMember> members, DistributionShape shape, BuildSystem build) =>
        shape.Kind is DistributionKind.Sdist or DistributionKind.Tree ? BuildHook.Of(build, SetupCfgOf(members, shape)) : [];

    /// <summary>The entry points that <c>pyproject.toml</c> and <c>setup.cfg</c> name.</summary>
    public static IEnumerable<EntryPointFact> EntryPointsOf(List<RawMember> members, DistributionShape shape, BuildSystem build)
    {
        foreach (BuildSetting setting in build.Settings)
        {
            (string Group, string Name)? entry = setting.Path.AsSpan() switch
            {
                ["project", "entry-points", _, _] or ["tool", "poetry", "plugins", _, _] => (setting.Path[^2], setting.Path[^1]),
                ["project", "scripts", _] or ["tool", "poetry", "scripts", _] => ("console_scripts", setting.Path[^1]),
                ["project", "gui-scripts", _] => ("gui_scripts", setting.Path[^1]),
                _ => null,
            };
            if (entry is var (itsGroup, itsName) && setting.Value is { } value)
            {
                yield return new EntryPointFact(itsGroup, itsName, value, 0);
            }
        }

        foreach ((string section, string group, string line) in SetupCfgOf(members, shape) is { } text ? SetupCfg.Settings(text) : [])
        {
            if (section == "options.entry_points" && line.Split('=', 2) is [var name, var value])
            {
                yield return new EntryPointFact(group, name.Trim(), value.Trim(), 0);
            }
        }
    }

    private static string? SetupCfgOf(List<RawMember> members, DistributionShape shape) =>
        shape.Kind is DistributionKind.Sdist or DistributionKind.Tree && DistInfoReader.Find(members, shape.Root + "setup.cfg") is { Kept: byte[] text } ? TextDecoding.Decode(text) : null;

    public static SdistFacts Read(List<RawMember> members, DistributionShape shape, BuildSystem build) => new(
        shape.Top, build.Backend, build.BackendPath, build.Requires, DistInfoReader.Find(members, shape.Root + "setup.py") is not null);
}

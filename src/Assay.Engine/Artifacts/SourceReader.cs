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

    public static SdistFacts Read(List<RawMember> members, DistributionShape shape, BuildSystem build) => new(
        shape.Top, build.Backend, build.BackendPath, build.Requires, DistInfoReader.Find(members, shape.Root + "setup.py") is not null);
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;
using Assay.Packaging.Metadata;

namespace Assay.Engine.Artifacts;

/// <summary>Reads the core metadata of a distribution, and says which bytes of it may be handed to installers.</summary>
internal static class MetadataReader
{
    // The fields that resolvers need, and which a build may still change where they are dynamic.
    private static readonly string[] s_resolverFields = ["requires-dist", "requires-python", "provides-extra"];

    /// <param name="distInfo">The wheel's dist-info folder; null where there is none.</param>
    /// <param name="served">See <see cref="ArtifactReading.CoreMetadata"/>.</param>
    public static MetadataFacts? Read(
        List<RawMember> members, DistributionShape shape, string? distInfo, List<Gap> gaps, out ImmutableArray<byte>? served)
    {
        served = null;
        string? path = shape.Kind switch
        {
            DistributionKind.Wheel => distInfo + "/METADATA",
            DistributionKind.Egg => "EGG-INFO/PKG-INFO",
            DistributionKind.Sdist or DistributionKind.Tree => shape.Root + "PKG-INFO",
            _ => null,
        };
        if (path is null)
        {
            return null;
        }

        if (DistInfoReader.Find(members, path) is not { } member)
        {
            // Sources may do without: their build says what they are. A wheel may not.
            if (shape.Kind is DistributionKind.Wheel or DistributionKind.Egg)
            {
                gaps.Add(Gap.Of(GapKind.MetadataUnreadable, MemberPlace.Of(path), "the core metadata is missing"));
            }

            return null;
        }

        if (member is not { Kept: byte[] bytes, Excerpt.CutBy: null })
        {
            gaps.Add(Gap.Of(GapKind.MetadataUnreadable, MemberPlace.Of(path), "the core metadata is no text, or too long to be read"));
            return null;
        }

        CoreMetadata metadata = CoreMetadata.Parse(bytes);
        MetadataFacts facts = new(
            path, member.Sha256, metadata.MetadataVersion ?? "", metadata.Name ?? "", metadata.VersionText ?? "", metadata.RequiresPythonText,
            [.. metadata.RequiresDist.Select(static requirement => new LineOf(requirement.Line, requirement.Text))],
            metadata.ProvidesExtra,
            [.. metadata.Dynamic.Select(static field => field.ToLowerInvariant())],
            [.. metadata.Problems.Where(Matters).Select(static problem => new LineOf(Math.Max(1, problem.Line), problem.Detail))]);
        if (facts.Name.Length == 0 || facts.Version.Length == 0)
        {
            gaps.Add(Gap.Of(GapKind.MetadataUnreadable, MemberPlace.Of(path), "the core metadata gives no name or no version"));
        }

        served = shape.Kind == DistributionKind.Wheel || (shape.Kind == DistributionKind.Sdist && HoldsForEveryBuild(facts)) ? [.. bytes] : null;
        return facts;
    }

    // Fields that nobody knows, or that came too early, are untidy but read; missing ones are said where they are missed.
    private static bool Matters(MetadataProblem problem) => problem.Kind is not (
        MetadataProblemKind.UnknownField or MetadataProblemKind.FieldTooNew or MetadataProblemKind.TwoDescriptions or MetadataProblemKind.MissingField);

    private static bool HoldsForEveryBuild(MetadataFacts facts)
    {
        string[] version = facts.MetadataVersion.Split('.');
        return version.Length == 2
            && int.TryParse(version[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(version[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && (major > 2 || (major == 2 && minor >= 2))
            && !facts.Dynamic.Any(static field => s_resolverFields.Contains(field));
    }
}

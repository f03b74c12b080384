using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Rules;

/// <summary>Subjects made by hand, for what a sample package cannot show.</summary>
internal static class Subjects
{
    public static Subject Wheel(params Member[] members) => new(
        "demo-1.0-py3-none-any.whl", DistributionKind.Wheel, DistributionKind.Wheel, [.. members], [],
        new WheelFacts(["demo-1.0.dist-info"], true, ["py3-none-any"], true, [], [], [], [], []), null,
        new MetadataFacts("demo-1.0.dist-info/METADATA", "", "2.1", "demo", "1.0", null, [], [], [], []), []);

    public static Member Member(string path, InstallScheme scheme = InstallScheme.None, string? lands = null, string sha256 = "") =>
        new([path], MemberKind.Text, 1, sha256, 0, scheme == InstallScheme.None ? Placement.NotInstalled : new Placement(scheme, lands ?? path),
            CodeContext.None, null, [], null);
}

using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Rules;

/// <summary>
/// A wheel whose <c>.dist-info</c> folder is missing, is not the only one, or is another release's (PyPA "Binary distribution
/// format", "The .dist-info directory").
/// </summary>
public sealed class WheelDistInfo : Rule
{
    private const string Suffix = ".dist-info";

    public override string Id => "wheel-dist-info";

    public override string Title => "Not exactly one .dist-info folder of this release";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Wheel is not { } wheel)
        {
            yield break;
        }

        if (wheel.DistInfos.Length != 1)
        {
            yield return Report(Severity.High, Confidence.High, CodeContext.None, MemberPlace.Whole,
                wheel.DistInfos.IsEmpty ? "The wheel has no .dist-info folder" : "The wheel has more than one .dist-info folder",
                [.. wheel.DistInfos.Take(5).Select(static folder => new Evidence("folder", folder))]);
            yield break;
        }

        string folder = wheel.DistInfos[0];
        if (WheelFileName.TryParse(subject.FileName, out WheelFileName? name) && !Fits(folder, name))
        {
            yield return Report(Severity.High, Confidence.High, CodeContext.None, MemberPlace.Of(folder),
                "The .dist-info folder is named for another release than the wheel",
                new Evidence("file name", subject.FileName), new Evidence("folder", folder));
        }
    }

    private static bool Fits(string folder, WheelFileName name)
    {
        string stem = folder.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? folder[..^Suffix.Length] : folder;
        int dash = stem.LastIndexOf('-');
        return dash > 0
            && ProjectName.TryParse(stem.AsSpan(0, dash), out ProjectName project) && project == name.Project
            && PackageVersion.TryParse(stem.AsSpan(dash + 1), out PackageVersion? version) && version == name.Version;
    }
}

using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>A wheel whose file name promises other platforms than its WHEEL file does.</summary>
public sealed class WheelTagMismatch : Rule
{
    public override string Id => "wheel-tag-mismatch";

    public override string Title => "File name and WHEEL name different platforms";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Wheel is not { Tags.IsEmpty: false } wheel || !WheelFileName.TryParse(subject.FileName, out WheelFileName? name))
        {
            yield break;
        }

        HashSet<WheelTag> declared = [];
        foreach (string text in wheel.Tags)
        {
            if (WheelTag.TryExpand(text, out var tags))
            {
                declared.UnionWith(tags);
            }
        }

        if (!declared.SetEquals(name.Tags))
        {
            yield return Report(Severity.Low, Confidence.Certain, CodeContext.None, MemberPlace.Of($"{wheel.DistInfos.FirstOrDefault()}/WHEEL"),
                "The tags of the file name are not those of WHEEL",
                new Evidence("file name", name.TagText), new Evidence("WHEEL", string.Join(", ", wheel.Tags.Take(8))));
        }
    }
}

using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Requirements;

namespace Assay.Engine.Rules;

/// <summary>A dependency that names an address of its own in place of the index (PyPA "Dependency specifiers", direct references).</summary>
public sealed class UrlRequirement : Rule
{
    public override string Id => "url-requirement";

    public override string Title => "A dependency from an address of its own";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        if (subject.Metadata is not { } metadata)
        {
            yield break;
        }

        foreach (LineOf line in metadata.Requirements)
        {
            if (Requirement.TryParse(line.Text, out Requirement? requirement) && requirement.Url is { } url)
            {
                // With a marker on an extra, only those who ask for the extra get it.
                bool optional = requirement.Marker?.ToString()?.Contains("extra", StringComparison.Ordinal) == true;
                yield return Report(optional ? Severity.Medium : Severity.High, Confidence.High, CodeContext.None, MemberPlace.Of(metadata.Member, line.Line),
                    $"The dependency {requirement.Name} is fetched from an address that no index vouches for", new Evidence("address", WithoutCredentials(url)));
            }
        }
    }

    private static string WithoutCredentials(string url)
    {
        int start = url.IndexOf("://", StringComparison.Ordinal);
        int from = start < 0 ? 0 : start + 3;
        int end = url.AsSpan(from).IndexOfAny('/', '?', '#');
        int at = url.AsSpan(from, end < 0 ? url.Length - from : end).LastIndexOf('@');
        return at < 0 ? url : $"{url[..from]}…@{url[(from + at + 1)..]}";
    }
}

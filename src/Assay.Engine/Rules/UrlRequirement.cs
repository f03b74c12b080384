using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A dependency that names an address of its own in place of the index (PyPA "Dependency specifiers", direct references).</summary>
public sealed class UrlRequirement : Rule
{
    public override string Id => "url-requirement";

    public override string Title => "A dependency from an address of its own";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Metadata is not { } metadata)
        {
            yield break;
        }

        foreach (LineOf requirement in metadata.Requirements)
        {
            if (UrlOf(requirement.Text) is { } url)
            {
                // A marker on an extra means that only who asks for the extra gets it.
                bool optional = requirement.Text.Contains("extra", StringComparison.Ordinal) && requirement.Text.Contains(';', StringComparison.Ordinal);
                yield return Report(optional ? Severity.Medium : Severity.High, Confidence.High, CodeContext.None,
                    MemberPlace.Of(metadata.Member, requirement.Line),
                    "This dependency is fetched from an address that no index vouches for", new Evidence("address", WithoutCredentials(url)));
            }
        }
    }

    // name, extras in brackets, then "@": the only place of the grammar where that sign follows a name.
    private static string? UrlOf(string requirement)
    {
        int at = 0;
        while (at < requirement.Length && (char.IsAsciiLetterOrDigit(requirement[at]) || requirement[at] is '.' or '-' or '_' or ' ' or '\t'))
        {
            at++;
        }

        if (at < requirement.Length && requirement[at] == '[')
        {
            at = requirement.IndexOf(']', at) + 1;
            while (at > 0 && at < requirement.Length && requirement[at] is ' ' or '\t')
            {
                at++;
            }
        }

        if (at <= 0 || at >= requirement.Length || requirement[at] != '@')
        {
            return null;
        }

        string rest = requirement[(at + 1)..].TrimStart();
        int end = rest.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? rest : rest[..end];
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

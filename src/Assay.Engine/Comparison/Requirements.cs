using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Packaging.Requirements;

namespace Assay.Engine.Comparison;

/// <summary>Finds what a release requires and the one before it did not.</summary>
internal static class Requirements
{
    /// <summary>Requirements of the distribution, then of its build; those that say the same in other words are left out.</summary>
    public static ImmutableArray<NewDependency> New(Subject before, Subject after) =>
    [
        .. New([.. (before.Metadata?.Requirements ?? []).Select(static line => line.Text)], [.. (after.Metadata?.Requirements ?? []).Select(static line => line.Text)], isOfBuild: false),
        .. before.Sdist is SdistFacts old && after.Sdist is SdistFacts now ? New(old.BuildRequires, now.BuildRequires, isOfBuild: true) : [],
    ];

    private static IEnumerable<NewDependency> New(ImmutableArray<string> before, ImmutableArray<string> after, bool isOfBuild)
    {
        HashSet<string> known = new(before.Select(Plain), StringComparer.Ordinal);
        ILookup<string, string> byProject = before.ToLookup(ProjectOf, StringComparer.Ordinal);
        return after
            .Where(text => !known.Contains(Plain(text)))
            .Order(StringComparer.Ordinal)
            .Select(text => new NewDependency(text, byProject[ProjectOf(text)].FirstOrDefault(), isOfBuild));
    }

    private static string Plain(string text) => Requirement.TryParse(text, out Requirement? requirement) ? requirement.ToString() : text;

    private static string ProjectOf(string text) => Requirement.TryParse(text, out Requirement? requirement) ? requirement.Project.Normalized : text;
}

using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>What can be said of ranges of versions without a list of releases.</summary>
public static class VersionRanges
{
    /// <summary>True where no version that could exist satisfies all clauses, or where one is <c>===</c> with text that is no version.</summary>
    public static bool AllowsNone(VersionSpecifierSet allowed) => KeySet.Of(allowed).IsEmpty;
}

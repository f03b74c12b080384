using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Environments;

/// <summary>What the name of a folder or file says that records a distribution (PyPA "Recording installed projects", "The .dist-info directory").</summary>
/// <param name="Version">Null where the name holds none.</param>
/// <param name="IsDoubtful">True where the name is not of the form that the specification demands.</param>
internal readonly record struct RecordName(string Name, string? Version, bool IsDoubtful)
{
    /// <summary>Reads <c>{name}-{version}</c>. Of several dashes the first counts that leaves a version behind it, because <c>1.0-1</c> is one.</summary>
    public static RecordName OfDistInfo(ReadOnlySpan<char> stem)
    {
        int first = stem.IndexOf('-');
        if (first < 0)
        {
            return new RecordName(stem.ToString(), null, IsDoubtful: true);
        }

        for (int dash = first, next; dash < stem.Length; dash = next)
        {
            if (PackageVersion.TryParse(stem[(dash + 1)..], out _))
            {
                return Split(stem, dash, isDoubtful: dash != first || stem[(dash + 1)..].Contains('-'));
            }

            next = stem[(dash + 1)..].IndexOf('-') is var further and >= 0 ? dash + 1 + further : stem.Length;
        }

        return Split(stem, first, isDoubtful: stem[(first + 1)..].Contains('-'));
    }

    /// <summary>Reads <c>{name}(-{version}(-py{major.minor}(-{platform})))</c>, the form of eggs, in which a version's dashes are underscores.</summary>
    public static RecordName OfEgg(ReadOnlySpan<char> stem)
    {
        Span<Range> parts = stackalloc Range[4];
        int count = stem.Split(parts, '-');
        string name = stem[parts[0]].ToString();
        return count == 1
            ? new RecordName(name, null, IsDoubtful: false)
            : new RecordName(name, stem[parts[1]].ToString().Replace('_', '-'), count > 2 && !stem[parts[2]].StartsWith("py", StringComparison.Ordinal));
    }

    /// <summary>True where another spelling stands for the same project.</summary>
    public bool NamesSameProject(string other) =>
        string.Equals(ProjectName.Normalize(Name), ProjectName.Normalize(other), StringComparison.Ordinal);

    /// <summary>True where another spelling stands for the same version, or one of both is missing.</summary>
    public bool HasSameVersion(string? other) =>
        Version is null || other is null || string.Equals(Version, other, StringComparison.Ordinal)
        || (PackageVersion.TryParse(Version.Replace('_', '-'), out PackageVersion? mine) && PackageVersion.TryParse(other, out PackageVersion? theirs)
            ? mine == theirs
            : string.Equals(Version.Replace('_', '-'), other.Replace('_', '-'), StringComparison.Ordinal));

    private static RecordName Split(ReadOnlySpan<char> stem, int dash, bool isDoubtful)
    {
        string name = stem[..dash].ToString();
        string version = stem[(dash + 1)..].ToString();
        return new RecordName(name, version.Length == 0 ? null : version, isDoubtful || name.Length == 0 || version.Length == 0);
    }
}

using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Distributions;

/// <summary>
/// The parts of a source distribution's file name, <c>{name}-{version}.tar.gz</c> (PyPA "Source distribution format",
/// "Source distribution file name"), and of its older forms.
/// </summary>
/// <param name="Name">The project's name as the file name spells it.</param>
/// <param name="VersionText">The version as the file name spells it.</param>
/// <param name="Extension">One of <see cref="Extensions"/>, as written.</param>
public sealed record SdistFileName(ProjectName Project, PackageVersion Version, string Name, string VersionText, string Extension)
{
    private static readonly string[] s_extensions = [".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tgz", ".tar"];

    /// <summary>What a source distribution may end in: the specification allows the first only, installers take the others too.</summary>
    public static ReadOnlySpan<string> Extensions => s_extensions;

    /// <summary>True where the file name has the one extension that the specification allows today.</summary>
    public bool HasStandardExtension => string.Equals(Extension, ".tar.gz", StringComparison.Ordinal);

    /// <summary>
    /// Reads a file name (no folder); false where it is not a source distribution's.
    /// </summary>
    /// <param name="known">
    /// The project that the file belongs to where that is known. Names of old files are ambiguous (<c>a-1-2.tar.gz</c>): with it
    /// the name is the part that normalises to it, and without it the version begins after the last <c>-</c>.
    /// </param>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out SdistFileName? result, ProjectName? known = null)
    {
        result = null;
        string? extension = Array.Find(s_extensions, e => fileName.EndsWith(e, StringComparison.Ordinal));
        if (extension is null)
        {
            return false;
        }

        string stem = fileName[..^extension.Length];
        extension = fileName[stem.Length..];
        int dash = known is { } project ? DashAfter(stem, project) : stem.LastIndexOf('-');
        if (dash <= 0
            || !ProjectName.TryParse(stem.AsSpan(0, dash), out ProjectName name)
            || !PackageVersion.TryParse(stem.AsSpan(dash + 1), out PackageVersion? version))
        {
            return false;
        }

        result = new SdistFileName(name, version, stem[..dash], stem[(dash + 1)..], extension);
        return true;
    }

    private static int DashAfter(string stem, ProjectName project)
    {
        // A normalised name matches one length only, but for separators at its end, which no name has.
        string normalized = project.Normalized;
        int matched = 0;
        for (int i = 0; i < stem.Length; i++)
        {
            char c = stem[i];
            if (matched == normalized.Length)
            {
                return c == '-' ? i : -1;
            }

            if (c is '-' or '_' or '.')
            {
                bool repeated = i > 0 && stem[i - 1] is '-' or '_' or '.';
                if (repeated)
                {
                    continue;
                }
            }

            char folded = c is '_' or '.' ? '-' : char.ToLowerInvariant(c);
            if (folded != normalized[matched])
            {
                return -1;
            }

            matched++;
        }

        return -1;
    }
}

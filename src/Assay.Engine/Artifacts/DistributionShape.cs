using System.Collections.Immutable;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>What the members of the artifact itself make of it: its kind by content, and the folders that say so.</summary>
/// <param name="Top">Names at the top, folders and files, each once, ordinal order.</param>
/// <param name="DistInfos"><c>*.dist-info</c> folders at the top.</param>
/// <param name="Root">For sdists: the folder in which <c>PKG-INFO</c>, <c>setup.py</c> or <c>pyproject.toml</c> stands, with its slash; empty where that is the archive's own root.</param>
internal sealed record DistributionShape(DistributionKind Kind, ImmutableArray<string> Top, ImmutableArray<string> DistInfos, string Root)
{
    private static readonly string[] s_markers = ["PKG-INFO", "setup.py", "pyproject.toml", "setup.cfg"];

    /// <summary>Decides by content: a ZIP with a dist-info folder is a wheel, any archive with a project in its root or in a folder at its top is an sdist.</summary>
    public static DistributionShape Of(List<RawMember> members, ArchiveFormat? format)
    {
        SortedSet<string> top = new(StringComparer.Ordinal);
        SortedSet<string> distInfos = new(StringComparer.Ordinal);
        string? root = null;
        bool egg = false;
        bool wheel = false;
        foreach (RawMember member in members)
        {
            if (!member.IsOutermost)
            {
                continue;
            }

            string name = member.Name;
            int begin = BeginOf(name);
            int slash = name.IndexOf('/', begin);
            string first = slash < 0 ? name[begin..] : name[begin..slash];
            if (first.Length > 0)
            {
                top.Add(first);
            }

            if (begin == 0 && slash > 0 && first.EndsWith(".dist-info", StringComparison.Ordinal))
            {
                distInfos.Add(first);
                wheel |= name.AsSpan(slash + 1) is "WHEEL" or "METADATA" or "RECORD";
            }

            egg |= begin == 0 && slash > 0 && first == "EGG-INFO";
            int folder = slash < 0 ? begin : slash + 1;
            if (IsProjectFile(name.AsSpan(folder)) && (root is null || string.CompareOrdinal(name[..folder], root) < 0))
            {
                root = name[..folder];
            }
        }

        DistributionKind kind = format == ArchiveFormat.Zip && wheel ? DistributionKind.Wheel
            : format == ArchiveFormat.Zip && egg ? DistributionKind.Egg
            : root is not null ? DistributionKind.Sdist
            : DistributionKind.Unknown;
        return new DistributionShape(kind, [.. top], [.. distInfos], kind == DistributionKind.Sdist ? root! : "");
    }

    // "tar cf x ./project" puts "./" before every name; installers of sources unpack it all the same, those of wheels do not find it.
    private static int BeginOf(string name)
    {
        int begin = 0;
        while (string.CompareOrdinal(name, begin, "./", 0, 2) == 0)
        {
            begin += 2;
        }

        return begin;
    }

    private static bool IsProjectFile(ReadOnlySpan<char> rest)
    {
        foreach (string marker in s_markers)
        {
            if (rest.SequenceEqual(marker))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Comparison;

/// <summary>Gives members the name under which the same file is found in another release: without what only the version puts into it.</summary>
internal static class MemberAlignment
{
    private static readonly string[] s_versioned = [".dist-info", ".data", ".egg-info"];

    /// <summary>The aligned path of a member, nested members behind <c>!/</c>.</summary>
    public static string Of(Subject subject, ImmutableArray<string> path)
    {
        string first = path.IsEmpty ? "" : path[0];
        string outer = subject.Kind switch
        {
            DistributionKind.Wheel => WithoutVersion(first),
            DistributionKind.Sdist when subject.Sdist is { TopFolders: [string top] } && first.StartsWith(top + "/", StringComparison.Ordinal) => WithoutVersion(first[(top.Length + 1)..]),
            _ => first,
        };
        return path.Length <= 1 ? outer : $"{outer}!/{string.Join("!/", path.Skip(1))}";
    }

    // demo-1.0.dist-info/RECORD is demo.dist-info/RECORD of every version.
    private static string WithoutVersion(string path)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string folder = slash < 0 ? path : path[..slash];
        foreach (string ending in s_versioned)
        {
            int dash = folder.IndexOf('-', StringComparison.Ordinal);
            if (dash > 0 && folder.EndsWith(ending, StringComparison.Ordinal))
            {
                return $"{folder[..dash]}{ending}{(slash < 0 ? "" : path[slash..])}";
            }
        }

        return path;
    }
}

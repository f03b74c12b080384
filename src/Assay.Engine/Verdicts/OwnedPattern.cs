using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;

namespace Assay.Engine.Verdicts;

/// <summary>A project name, or the beginning of one with <c>*</c> at the end, in normalised form (PyPA specification "Names and normalization").</summary>
public static class OwnedPattern
{
    /// <summary>Normalises a pattern; false where neither a name nor a name's beginning stands before the <c>*</c>.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? pattern)
    {
        pattern = null;
        bool open = text.EndsWith('*');
        string stem = open ? text[..^1] : text;
        if (open && stem.Length == 0)
        {
            pattern = "*";
            return true;
        }

        // A beginning may stop at a separator, which a whole name may not.
        string whole = open ? stem + "x" : stem;
        if (!ProjectName.TryParse(whole, out ProjectName name))
        {
            return false;
        }

        pattern = open ? name.Normalized[..^1] + "*" : name.Normalized;
        return true;
    }

    /// <summary>True where a normalised pattern covers a project.</summary>
    public static bool Matches(string pattern, ProjectName project) =>
        pattern.EndsWith('*')
            ? project.Normalized.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : project.Normalized == pattern;

    /// <summary>True where some project could be covered by both normalised patterns.</summary>
    public static bool Overlap(string one, string other)
    {
        string a = one.TrimEnd('*');
        string b = other.TrimEnd('*');
        return one.EndsWith('*') && b.StartsWith(a, StringComparison.Ordinal)
            || other.EndsWith('*') && a.StartsWith(b, StringComparison.Ordinal)
            || one == other;
    }
}

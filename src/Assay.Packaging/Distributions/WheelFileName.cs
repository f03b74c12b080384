using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Distributions;

/// <summary>A wheel's build tag, which breaks ties between wheels of one version and the same tags.</summary>
/// <param name="Number">The leading digits; zero or more.</param>
/// <param name="Suffix">What follows them; often empty.</param>
public readonly record struct BuildTag(BigInteger Number, string Suffix) : IComparable<BuildTag>
{
    public int CompareTo(BuildTag other)
    {
        int order = Number.CompareTo(other.Number);
        return order != 0 ? order : string.CompareOrdinal(Suffix, other.Suffix);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}{Suffix}");
}

/// <summary>
/// The parts of a wheel's file name, <c>{distribution}-{version}(-{build})?-{python}-{abi}-{platform}.whl</c>
/// (PyPA "Binary distribution format", "File name convention").
/// </summary>
/// <param name="Distribution">The project's name as the file name spells it.</param>
/// <param name="VersionText">The version as the file name spells it.</param>
/// <param name="Build">Null for none, which sorts before any.</param>
/// <param name="TagText">The compressed tag set as written.</param>
/// <param name="Tags">Every tag the set stands for, each once; at least one.</param>
public sealed record WheelFileName(
    ProjectName Project,
    PackageVersion Version,
    string Distribution,
    string VersionText,
    BuildTag? Build,
    string TagText,
    ImmutableArray<WheelTag> Tags)
{
    private const string Extension = ".whl";

    /// <summary>
    /// Reads a file name (no folder); false where it is not a wheel's. Stricter than some installers in one thing: a name
    /// that the PyPA specification "Names and normalization" does not allow is refused, because no requirement can ask for it.
    /// </summary>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out WheelFileName? result)
    {
        result = null;
        if (!fileName.EndsWith(Extension, StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = fileName[..^Extension.Length].Split('-');
        if (parts.Length is not (5 or 6)
            || parts[0].Contains("__", StringComparison.Ordinal)
            || !ProjectName.TryParse(parts[0], out ProjectName project)
            || !PackageVersion.TryParse(parts[1], out PackageVersion? version))
        {
            return false;
        }

        BuildTag? build = null;
        if (parts.Length == 6)
        {
            if (!TryParseBuild(parts[2], out BuildTag tag))
            {
                return false;
            }

            build = tag;
        }

        string tagText = string.Join('-', parts[^3..]);
        if (!WheelTag.TryExpand(tagText, out ImmutableArray<WheelTag> tags))
        {
            return false;
        }

        result = new WheelFileName(project, version, parts[0], parts[1], build, tagText, tags);
        return true;
    }

    private static bool TryParseBuild(string text, out BuildTag build)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        build = default;
        if (digits == 0 || digits > PackageVersion.MaxLength)
        {
            return false;
        }

        build = new BuildTag(BigInteger.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture), text[digits..]);
        return true;
    }
}

using System.Collections.Immutable;

namespace Assay.Packaging.Distributions;

/// <summary>One compatibility tag, such as <c>cp312-abi3-manylinux_2_28_x86_64</c> (PyPA "Platform compatibility tags"); lower case.</summary>
public readonly record struct WheelTag(string Interpreter, string Abi, string Platform)
{
    /// <summary>Most tags that one compressed tag set may stand for; more is no tag.</summary>
    public const int MaxExpanded = 4_096;

    /// <summary>
    /// Expands a compressed tag set, such as <c>py2.py3-none-any</c>, in the order written; false where a part is empty,
    /// there are not three of them, an interpreter is no identifier, or the set stands for more than <see cref="MaxExpanded"/>.
    /// </summary>
    public static bool TryExpand(string text, out ImmutableArray<WheelTag> tags)
    {
        tags = [];
        string[] components = text.ToLowerInvariant().Split('-');
        if (components.Length != 3)
        {
            return false;
        }

        string[] interpreters = components[0].Split('.');
        string[] abis = components[1].Split('.');
        string[] platforms = components[2].Split('.');
        if (interpreters.Length > MaxExpanded || abis.Length > MaxExpanded || platforms.Length > MaxExpanded
            || (long)interpreters.Length * abis.Length > MaxExpanded
            || (long)interpreters.Length * abis.Length * platforms.Length > MaxExpanded)
        {
            return false;
        }

        if (!Array.TrueForAll(interpreters, IsIdentifier) || Array.Exists(abis, string.IsNullOrEmpty) || Array.Exists(platforms, string.IsNullOrEmpty))
        {
            return false;
        }

        ImmutableArray<WheelTag>.Builder all = ImmutableArray.CreateBuilder<WheelTag>();
        HashSet<WheelTag> seen = [];
        foreach (string interpreter in interpreters)
        {
            foreach (string abi in abis)
            {
                foreach (string platform in platforms)
                {
                    WheelTag tag = new(interpreter, abi, platform);
                    if (seen.Add(tag))
                    {
                        all.Add(tag);
                    }
                }
            }
        }

        tags = all.DrainToImmutable();
        return true;
    }

    public override string ToString() => $"{Interpreter}-{Abi}-{Platform}";

    private static bool IsIdentifier(string text) =>
        text.Length > 0
        && !char.IsAsciiDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

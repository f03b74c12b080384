using System.Collections.Immutable;
using System.Text;

namespace Assay.Packaging.Metadata;

/// <summary>What setuptools writes down as <c>requires.txt</c> in an <c>.egg-info</c> folder, where older metadata does not tell the requirements.</summary>
public static class RequiresText
{
    /// <summary>The lines of <c>requires.txt</c>; a section <c>[extra:marker]</c> becomes the condition of each of its lines.</summary>
    public static ImmutableArray<string> Read(ReadOnlySpan<byte> bytes)
    {
        ImmutableArray<string>.Builder requires = ImmutableArray.CreateBuilder<string>();
        string condition = "";
        foreach (ReadOnlySpan<char> raw in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']')
            {
                condition = Condition(line[1..^1]);
            }
            else
            {
                // Behind an address a semicolon belongs to it unless a blank stands before.
                requires.Add(condition.Length == 0 ? line.ToString() : line.Contains('@') ? $"{line} ; {condition}" : $"{line}; {condition}");
            }
        }

        return requires.DrainToImmutable();
    }

    private static string Condition(ReadOnlySpan<char> section)
    {
        int colon = section.IndexOf(':');
        string extra = (colon < 0 ? section : section[..colon]).Trim().ToString();
        string marker = colon < 0 ? "" : section[(colon + 1)..].Trim().ToString();
        string asked = extra.Length == 0 ? "" : $"extra == \"{extra}\"";
        return marker.Length == 0 ? asked : asked.Length == 0 ? marker : $"({marker}) and {asked}";
    }
}

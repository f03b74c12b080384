using System.Text;

namespace Assay.Packaging.Names;

/// <summary>A project's name, compared in its normalised form (PyPA specification "Names and normalization").</summary>
public readonly record struct ProjectName : IComparable<ProjectName>
{
    private readonly string? _normalized;

    private ProjectName(string normalized) => _normalized = normalized;

    /// <summary>Lower case, runs of <c>-</c>, <c>_</c> and <c>.</c> folded to one <c>-</c>.</summary>
    public string Normalized => _normalized ?? "";

    /// <summary>The form used in wheel file names and <c>.dist-info</c> folders: <see cref="Normalized"/> with <c>_</c> for <c>-</c>.</summary>
    public string Escaped => Normalized.Replace('-', '_');

    /// <summary>Reads a name; false where it is not one: ASCII letters, digits, <c>.</c>, <c>-</c>, <c>_</c>, beginning and ending with a letter or digit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ProjectName name)
    {
        name = default;
        if (text.IsEmpty || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1]))
        {
            return false;
        }

        Span<char> buffer = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        int length = 0;
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
            else if (c is '-' or '_' or '.')
            {
                if (buffer[length - 1] != '-')
                {
                    buffer[length++] = '-';
                }
            }
            else
            {
                return false;
            }
        }

        name = new ProjectName(new string(buffer[..length]));
        return true;
    }

    /// <summary>
    /// The normalised form of any text, a name or not: what tools compare where they check nothing, as with extras in markers.
    /// </summary>
    public static string Normalize(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (char c in text.ToLowerInvariant())
        {
            if (c is not ('-' or '_' or '.'))
            {
                folded.Append(c);
            }
            else if (folded.Length == 0 || folded[^1] != '-')
            {
                folded.Append('-');
            }
        }

        return folded.ToString();
    }

    /// <summary>Reads a name that is known to be one.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no project name.</exception>
    public static ProjectName Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out ProjectName name) ? name : throw new FormatException($"'{text}' is not a project name");

    public int CompareTo(ProjectName other) => string.CompareOrdinal(Normalized, other.Normalized);

    public override string ToString() => Normalized;
}

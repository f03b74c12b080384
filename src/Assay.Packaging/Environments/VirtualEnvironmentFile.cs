using System.Text;

namespace Assay.Packaging.Environments;

/// <summary>What <c>pyvenv.cfg</c> says (PEP 405, and what virtualenv and uv write beside it).</summary>
/// <param name="Home">The folder of the base's interpreter, as written; null where it is missing.</param>
/// <param name="Python">Version of the interpreter, such as <c>3.11.2</c>; null where it is missing.</param>
internal sealed record VirtualEnvironmentFile(string? Home, string? Python, bool IncludesSystemSites)
{
    public const string FileName = "pyvenv.cfg";

    /// <summary>Reads the lines as Python's <c>site</c> does: keys without regard to case, the last of equal keys counts.</summary>
    public static VirtualEnvironmentFile Parse(ReadOnlySpan<byte> bytes)
    {
        string? home = null;
        string? version = null;
        string? versionInfo = null;
        bool includes = false;
        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(bytes).AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            int equals = line.IndexOf('=');
            if (equals < 0)
            {
                continue;
            }

            ReadOnlySpan<char> value = line[(equals + 1)..].Trim();
            switch (line[..equals].Trim().ToString().ToLowerInvariant())
            {
                case "home":
                    home = value.ToString();
                    break;
                case "version":
                    version = value.ToString();
                    break;
                case "version_info":
                    versionInfo = value.ToString();
                    break;
                case "include-system-site-packages":
                    includes = value.Equals("true", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        return new VirtualEnvironmentFile(home is { Length: > 0 } ? home : null, Release(version) ?? Release(versionInfo), includes);
    }

    /// <summary>The numbers with which a version begins, at most three; null where it begins with none.</summary>
    private static string? Release(string? text)
    {
        if (text is null)
        {
            return null;
        }

        int end = 0;
        int dots = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && ++dots < 3)))
        {
            end++;
        }

        string release = text[..end].TrimEnd('.');
        return release.Length > 0 ? release : null;
    }
}

using System.Text;
using Assay.Packaging.Names;

namespace Assay.Packaging.Distributions;

/// <summary>The texts that wheels and source distributions share.</summary>
internal static class DistributionText
{
    /// <summary><c>name-version</c> as file and folder names have it (PyPA "Binary distribution format", section "Escaping and Unicode").</summary>
    public static string Stem(string name, string version) =>
        $"{(ProjectName.TryParse(name, out ProjectName project) ? project.Escaped : name.Replace('-', '_'))}-{version.Replace('-', '_')}";

    /// <summary>Core metadata 2.2: the first version whose fields hold for every build unless they are marked dynamic.</summary>
    public static string Metadata(string name, string version, IReadOnlyList<string>? headers, string description)
    {
        StringBuilder text = new($"Metadata-Version: 2.2\nName: {name}\nVersion: {version}\n");
        foreach (string header in headers ?? [])
        {
            text.Append(header).Append('\n');
        }

        return text.Append('\n').Append(description).ToString();
    }
}

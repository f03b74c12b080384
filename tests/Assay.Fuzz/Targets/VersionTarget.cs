using System.Text;
using Assay.Packaging.Distributions;
using Assay.Packaging.Versions;

namespace Assay.Fuzz.Targets;

/// <summary>Versions, specifiers and file names.</summary>
internal static class VersionTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        if (PackageVersion.TryParse(text, out PackageVersion? version))
        {
            string normalized = version.ToString();
            if (!PackageVersion.TryParse(normalized, out PackageVersion? again) || !again.Equals(version) || again.ToString() != normalized)
            {
                throw new InvalidOperationException($"'{text}' does not survive as '{normalized}'");
            }
        }

        if (VersionSpecifierSet.TryParse(text, out VersionSpecifierSet? set)
            && (!VersionSpecifierSet.TryParse(set.ToString(), out VersionSpecifierSet? same) || !same.Equals(set)))
        {
            throw new InvalidOperationException($"'{text}' does not survive as '{set}'");
        }

        _ = set?.Contains("1.0", prereleases: null);
        _ = VersionOrder.Instance.Compare(text, "1.0-x");
        _ = WheelFileName.TryParse(text, out _);
        _ = SdistFileName.TryParse(text, out _);
    }
}

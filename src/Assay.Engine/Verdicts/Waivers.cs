using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Verdicts;

/// <summary>Finds the waiver that is for a rule on an artifact.</summary>
internal static class Waivers
{
    /// <summary>The matching waiver that ends last, whether it has ended or not; null where none is for this.</summary>
    /// <param name="rule">Rule id or gap kind.</param>
    /// <param name="pin">What was asked for; null: only waivers for a digest can match.</param>
    /// <param name="sha256">Lower-case hex, where known.</param>
    public static Waiver? Find(ImmutableArray<Waiver> waivers, string rule, Pin? pin, string? sha256)
    {
        Waiver? best = null;
        foreach (Waiver waiver in waivers)
        {
            if (waiver.Rule == rule && Covers(waiver, pin, sha256) && (best is null || IsBetter(waiver, best)))
            {
                best = waiver;
            }
        }

        return best;
    }

    private static bool Covers(Waiver waiver, Pin? pin, string? sha256) =>
        waiver.Sha256 is not null
            ? waiver.Sha256 == sha256
            : pin is not null && waiver.Project == pin.Project && (waiver.Versions is null || HasVersion(waiver.Versions, pin.Version));

    // Pre-releases count only where the specifier names one: who waives ">=7" has not looked at 8.0a1.
    private static bool HasVersion(string versions, string version) =>
        VersionSpecifierSet.TryParse(versions, out VersionSpecifierSet? set) && set.Contains(version, set.NamesPrerelease);

    private static bool IsBetter(Waiver waiver, Waiver than) =>
        waiver.Expires > than.Expires
        || waiver.Expires == than.Expires && string.CompareOrdinal(waiver.Origin, than.Origin) < 0;
}

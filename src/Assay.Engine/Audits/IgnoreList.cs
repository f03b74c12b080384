using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>The entries of policy that ignore vulnerabilities, and which of them were of use.</summary>
/// <param name="environment">What their markers are held against; null: a marker cannot be decided, and its entry does not count.</param>
/// <param name="today">In UTC.</param>
internal sealed class IgnoreList(ImmutableArray<AdvisoryIgnore> ignores, MarkerEnvironment? environment, DateOnly today)
{
    private readonly string?[] _idle = [.. ignores.Select(static _ => "it matched nothing that was found")];

    /// <summary>The entry that ignores a vulnerability of a project; null where none does. The first in policy's order counts.</summary>
    /// <param name="version">Null where a range was asked about: an entry for some versions does not speak for a range.</param>
    public AdvisoryIgnore? Find(Vulnerability vulnerability, ProjectName project, string? version)
    {
        AdvisoryIgnore? found = null;
        for (int i = 0; i < ignores.Length; i++)
        {
            AdvisoryIgnore ignore = ignores[i];
            if (!vulnerability.IsKnownAs(ignore.Id) || (ignore.Project is ProjectName only && only != project) || !Covers(ignore, version))
            {
                continue;
            }

            string? reason = WhyNot(ignore, vulnerability);
            if (reason is null)
            {
                _idle[i] = null;
                found ??= ignore;
            }
            else if (_idle[i] is not null)
            {
                _idle[i] = reason;
            }
        }

        return found;
    }

    /// <summary>The entries that ignored nothing, in policy's order.</summary>
    public ImmutableArray<IdleIgnore> Idle() =>
        [.. ignores.Zip(_idle).Where(static pair => pair.Second is not null).Select(static pair => new IdleIgnore(pair.First, pair.Second!))];

    private static bool Covers(AdvisoryIgnore ignore, string? version) =>
        ignore.Versions is null || (version is not null && VersionSpecifierSet.TryParse(ignore.Versions, out VersionSpecifierSet? set) && set.Contains(version));

    private string? WhyNot(AdvisoryIgnore ignore, Vulnerability vulnerability) =>
        ignore.Expires is DateOnly end && end <= today
            ? string.Create(CultureInfo.InvariantCulture, $"it expired on {end:yyyy-MM-dd}")
        : ignore.UntilFixed && !vulnerability.FixedVersions.IsEmpty
            ? $"it counts until a fix is known, and {vulnerability.FixedVersions[0]} fixes it"
        : ignore.Marker is null ? null
        : environment is null || !Marker.TryParse(ignore.Marker, out Marker? marker)
            ? "its marker cannot be decided without --python and --platform"
        : marker.Evaluate(environment) switch
        {
            true => null,
            false => "its marker does not hold here",
            null => "its marker asks for what is not known here",
        };
}

using System.Globalization;
using Assay.Engine.Advisories;

namespace Assay.Engine.Verdicts;

/// <summary>Identifies a policy by what it means: the same settings from other files, lines or in another order have the same digest.</summary>
internal static class PolicyDigest
{
    /// <summary>Lower-case hex sha256. Origins, sources, and the reasons and owners of waivers change no verdict and are left out.</summary>
    public static string Of(Policy policy)
    {
        CanonicalHash hash = new("assay policy 1");
        hash.Add(policy.DefaultAge.Ticks);
        hash.Add(policy.Unknown.ToString());

        // The order of indexes is their precedence and so part of the meaning.
        hash.Add(policy.Indexes.Length);
        foreach (string index in policy.Indexes)
        {
            hash.Add(index);
        }

        hash.Add(policy.Owned.Count);
        foreach ((string pattern, string index) in policy.Owned)
        {
            hash.Add(pattern);
            hash.Add(index);
        }

        hash.Add(policy.Rules.Length);
        foreach (RuleSetting rule in policy.Rules.OrderBy(static rule => rule.Id, StringComparer.Ordinal).ThenBy(static rule => rule.AtLeast))
        {
            hash.Add(rule.Id);
            hash.Add(rule.Ruling.ToString());
            hash.Add(rule.AtLeast ? "at least" : "exactly");
        }

        hash.Add(policy.Waivers.Length);
        foreach (Waiver waiver in policy.Waivers
            .OrderBy(static waiver => waiver.Rule, StringComparer.Ordinal)
            .ThenBy(static waiver => waiver.Project?.Normalized, StringComparer.Ordinal)
            .ThenBy(static waiver => waiver.Versions, StringComparer.Ordinal)
            .ThenBy(static waiver => waiver.Sha256, StringComparer.Ordinal)
            .ThenBy(static waiver => waiver.Expires))
        {
            hash.Add(waiver.Rule);
            hash.Add(waiver.Project?.Normalized);
            hash.Add(waiver.Versions);
            hash.Add(waiver.Sha256);
            hash.Add(waiver.Expires.ToString("O", CultureInfo.InvariantCulture));
        }

        hash.Add(policy.AllowedHosts.Length);
        foreach (string host in policy.AllowedHosts.Order(StringComparer.Ordinal))
        {
            hash.Add(host);
        }

        AddAdvisories(hash, policy.Advisories);
        return hash.Finish();
    }

    private static void AddAdvisories(CanonicalHash hash, AdvisoryPolicy advisories)
    {
        hash.Add(advisories.Threshold.ToString());
        hash.Add(advisories.Disputed.ToString());
        hash.Add(advisories.MaxAge.Ticks);
        hash.Add(advisories.Ignores.Length);
        foreach (AdvisoryIgnore ignore in advisories.Ignores
            .OrderBy(static ignore => ignore.Id, StringComparer.Ordinal)
            .ThenBy(static ignore => ignore.Project?.Normalized, StringComparer.Ordinal)
            .ThenBy(static ignore => ignore.Versions, StringComparer.Ordinal)
            .ThenBy(static ignore => ignore.Marker, StringComparer.Ordinal)
            .ThenBy(static ignore => ignore.Expires))
        {
            hash.Add(ignore.Id);
            hash.Add(ignore.Project?.Normalized);
            hash.Add(ignore.Versions);
            hash.Add(ignore.Marker);
            hash.Add(ignore.UntilFixed ? "until fixed" : "");
            hash.Add(ignore.Expires?.ToString("O", CultureInfo.InvariantCulture));
        }
    }
}

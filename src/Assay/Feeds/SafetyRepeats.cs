using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Safety's <c>insecure.json</c> says again what <c>insecure_full.json</c> says with words: where both are read, the full one counts.</summary>
internal static class SafetyRepeats
{
    /// <summary>The records without those that only name versions and of which every part stands in a full record of the same feed and project.</summary>
    public static ImmutableArray<AdvisoryRecord> Drop(ImmutableArray<AdvisoryRecord> records)
    {
        if (!records.Any(IsBare))
        {
            return records;
        }

        HashSet<string> told = [.. records.Where(static record => IsSafety(record) && !IsBare(record)).SelectMany(Parts)];
        return [.. records.Where(record => !IsBare(record) || !Parts(record).All(told.Contains))];
    }

    private static bool IsSafety(AdvisoryRecord record) => record.Id.StartsWith(SafetyEntries.MadeIdPrefix, StringComparison.Ordinal) || record.Id.StartsWith("pyup.io-", StringComparison.Ordinal);

    private static bool IsBare(AdvisoryRecord record) =>
        record.Id.StartsWith(SafetyEntries.MadeIdPrefix, StringComparison.Ordinal)
        && record is { Details.Length: 0, Summary.Length: 0, Aliases.IsEmpty: true, References.IsEmpty: true };

    private static IEnumerable<string> Parts(AdvisoryRecord record) => record.Affected.SelectMany(affected =>
        affected.Ranges.Select(static range => string.Join(' ', range.Events.Select(static step => $"{step.Kind} {step.Version}")))
            .Concat(affected.Versions.Select(static version => $"is {version}"))
            .Select(part => $"{record.Feed}\n{affected.Project.Normalized}\n{part}"));
}

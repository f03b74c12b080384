using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>Two entries with one name: some readers keep the first, some the last, some refuse.</summary>
public sealed class ArchiveDuplicateName() : ArchiveRule(
    AnomalyKind.DuplicateName, "archive-duplicate-name", "Two entries with one name", Severity.Critical)
{
    // In a tar every installer lets the later entry win, so one of equal content (some old packers wrote those) changes nothing.
    private protected override Func<NestedAnomaly, Severity> Weigher(Subject subject)
    {
        if (subject.Kind != DistributionKind.Sdist)
        {
            return static _ => Severity.Critical;
        }

        Dictionary<string, Contents> contents = new(StringComparer.Ordinal);
        foreach (Member member in subject.Members)
        {
            string key = Key(member.Path);
            contents[key] = contents.TryGetValue(key, out Contents before)
                ? new(before.First, before.Count + 1, before.Equal && before.First.Kind == member.Kind && before.First.Sha256 == member.Sha256)
                : new(member, 1, Equal: true);
        }

        return nested => nested.Anomaly.Member is string name
            && contents.TryGetValue(Key(nested.Archive.Add(name)), out Contents found) && found is { Count: > 1, Equal: true }
            ? Severity.Low : Severity.Critical;
    }

    private static string Key(IEnumerable<string> path) => string.Join('\0', path);

    private readonly record struct Contents(Member First, int Count, bool Equal);
}

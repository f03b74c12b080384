using global::Assay.Engine.Advisories;
using global::Assay.Packaging.Names;
using global::Assay.Store;

namespace Assay.Tests.Guard.Bench;

/// <summary>Made-up advisories in a store, newer than those built in.</summary>
internal static class BenchAdvisories
{
    private static readonly DateTimeOffset s_written = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A record that calls one version of a project malicious.</summary>
    public static AdvisoryRecord Malware(string id, string project, string version) => new(id, "bench")
    {
        Published = s_written,
        Modified = s_written,
        Summary = $"Malicious code in {project}",
        References = [new AdvisoryReference("WEB", "https://advisories.example.invalid/" + id)],
        Affected = [new AffectedProject(ProjectName.Parse(project), [], [version])],
    };

    /// <summary>A record of a vulnerability up to the version that fixes it.</summary>
    /// <param name="fixedIn">Null: no version does.</param>
    public static AdvisoryRecord Flaw(string id, string project, string? fixedIn, string severity = "HIGH") => new(id, "bench")
    {
        Published = s_written,
        Modified = s_written,
        Summary = $"A hole in {project}",
        Details = "What the hole is.",
        SeverityWord = severity,
        References = [new AdvisoryReference("WEB", "https://advisories.example.invalid/" + id)],
        Affected =
        [
            new AffectedProject(
                ProjectName.Parse(project),
                [new AffectedRange([new RangeEvent(RangeEventKind.Introduced, "0"), .. fixedIn is null ? [] : new[] { new RangeEvent(RangeEventKind.Fixed, fixedIn) }])],
                []),
        ],
    };

    /// <summary>Puts an index of these records into a store's folder.</summary>
    public static void Write(string storeFolder, params AdvisoryRecord[] records)
    {
        StoreFolder.Prepare(storeFolder);
        using FileStream file = File.Create(Path.Combine(storeFolder, "advisories.db"));
        AdvisoryIndexBuilder.Build(records, [new AdvisoryFeed("bench", "Made up", "", "", new DateOnly(2099, 1, 1), records.Length, 0, 0)], file);
    }
}

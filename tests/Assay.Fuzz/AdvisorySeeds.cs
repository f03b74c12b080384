using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;

namespace Assay.Fuzz;

/// <summary>Small indexes of advisories.</summary>
internal static class AdvisorySeeds
{
    public static ImmutableArray<byte[]> Indexes() => [Index(), Index(Record("PYSEC-2026-1"), Record("MAL-2026-1") with { Withdrawn = DateTimeOffset.UnixEpoch }, Record("GHSA-1"))];

    private static byte[] Index(params AdvisoryRecord[] records)
    {
        using MemoryStream stream = new();
        AdvisoryIndexBuilder.Build(records, [new AdvisoryFeed("f", "Feed", "https://feed.example.invalid/", "CC0-1.0", new DateOnly(2026, 1, 1), 0, 0, 0)], stream);
        return stream.ToArray();
    }

    private static AdvisoryRecord Record(string id) => new(id, "f")
    {
        Aliases = ["CVE-2026-1"],
        Summary = "A flaw in frob.",
        Severities = [new SeverityVector("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")],
        References = [new AdvisoryReference("WEB", "https://advisory.example.invalid/1")],
        Affected =
        [
            new AffectedProject(
                ProjectName.Parse("frob"),
                [new AffectedRange([new RangeEvent(RangeEventKind.Introduced, "0"), new RangeEvent(RangeEventKind.Fixed, "2.0rc1"), new RangeEvent(RangeEventKind.LastAffected, "1.9")])],
                ["1.5", "2004d"]),
        ],
    };
}

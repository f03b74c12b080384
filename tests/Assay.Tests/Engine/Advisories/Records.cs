using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using CsCheck;

namespace Assay.Tests.Engine.Advisories;

/// <summary>Records made up for tests.</summary>
internal static class Records
{
    public static readonly ProjectName Frob = ProjectName.Parse("frob");

    private static readonly string[] s_versions =
        ["0", "0.dev0", "0.5", "1.0", "1.0.0", "1.0rc1", "1.0.dev2", "1.0.post1", "1.0+a", "1.0+b", "1.1", "1.1rc2", "1.1.post1", "2.0", "2.0+a", "2.0.1", "1!0.1", "v2.0", "3"];

    /// <summary>Versions of few places, so that they meet; now and then text that is none.</summary>
    public static Gen<string> Version { get; } = Gen.Frequency((30, Gen.OneOf(s_versions)), (1, Gen.OneOf("2004d", "1.0-final-2", "nonsense")));

    /// <summary>Records of one project with random events, versions, aliases and withdrawals.</summary>
    public static Gen<ImmutableArray<AdvisoryRecord>> Any { get; } = Record().Array[1, 6].Select(static records =>
        records.Select(static (record, i) => record with { Id = $"{record.Id}-2099-{i}" }).ToImmutableArray());

    public static AdvisoryRecord Of(string id, params RangeEvent[] events) => new(id, "f")
    {
        Published = Day(2026, 1, 1),
        Affected = [new AffectedProject(Frob, [new AffectedRange([.. events])], [])],
    };

    public static AdvisoryRecord Listing(string id, params string[] versions) => new(id, "f") { Affected = [new AffectedProject(Frob, [], [.. versions])] };

    public static RangeEvent From(string version) => new(RangeEventKind.Introduced, version);

    public static RangeEvent Fixed(string version) => new(RangeEventKind.Fixed, version);

    public static RangeEvent Last(string version) => new(RangeEventKind.LastAffected, version);

    public static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);

    private static Gen<AdvisoryRecord> Record()
    {
        Gen<RangeEvent> step = Gen.Select(Gen.Frequency((4, Gen.Const(RangeEventKind.Introduced)), (3, Gen.Const(RangeEventKind.Fixed)), (2, Gen.Const(RangeEventKind.LastAffected)), (1, Gen.Const(RangeEventKind.Limit))), Version,
            static (kind, version) => new RangeEvent(kind, kind == RangeEventKind.Limit && version == "0" ? "*" : version));
        Gen<AffectedRange> range = step.Array[0, 5].Select(static events => new AffectedRange([.. events]));
        Gen<AffectedProject> affected = Gen.Select(range.Array[0, 2], Version.Array[0, 5], static (ranges, versions) => new AffectedProject(Frob, [.. ranges], [.. versions]));
        return Gen.Select(affected.Array[1, 2], Gen.OneOf("CVE-2099-1", "CVE-2099-2", "cve-2099-2", "").Array[0, 2], Gen.Int[0, 5], Gen.OneOf("PYSEC", "GHSA", "MAL"),
            static (entries, aliases, withdrawn, family) => new AdvisoryRecord(family, "f")
            {
                Aliases = [.. aliases.Where(static alias => alias.Length > 0)],
                Withdrawn = withdrawn == 0 ? Day(2026, 2, 1) : null,
                Published = Day(2026, 1, 1),
                Affected = [.. entries],
            });
    }
}

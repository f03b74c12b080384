using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine;
using Assay.Engine.Advisories;
using Assay.Engine.Artifacts;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Packaging.Names;

namespace Assay.Tests.Engine.Rules;

/// <summary>Every rule does what its page says, and every page belongs to a rule.</summary>
public sealed class RulePageTests
{
    private static readonly Lazy<ImmutableArray<RulePage>> s_pages = new(static () => [.. RulePage.All()]);

    public static TheoryData<string, string> Samples()
    {
        TheoryData<string, string> data = [];
        foreach (RulePage page in s_pages.Value)
        {
            foreach (Sample sample in page.Samples)
            {
                data.Add(page.Id, sample.Heading);
            }
        }

        return data;
    }

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule() =>
        Assert.Equal(
            Catalogue.Titles.Select(static rule => rule.Id).Order(StringComparer.Ordinal),
            s_pages.Value.Select(static page => page.Id));

    [Fact]
    public void Every_rule_of_the_assembly_is_in_the_catalogue()
    {
        IEnumerable<string> written = typeof(Rule).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && (type.IsSubclassOf(typeof(Rule)) || type.IsSubclassOf(typeof(ListingRule))))
            .Select(static type => type.Name);
        IEnumerable<string> listed = Catalogue.Rules.Select(static rule => rule.GetType().Name)
            .Concat(Catalogue.ListingRules.Select(static rule => rule.GetType().Name));
        Assert.Equal(written.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Ids_are_kebab_case_and_unique()
    {
        string[] ids = [.. Catalogue.Titles.Select(static rule => rule.Id)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, static id => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", id));
        Assert.DoesNotContain(ids, static id => Gaps.Find(id) is not null);
    }

    [Fact]
    public void Every_page_explains_and_shows_both_sides()
    {
        foreach (RulePage page in s_pages.Value)
        {
            Assert.Equal(RulePage.SectionTitles, page.Sections.Select(static section => section.Title));
            Assert.All(page.Sections, section => Assert.True(section.Text.Length >= 20, $"{page.Id}: '{section.Title}' says too little"));
            Assert.True(page.Samples.Any(static sample => sample.Fires), $"{page.Id}: no sample fires");
            Assert.True(page.Samples.Any(static sample => sample.IsSilent), $"{page.Id}: no near-miss is silent");
            Assert.All(page.Samples, sample => Assert.True(sample.Fires != sample.IsSilent, $"{page.Id}: '{sample.Heading}' must either fire or be silent"));
            Assert.Equal(page.Samples.Length, page.Samples.DistinctBy(static sample => sample.Heading).Count());
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Rule_does_what_its_page_says(string id, string heading)
    {
        Sample sample = s_pages.Value.Single(page => page.Id == id).Samples.Single(sample => sample.Heading == heading);
        ImmutableArray<Finding> findings = sample.Fences.FirstOrDefault(static fence => fence.Language == "listing") is { } listing
            ? InspectListing(listing)
            : InspectPackage(sample);
        Finding[] own = [.. findings.Where(finding => finding.Rule == id)];
        if (sample.IsSilent)
        {
            Assert.Empty(own);
            return;
        }

        foreach (Fence fence in sample.Fences.Where(static fence => fence.Fires))
        {
            Assert.Contains(own, finding => Speaks(finding, fence));
        }

        // Nothing else of weight is said, but for what the page announces, and all of that.
        Assert.Equal(
            sample.Fences.SelectMany(static fence => fence.Also).Order(StringComparer.Ordinal),
            findings.Where(finding => finding.Severity >= Severity.Medium && finding.Rule != id).Select(static finding => finding.Rule)
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static bool Speaks(Finding finding, Fence fence)
    {
        bool weighs = fence.Severity is null || finding.Severity.ToString().Equals(fence.Severity, StringComparison.OrdinalIgnoreCase);
        if (fence.Language is "archive" or "listing" or "omit" or "record")
        {
            return weighs;
        }

        return weighs && finding.Place is MemberPlace place && !place.Path.IsEmpty
            && (place.Path[0] == fence.Path || place.Path[0] == $"demo-1.0/{fence.Path}") && place.Line == fence.Line;
    }

    private static ImmutableArray<Finding> InspectPackage(Sample sample)
    {
        using MemoryStream stream = new(SamplePackage.Build(sample));
        return Assayer.Inspect(stream, sample.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None).Findings;
    }

    private static ImmutableArray<Finding> InspectListing(Fence fence)
    {
        using JsonDocument document = JsonDocument.Parse(fence.Body);
        JsonElement root = document.RootElement;
        DateTimeOffset now = root.TryGetProperty("now", out JsonElement time) ? time.GetDateTimeOffset() : new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);
        ListingSubject subject = new(
            "https://index.example.invalid/simple", ProjectName.Parse("demo"), fence.Path,
            root.TryGetProperty("digests", out JsonElement digests)
                ? digests.EnumerateObject().ToImmutableSortedDictionary(static p => p.Name, static p => p.Value.GetString()!, StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, string>.Empty.Add("sha256", new string('a', 64)),
            root.TryGetProperty("upload-time", out JsonElement upload) ? upload.GetDateTimeOffset() : null,
            TimeSpan.FromHours(root.TryGetProperty("default-age-hours", out JsonElement age) ? age.GetDouble() : 72),
            Text(root, "first-seen-sha256"), Texts(root, "other-indexes"), Texts(root, "other-sha256"),
            Text(root, "published-metadata-sha256"), Text(root, "artifact-metadata-sha256"), Text(root, "artifact-sha256"),
            root.TryGetProperty("wrong-digest", out JsonElement wrong)
                ? new WrongDigest(Text(wrong, "algorithm")!, Text(wrong, "published")!, Text(wrong, "actual")!)
                : null,
            "1.0", root.TryGetProperty("advisories", out JsonElement advisories) ? Flaws(advisories) : null,
            root.TryGetProperty("fixes", out JsonElement fixes) ? new SecurityFix(Text(fixes, "release")!, Texts(fixes, "ids")) : null);
        return [.. Catalogue.ListingRules.SelectMany(rule => rule.Inspect(subject, now)).Select(static found => found.Finding)];
    }

    // Records of an index built here, held against demo 1.0 as the guard does it.
    private static ReleaseFlaws Flaws(JsonElement records)
    {
        AdvisoryPolicy policy = AdvisoryPolicy.Default;
        ImmutableArray<AdvisoryRecord>.Builder all = ImmutableArray.CreateBuilder<AdvisoryRecord>();
        foreach (JsonElement record in records.EnumerateArray())
        {
            policy = policy with
            {
                Threshold = record.TryGetProperty("threshold", out JsonElement threshold) ? Enum.Parse<AuditThreshold>(threshold.GetString()!) : policy.Threshold,
                Ignores = record.TryGetProperty("ignored", out _) ? [new AdvisoryIgnore(Text(record, "id")!, null, null, null, "demo", "demo", null, UntilFixed: false, "page")] : policy.Ignores,
            };
            RangeEvent[] events = [
                new(RangeEventKind.Introduced, Text(record, "introduced") ?? "0"),
                .. Text(record, "fixed") is string end ? [new RangeEvent(RangeEventKind.Fixed, end)] : Array.Empty<RangeEvent>(),
            ];
            all.Add(new AdvisoryRecord(Text(record, "id")!, "demo")
            {
                Summary = Text(record, "summary") ?? "",
                SeverityWord = Text(record, "severity"),
                Affected = [new AffectedProject(ProjectName.Parse("demo"), [new AffectedRange([.. events])], [])],
            });
        }

        using MemoryStream compiled = new();
        AdvisoryIndexBuilder.Build(all.ToImmutable(), [new AdvisoryFeed("demo", "Demo", "", "", new DateOnly(2026, 11, 26), all.Count, 0, 0)], compiled);
        compiled.Position = 0;
        using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(compiled));
        return ReleaseAudit.Of(index, policy, ProjectName.Parse("demo"), "1.0", new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static ImmutableArray<string> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? [.. value.EnumerateArray().Select(static item => item.GetString()!)] : [];
}

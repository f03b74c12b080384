using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>What the rules say about real packages that are benign as far as anybody knows.</summary>
public sealed class FalseAlarmTests
{
    private static readonly Lazy<ImmutableArray<Alarm>> s_alarms = new(Measure);

    private sealed record Alarm(string Group, string File, string Rule, Ruling Ruling);

    [Fact]
    public void Ordinary_packages_are_never_blocked()
    {
        Require();
        Assert.Empty(s_alarms.Value.Where(static alarm => !IsHard(alarm) && alarm.Ruling == Ruling.Block));
    }

    [Fact]
    public void At_most_two_hard_ones_are_blocked()
    {
        Require();
        Assert.InRange(s_alarms.Value.Where(static alarm => IsHard(alarm) && alarm.Ruling == Ruling.Block).DistinctBy(static alarm => alarm.File).Count(), 0, 2);
    }

    [Fact]
    public void At_most_two_of_a_hundred_ordinary_packages_are_held()
    {
        int files = Files(Require()).Count(static file => !Path.GetFileName(Path.GetDirectoryName(file)!).StartsWith("hard", StringComparison.Ordinal));
        int held = s_alarms.Value.Where(static alarm => !IsHard(alarm) && alarm.Ruling >= Ruling.Hold && alarm.Rule != "name-against-content")
            .DistinctBy(static alarm => alarm.File).Count();
        Assert.InRange(held, 0, files * 2 / 100);
    }

    [Fact]
    public void Every_alarm_is_explained_and_nothing_else_is()
    {
        Require();
        string page = Path.Combine(SharedData.RepositoryRoot, "docs", "false-alarms.md");
        IEnumerable<string> explained = File.ReadLines(page)
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => string.Join(' ', line.Split('|', StringSplitOptions.TrimEntries)[1..4]).Replace("`", "", StringComparison.Ordinal));
        IEnumerable<string> measured = s_alarms.Value
            .Select(static alarm => $"{alarm.Group}/{alarm.File} {alarm.Rule} {alarm.Ruling.ToString().ToLowerInvariant()}").Distinct(StringComparer.Ordinal);
        Assert.Equal(measured.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    private static bool IsHard(Alarm alarm) => alarm.Group.StartsWith("hard", StringComparison.Ordinal);

    private static string Require() => SharedData.Require("benign-dev");

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static file => file.EndsWith(".whl", StringComparison.Ordinal) || file.EndsWith(".gz", StringComparison.Ordinal) || file.EndsWith(".zip", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static ImmutableArray<Alarm> Measure() =>
    [
        .. Files(Require()).AsParallel().AsOrdered().SelectMany(static file =>
        {
            using FileStream stream = File.OpenRead(file);
            string name = Path.GetFileName(file);
            string group = Path.GetFileName(Path.GetDirectoryName(file)!);
            Inspection inspection = Assayer.Inspect(stream, name, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
            return inspection.Findings
                .Select(finding => new Alarm(group, name, finding.Rule, VerdictTable.Of(finding.Severity, finding.Confidence, finding.Context)))
                .Concat(inspection.Gaps.Select(gap => new Alarm(group, name, gap.Id, VerdictTable.Of(gap.Weight, UnknownTreatment.Hold))))
                .Where(static alarm => alarm.Ruling >= Ruling.Warn)
                .ToArray();
        }),
    ];
}

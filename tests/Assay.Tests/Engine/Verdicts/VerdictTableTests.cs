using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Verdicts;

public sealed class VerdictTableTests
{
    private static readonly CodeContext[] Contexts = Enum.GetValues<CodeContext>();

    [Fact]
    public void Every_severity_and_confidence_has_its_own_row()
    {
        var keys = VerdictTable.All.Select(row => (row.Severity, row.Confidence)).ToList();
        Assert.Equal(20, keys.Count);
        Assert.Equal(20, keys.Distinct().Count());
        foreach (var row in VerdictTable.All)
        {
            Assert.Equal(row.Itself, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Startup));
            Assert.Equal(row.Itself, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Install));
            Assert.Equal(row.Import, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Import));
            Assert.Equal(row.Import, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Plugin));
            Assert.Equal(row.Asked, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Call));
            Assert.Equal(row.Asked, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Main));
            Assert.Equal(row.None, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.None));
            Assert.Equal(row.Test, VerdictTable.Of(row.Severity, row.Confidence, CodeContext.Test));
        }
    }

    [Fact]
    public void More_severity_or_more_confidence_never_gives_a_better_ruling()
    {
        foreach (CodeContext context in Contexts)
        {
            foreach (Severity severity in Enum.GetValues<Severity>())
            {
                foreach (Confidence confidence in Enum.GetValues<Confidence>())
                {
                    Ruling here = VerdictTable.Of(severity, confidence, context);
                    Assert.True(severity == Severity.Critical || VerdictTable.Of(severity + 1, confidence, context) >= here);
                    Assert.True(confidence == Confidence.Certain || VerdictTable.Of(severity, confidence + 1, context) >= here);
                }
            }
        }
    }

    [Fact]
    public void The_less_a_user_has_to_do_the_worse_it_weighs_and_tests_weigh_one_step_less()
    {
        foreach (var row in VerdictTable.All)
        {
            Assert.True(row.Itself >= row.Import);
            Assert.True(row.Import >= row.Asked);
            Assert.True(row.Import >= row.None);
            Assert.Equal(row.Asked == Ruling.Allow ? Ruling.Allow : row.Asked - 1, row.Test);
        }
    }

    [Theory]
    [InlineData(Confidence.Certain, Ruling.Block)]
    [InlineData(Confidence.High, Ruling.Hold)]
    public void A_lie_of_the_archive_itself_is_held_or_blocked(Confidence confidence, Ruling ruling) =>
        Assert.Equal(ruling, VerdictTable.Of(Severity.High, confidence, CodeContext.None));

    [Fact]
    public void Only_blind_gaps_hold_and_policy_may_turn_that_into_a_warning()
    {
        Assert.Equal(Ruling.Hold, VerdictTable.Of(GapWeight.Blind, UnknownTreatment.Hold));
        Assert.Equal(Ruling.Warn, VerdictTable.Of(GapWeight.Blind, UnknownTreatment.Warn));
        Assert.Equal(Ruling.Allow, VerdictTable.Of(GapWeight.Opaque, UnknownTreatment.Hold));
        Assert.Equal(Ruling.Allow, VerdictTable.Of(GapWeight.World, UnknownTreatment.Hold));
    }

    [Fact]
    public void The_documentation_shows_the_table_as_it_is()
    {
        string root = typeof(VerdictTableTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        string page = File.ReadAllText(Path.Combine(root, "docs", "policy.md"));
        foreach (var row in VerdictTable.All.Where(row => row.Severity >= Severity.Medium))
        {
            string line = $"| {row.Severity} | {row.Confidence} | {row.Itself} | {row.Import} | {row.Asked} | {row.None} | {row.Test} |".ToLowerInvariant();
            Assert.Contains(line, page, StringComparison.Ordinal);
        }
    }
}

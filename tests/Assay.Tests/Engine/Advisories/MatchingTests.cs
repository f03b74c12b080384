using Assay.Engine.Advisories;

namespace Assay.Tests.Engine.Advisories;

public sealed class MatchingTests
{
    [Fact]
    public void Every_case_of_the_rules_has_the_answer_of_the_reference()
    {
        string folder = Path.Combine(SharedData.Require("audit"), "rules");
        using AdvisoryIndex index = Indexes.Of(OsvLines.Read(Path.Combine(folder, "advisories.jsonl")));
        List<string> disagreements = OracleCases.Disagreements(index, File.ReadLines(Path.Combine(folder, "cases.jsonl")), out int count);
        Assert.Equal(104, count);
        Assert.Empty(disagreements);
    }
}

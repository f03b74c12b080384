using Assay.Packaging.Names;

namespace Assay.Tests.Packaging.Names;

public sealed class ProjectNameTests
{
    [Fact]
    public void Runs_of_separators_fold_to_one_dash() => Assert.Equal("a-b-c", ProjectName.Parse("A__b.-C").Normalized);
}

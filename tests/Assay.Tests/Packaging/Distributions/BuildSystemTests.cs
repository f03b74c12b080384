using Assay.Packaging.Distributions;

namespace Assay.Tests.Packaging.Distributions;

public sealed class BuildSystemTests
{
    [Fact]
    public void Backend_path_and_requirements_are_read()
    {
        BuildSystem build = BuildSystem.Read("""
            [project]
            name = "p"
            requires = ["not this one"]
            [build-system]
            requires = [
              "setuptools>=61",  # why
              "wheel",
            ]
            build-backend = "backend:main"
            backend-path = ["_build", "."]
            [tool.x.build-system]
            build-backend = "not this one"
            [[tool.y]]
            build-backend = "nor this"
            """);

        Assert.Equal("backend:main", build.Backend);
        Assert.Equal(["_build", "."], build.BackendPath);
        Assert.Equal(["setuptools>=61", "wheel"], build.Requires);
        Assert.Empty(build.Problems);
    }

    [Theory]
    [InlineData("build-system = { requires = [\"a\"], build-backend = \"b\" }")]
    [InlineData("build-system.requires = [\"a\"]\nbuild-system.build-backend = \"b\"")]
    [InlineData("[\"build-system\"]\n'requires' = ['a']\n\"build\\u002dbackend\" = 'b'")]
    public void Every_spelling_of_the_table_counts(string pyproject)
    {
        BuildSystem build = BuildSystem.Read(pyproject);

        Assert.Equal("b", build.Backend);
        Assert.Equal(["a"], build.Requires);
    }

    [Fact]
    public void No_table_is_the_legacy_backend()
    {
        BuildSystem build = BuildSystem.Read("[project]\nname = 'p'\n");

        Assert.Null(build.Backend);
        Assert.Empty(build.Problems);
    }

    [Theory]
    [InlineData("[build-system]\nbuild-backend = \"b\"\nrequires = [\n")]
    [InlineData("[build-system]\nbuild-backend = \"b\"\n= 1\n")]
    public void A_broken_file_is_a_problem_and_keeps_what_stands_before(string pyproject)
    {
        BuildSystem build = BuildSystem.Read(pyproject);

        Assert.NotEmpty(build.Problems);
        Assert.All(build.Problems, static problem => Assert.InRange(problem.Line, 1, 4));
        Assert.Equal("b", build.Backend);
    }

    [Fact]
    public void Deep_nesting_is_a_problem_and_no_crash()
    {
        BuildSystem build = BuildSystem.Read("a = " + new string('[', 100_000));

        Assert.NotEmpty(build.Problems);
    }
}

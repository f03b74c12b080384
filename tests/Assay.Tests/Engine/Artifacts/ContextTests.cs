using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Artifacts;

public sealed class ContextTests
{
    [Theory]
    [InlineData("a.pth", CodeContext.Startup)]
    [InlineData("a.start", CodeContext.Startup)]
    [InlineData("sample-1.0.data/purelib/a.pth", CodeContext.Startup)]
    [InlineData("sample-1.0.data/platlib/sitecustomize.py", CodeContext.Startup)]
    [InlineData("sample-1.0.data/data/lib/python3.12/site-packages/a.pth", CodeContext.Startup)]
    [InlineData("sitecustomize.py", CodeContext.Startup)]
    [InlineData("usercustomize/__init__.py", CodeContext.Startup)]
    [InlineData("p/sitecustomize.py", CodeContext.Import)]
    [InlineData("p/a.pth", CodeContext.Call)]
    [InlineData("p/__init__.py", CodeContext.Import)]
    [InlineData("p/__main__.py", CodeContext.Main)]
    [InlineData("p/plugin.py", CodeContext.Plugin)]
    [InlineData("p/cli.py", CodeContext.Import)]
    [InlineData("p/tests/test_a.py", CodeContext.Test)]
    [InlineData("p/conftest.py", CodeContext.Test)]
    [InlineData("p/run.sh", CodeContext.Call)]
    [InlineData("sample-1.0.data/scripts/run.py", CodeContext.Main)]
    [InlineData("sample-1.0.data/data/bin/run.sh", CodeContext.Main)]
    [InlineData("sample-1.0.data/data/share/run.sh", CodeContext.Call)]
    [InlineData("p/readme.txt", CodeContext.None)]
    public void In_a_wheel(string name, CodeContext context)
    {
        WheelWriter.Plan plan = Samples.Wheel(Samples.Text(name, "x = 1\n")) with { EntryPoints = "[console_scripts]\np = p.cli:main\n[pytest11]\np = p.plugin\n" };

        Assert.Equal(context, Samples.Read(plan).Member(name).Context);
    }

    [Theory]
    [InlineData("setup.py", CodeContext.Install)]
    [InlineData("_build/backend.py", CodeContext.Install)]
    [InlineData("_build/other.py", CodeContext.Import)]
    [InlineData("a.pth", CodeContext.Startup)]
    [InlineData("src/a.pth", CodeContext.Startup)]
    [InlineData("src/p/a.py", CodeContext.Import)]
    [InlineData("data/a.pth", CodeContext.Call)]
    [InlineData("tests/a.py", CodeContext.Test)]
    [InlineData("docs/conf.py", CodeContext.Call)]
    [InlineData("p/setup.py", CodeContext.Import)]
    [InlineData("setup.cfg", CodeContext.None)]
    public void In_sources(string name, CodeContext context)
    {
        SdistWriter.Plan plan = Samples.Sdist(
            Samples.Text("pyproject.toml", "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['./_build']\n"),
            Samples.Text(name, "x = 1\n"));

        Member member = Samples.Read(plan).Member("sample-1.0/" + name);

        Assert.Equal(context, member.Context);
        Assert.Equal(Placement.NotInstalled, member.Placement);
    }

    [Fact]
    public void A_tree_has_the_contexts_of_sources()
    {
        ArtifactReading reading = Samples.ReadTree(Samples.Text("setup.py", "x"), Samples.Text("p/a.py", "x"), Samples.Text("tests/a.py", "x"));

        Assert.Equal(DistributionKind.Tree, reading.Subject.Kind);
        Assert.Equal(
            [CodeContext.Import, CodeContext.Install, CodeContext.Test],
            reading.Subject.Members.Select(static member => member.Context));
        Assert.Empty(reading.Blind());
    }
}

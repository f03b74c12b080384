using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Rules;

public sealed class StartupCodeTests
{
    [Fact]
    public void A_startup_file_that_is_no_text_is_reported_all_the_same()
    {
        Member member = Subjects.Member("demo.pth", InstallScheme.Purelib) with { Kind = MemberKind.Binary };
        Finding finding = Assert.Single(new StartupCode().Inspect(Subjects.Wheel(member)));
        Assert.Equal(CodeContext.Startup, finding.Context);
    }

    [Theory]
    [InlineData("sitecustomize.py", MemberKind.PythonSource)]
    [InlineData("usercustomize.pyc", MemberKind.PythonBytecode)]
    [InlineData("sitecustomize/__init__.py", MemberKind.PythonSource)]
    [InlineData("sitecustomize.cpython-312-x86_64-linux-gnu.so", MemberKind.Elf)]
    public void Every_form_of_a_module_that_Python_imports_by_itself_counts(string path, MemberKind kind)
    {
        Member member = Subjects.Member(path, InstallScheme.Platlib) with { Kind = kind };
        Assert.Equal(Severity.High, Assert.Single(new StartupCode().Inspect(Subjects.Wheel(member))).Severity);
    }

    [Fact]
    public void Lines_count_as_the_interpreter_counts_them()
    {
        Member member = Subjects.Member("demo.pth", InstallScheme.Purelib) with { Kind = MemberKind.StartupFile, Text = "# one\r\nfolder\fimport demo\n" };
        Finding finding = Assert.Single(new StartupCode().Inspect(Subjects.Wheel(member)));
        Assert.Equal(3, Assert.IsType<MemberPlace>(finding.Place).Line);
    }

    [Fact]
    public void A_hook_of_a_project_is_low_for_that_project_only()
    {
        Member hook = Subjects.Member("coverage.pth", InstallScheme.Purelib) with { Kind = MemberKind.StartupFile, Text = "import coverage; coverage.process_startup()\n" };
        Subject stranger = Subjects.Wheel(hook, Subjects.Member("coverage/__init__.py", InstallScheme.Purelib));
        Subject owner = stranger with { FileName = "coverage-7.0-py3-none-any.whl", Metadata = stranger.Metadata! with { Name = "coverage", Version = "7.0" } };
        Assert.Equal(Severity.High, Assert.Single(new StartupCode().Inspect(stranger)).Severity);
        Assert.Equal(Severity.Low, Assert.Single(new StartupCode().Inspect(owner)).Severity);
    }

    [Fact]
    public void A_file_name_that_says_otherwise_takes_the_excuse_away()
    {
        Subject subject = Subjects.Wheel() with { Metadata = Subjects.Wheel().Metadata! with { Name = "coverage" } };
        Assert.Null(Claim.Of(subject));
        Assert.Equal("demo", Claim.Of(Subjects.Wheel())?.Normalized);
    }
}

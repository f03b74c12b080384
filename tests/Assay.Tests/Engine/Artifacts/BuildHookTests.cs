using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Artifacts;

/// <summary>What a build system or a plugin host runs of a package without anybody calling it by name.</summary>
public sealed class BuildHookTests
{
    private const string Deed = "    os.system('x')\n";

    private const string Imports =
        "import os, pytest, llm\nfrom setuptools.command.build_py import build_py\nfrom hatchling.builders.hooks.plugin.interface import BuildHookInterface\nfrom hatchling.metadata.plugin.interface import MetadataHookInterface\n";

    [Theory]
    [InlineData("hatchling.build", "[tool.hatch.build.hooks.custom]", "hatch_build.py", "class H(BuildHookInterface):\n  def initialize(self, v, d):\n")]
    [InlineData("hatchling.build", "[tool.hatch.build.targets.wheel.hooks.custom]\npath = 'tools/b.py'", "tools/b.py", "class H(BuildHookInterface):\n  def finalize(self, v, d, p):\n")]
    [InlineData("hatchling.build", "[tool.hatch.metadata.hooks.custom]", "hatch_build.py", "class H(MetadataHookInterface):\n  def update(self, m):\n")]
    [InlineData("pdm.backend", "", "pdm_build.py", "def pdm_build_initialize(context):\n")]
    [InlineData("pdm.backend", "[tool.pdm.build]\ncustom-hook = 'tools/hook.py'", "tools/hook.py", "def pdm_build_finalize(context, artifact):\n")]
    [InlineData("pdm.backend", "[tool.pdm.version]\nsource = 'call'\ngetter = 'sample.v:get()'", "sample/v.py", "def get():\n")]
    [InlineData("poetry.core.masonry.api", "[tool.poetry.build]\nscript = 'b.py'", "b.py", "if True:\n")]
    [InlineData("poetry.core.masonry.api", "[tool.poetry]\nbuild = 'b.py'", "b.py", "def build(kwargs):\n")]
    [InlineData("setuptools.build_meta", "[tool.setuptools.cmdclass]\nbuild_py = 'sample.b.B'", "sample/b.py", "class B(build_py):\n  def run(self):\n")]
    public void What_the_settings_name_runs_at_install(string backend, string settings, string file, string code) =>
        Assert.Equal(CodeContext.Install, ContextOfDeed(
            ("pyproject.toml", $"[build-system]\nrequires = []\nbuild-backend = '{backend}'\n{settings}\n"),
            (file, Imports + code + Deed)));

    [Fact]
    public void A_command_that_setup_cfg_names_runs_at_install() =>
        Assert.Equal(CodeContext.Install, ContextOfDeed(
            ("pyproject.toml", "[build-system]\nrequires = []\n"),
            ("setup.cfg", "[options]\npackages = sample\ncmdclass =\n    build_py = sample.b.B\n"),
            ("sample/b.py", Imports + "class B(build_py):\n  def run(self):\n" + Deed)));

    [Fact]
    public void A_file_named_like_a_hook_of_another_build_system_is_not_run() =>
        Assert.Equal(CodeContext.Call, ContextOfDeed(
            ("pyproject.toml", "[build-system]\nrequires = []\nbuild-backend = 'flit_core.buildapi'\n"),
            ("pdm_build.py", Imports + "def pdm_build_initialize(context):\n" + Deed)));

    [Theory]
    [InlineData("setup.cfg", "[options.entry_points]\npytest11 =\n    sample = sample.p\n", "def pytest_configure(config):\n")]
    [InlineData("setup.py", "from setuptools import setup\nsetup(entry_points={'pytest11': ['sample = sample.p']})\n", "def pytest_configure(config):\n")]
    [InlineData("setup.py", "from setuptools import setup\nsetup(entry_points='''\n[sample.plugins]\nx = sample.p:go\n''')\n", "def go():\n")]
    [InlineData("pyproject.toml", "[build-system]\nrequires = []\n[project.entry-points.pytest11]\nsample = 'sample.p'\n", "@pytest.hookimpl(tryfirst=True)\ndef other(config):\n")]
    [InlineData("pyproject.toml", "[build-system]\nrequires = []\n[project.entry-points.'a.b']\nsample = 'sample.p:go'\n", "def go():\n")]
    [InlineData("pyproject.toml", "[build-system]\nrequires = []\n[project.entry-points.pytest11]\nsample = 'sample.p'\n", "@pytest.fixture(autouse=True)\ndef other():\n")]
    public void Entry_points_that_sources_name_are_known(string name, string text, string code) =>
        Assert.Equal(CodeContext.Plugin, ContextOfDeed((name, text), ("sample/p.py", Imports + code + Deed)));

    [Theory]
    [InlineData("pytest11", "def pytest_configure(config):\n", CodeContext.Plugin)]
    [InlineData("tox", "def tox_configure(config):\n", CodeContext.Plugin)]
    [InlineData("llm", "@llm.hookimpl\ndef register_models(register):\n", CodeContext.Plugin)]
    [InlineData("pytest11", "def configure(config):\n", CodeContext.Call)]
    [InlineData("pytest11", "@pytest.fixture\ndef asked_for():\n", CodeContext.Call)]
    public void Hosts_call_the_hooks_of_a_module_that_an_entry_point_names(string group, string code, CodeContext context)
    {
        WheelWriter.Plan plan = Samples.Wheel(Samples.Text("sample/p.py", Imports + code + Deed)) with { EntryPoints = $"[{group}]\nsample = sample.p\n" };

        Assert.Equal(context, Assert.Single(Samples.Read(plan).Subject.Behaviour.Facts, static fact => fact.Capability == Capability.Spawn).Context);
    }

    private static CodeContext ContextOfDeed(params (string Name, string Text)[] files) => Assert.Single(
        Samples.Read(Samples.Sdist([.. files.Select(static file => Samples.Text(file.Name, file.Text))])).Subject.Behaviour.Facts,
        static fact => fact.Capability == Capability.Spawn).Context;
}

using Assay.Installers;

namespace Assay.Tests.Installers;

/// <summary>Local archives never pass the guard's door, so that every route by which a command can name one must put it into the plan.</summary>
public sealed class LocalTargetTests
{
    private const string Wheel = "/work/d/evil-1-py3-none-any.whl";
    private const string Script = "# /// script\n# dependencies = [\"evil @ file:///work/d/evil-1-py3-none-any.whl\"]\n# ///\n";

    [Theory]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl")]
    [InlineData("evil@file:///work/d/evil-1-py3-none-any.whl")]
    [InlineData("evil[a] @ file:///work/d/evil-1-py3-none-any.whl?x=1#egg")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl#sha256=00")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl#egg=evil&subdirectory=x ; python_version > '3'")]
    [InlineData("evil @ file:///work/d/%65vil-1-py3-none-any%2Ewhl")]
    [InlineData("evil @ file:///work/x/%2e%2e/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ file://localhost/work/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ FILE://LOCALHOST/work/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ file:/work/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ file:d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ file:////work/d/evil-1-py3-none-any.whl")]
    [InlineData("file:///work/d/evil-1-py3-none-any.whl")]
    [InlineData("file:///work/d/evil-1-py3-none-any.whl[extra]")]
    [InlineData("file:///work/d/evil-1-py3-none-any.whl#egg=!!")]
    [InlineData("./d/evil-1-py3-none-any.whl")]
    [InlineData("./d/evil-1-py3-none-any.whl[extra]")]
    [InlineData("./d/evil-1-py3-none-any.whl [extra, more] ; python_version > '3'")]
    [InlineData("d/evil-1-py3-none-any.whl")]
    [InlineData("/work/d/evil-1-py3-none-any.whl")]
    public void Wheel_named_by_an_argument_or_a_line_is_seen(string requirement)
    {
        foreach (string[] arguments in new string[][]
        {
            ["pip", "install", requirement], ["pip", "wheel", requirement], ["pip", "download", "--no-deps", requirement],
            ["pip", "install", "-r", "r.txt"], ["pip", "install", "x", "-c", "r.txt"],
            ["uv", "pip", "install", requirement], ["uv", "add", requirement], ["uv", "pip", "install", "-r", "r.txt"],
            ["uv", "pip", "sync", "r.txt"], ["uv", "pip", "compile", "r.txt"], ["uv", "tool", "install", requirement],
            ["uv", "run", "--with", requirement, "python"], ["uv", "run", "--with-requirements", "r.txt", "python"],
            ["uv", "tool", "run", "--from", requirement, "evil"], ["uv", "pip", "install", "x", "-c", "r.txt"],
        })
        {
            Bench bench = WithWheel();
            bench.Files["/work/r.txt"] = requirement + "\n";
            AssertSeen(bench, arguments);
        }
    }

    [Theory]
    [InlineData("evil @ ./d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ ./d/%65vil-1-py3-none-any.whl")]
    [InlineData("evil @ ./d/evil-1-py3-none-any.whl#sha256=00")]
    [InlineData("evil @ ${PROJECT_ROOT}/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ file://${PROJECT_ROOT}/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ ${WHEELS}/evil-1-py3-none-any.whl")]
    [InlineData("${WHEELS}/evil-1-py3-none-any.whl")]
    [InlineData("./${SUB}/evil-1-py3-none-any.whl")]
    public void Wheel_in_a_spelling_of_uv_is_seen(string requirement)
    {
        foreach (string[] arguments in new string[][]
        {
            ["uv", "pip", "install", requirement], ["uv", "add", requirement], ["uv", "pip", "install", "-r", "r.txt"],
            ["uv", "pip", "install", "x", "--overrides", "r.txt"], ["uv", "tool", "run", requirement], ["uv", "tool", "install", "x", "--with", requirement],
        })
        {
            Bench bench = WithWheel();
            bench.Variables["WHEELS"] = "/work/d";
            bench.Variables["SUB"] = "d";
            bench.Files["/work/r.txt"] = requirement + "\n";
            AssertSeen(bench, arguments);
        }
    }

    [Theory]
    [InlineData("evil-1-py3-none-any.whl", "d/r.txt", "pip install -r d/r.txt")]
    [InlineData("./evil-1-py3-none-any.whl", "d/r.txt", "uv pip install -r d/r.txt")]
    [InlineData("-r d/r.py", "r.cfg", "pip install -r r.cfg", "d/r.py", "evil @ file:///work/d/evil-1-py3-none-any.whl")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl", "X.py", "pip install -r X.py")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl", "x.cfg", "pip install -r x.cfg")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl", "x.toml", "pip install --requirement=x.toml")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl", "pylock.toml", "pip install -r pylock.toml")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl", "a b.txt", "pip install -r file:///work/a%20b.txt?x#y")]
    [InlineData("evil @ file:///work/d/evil-1-py3-none-any.whl", "c.txt", "pip install x --build-constraint c.txt")]
    [InlineData("[dependency-groups]\ndev = ['evil @ file:///work/d/evil-1-py3-none-any.whl']", "pyproject.toml", "pip install --group dev")]
    [InlineData("[dependency-groups]\ndev = ['evil @ file:///work/d/evil-1-py3-none-any.whl']", "s/pyproject.toml", "pip install --group s/pyproject.toml:dev")]
    [InlineData("[dependency-groups]\ndev = ['evil @ file:///work/d/evil-1-py3-none-any.whl']", "s/pyproject.toml", "uv pip install --group s/pyproject.toml:dev")]
    [InlineData(Script, "x.py", "pip install --requirements-from-script x.py")]
    [InlineData(Script, "x.py", "uv run x.py")]
    [InlineData(Script, "x.py", "uv sync --script x.py")]
    [InlineData(Script, "x.py", "uv pip install -r x.py")]
    [InlineData("# /// script\n# dependencies = [\"evil\"]\n# [tool.uv.sources]\n# evil = { path = \"d/evil-1-py3-none-any.whl\" }\n# ///\n", "x.py", "uv run x.py")]
    [InlineData("[project]\ndependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']", "pyproject.toml", "uv pip install -r pyproject.toml")]
    public void Wheel_behind_a_source_of_requirements_is_seen(string text, string file, string command, string? other = null, string otherText = "")
    {
        Bench bench = WithWheel();
        bench.Files["/work/" + file] = text + "\n";
        bench.Files[other is null ? "/nowhere" : "/work/" + other] = otherText;
        AssertSeen(bench, command.Split(' '));
    }

    [Theory]
    [InlineData("[project]\ndependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']")]
    [InlineData("[project.optional-dependencies]\nx = ['evil @ file:///work/d/evil-1-py3-none-any.whl']")]
    [InlineData("[dependency-groups]\ndev = ['evil @ file:///work/d/evil-1-py3-none-any.whl']")]
    [InlineData("[build-system]\nrequires = ['evil @ file:///work/d/evil-1-py3-none-any.whl']")]
    [InlineData("[build-system]\nrequires = ['evil @ file://${PROJECT_ROOT}/d/evil-1-py3-none-any.whl']")]
    [InlineData("[project]\ndependencies = ['evil @ {root:uri}/d/evil-1-py3-none-any.whl']")]
    [InlineData("[tool.poetry.dependencies]\nevil = { path = 'd/evil-1-py3-none-any.whl' }")]
    [InlineData("[tool.setuptools.dynamic]\ndependencies = { file = ['r.txt'] }")]
    [InlineData("[tool.uv.sources]\nevil = { path = 'd/evil-1-py3-none-any.whl' }")]
    [InlineData("[tool.uv.sources]\nevil = [{ path = 'd/evil-1-py3-none-any.whl', marker = \"sys_platform == 'linux'\" }]")]
    [InlineData("[tool.uv.sources.evil]\nurl = 'file:///work/d/evil-1-py3-none-any.whl'")]
    [InlineData("[tool.uv]\nconstraint-dependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']")]
    public void Wheel_named_by_a_project_is_seen(string text)
    {
        foreach (string command in new[]
        {
            "pip install -e .", "pip install .", "pip wheel .", "uv sync", "uv run python", "uv lock", "uv add flask", "uv build", "uv export", "uv pip install -e .", "uv tool install .",
        })
        {
            Bench bench = WithWheel();
            bench.Files["/work/pyproject.toml"] = text;
            bench.Files["/work/r.txt"] = "evil @ file:///work/d/evil-1-py3-none-any.whl";
            AssertSeen(bench, command.Split(' '));
        }
    }

    [Theory]
    [InlineData("setup.cfg", "[options]\ninstall_requires =\n  x\n  evil @ file:///work/d/evil-1-py3-none-any.whl\n", "pip install .")]
    [InlineData("setup.cfg", "[options.extras_require]\na = evil @ file:///work/d/evil-1-py3-none-any.whl\n", "uv pip install -e .")]
    [InlineData("pyproject.toml", "[tool.uv]\nconstraint-dependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']\n", "uv pip install evil")]
    [InlineData("uv.toml", "override-dependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']\n", "uv pip install evil")]
    [InlineData("uv.toml", "build-constraint-dependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']\n", "uv sync")]
    [InlineData("r.txt", "", "uv build d/evil-1-py3-none-any.whl")]
    [InlineData("r.txt", "", "uv tool install x --with-executables-from d/evil-1-py3-none-any.whl")]
    [InlineData("r.txt", "", "uv --directory d pip install ./evil-1-py3-none-any.whl")]
    [InlineData("d/r.txt", "evil @ ${PROJECT_ROOT}/evil-1-py3-none-any.whl", "uv --directory d pip install -r r.txt")]
    public void Wheel_named_by_other_settings_and_options_is_seen(string file, string text, string command)
    {
        Bench bench = WithWheel();
        bench.Files["/work/" + file] = text;
        AssertSeen(bench, command.Split(' '));
    }

    [Fact]
    public void Project_that_the_command_does_not_install_is_left_alone()
    {
        Bench bench = WithWheel();
        bench.Files["/work/pyproject.toml"] = "[tool.uv.sources]\nevil = { path = 'd/evil-1-py3-none-any.whl' }\n";
        Assert.Empty(Read(bench, "uv", "pip", "install", "flask").LocalTargets);
        Assert.Empty(Read(bench, "pip", "install", "flask").LocalTargets);
    }

    [Fact]
    public void Archives_of_the_project_are_looked_at_for_any_command_that_runs_behind_the_guard()
    {
        Bench bench = WithWheel();
        bench.Files["/work/pyproject.toml"] = "[tool.uv.sources]\nevil = { path = 'd/evil-1-py3-none-any.whl' }\n";
        Assert.Equal(Wheel, Assert.Single(RunReader.Read(bench.Input("uv", "sync")).Plan.LocalTargets).Path);
    }

    [Theory]
    [InlineData("packages/*")]
    [InlineData("packages/m")]
    [InlineData("**/m")]
    public void Wheel_named_by_a_member_of_the_workspace_or_a_folder_of_a_folder_is_seen(string members)
    {
        Bench bench = WithWheel();
        bench.Folders.UnionWith(["/work/packages", "/work/packages/m", "/work/other"]);
        bench.Files["/work/pyproject.toml"] = $"[tool.uv.workspace]\nmembers = ['{members}']\n";
        bench.Files["/work/packages/m/pyproject.toml"] = "[tool.uv.sources]\nother = { path = '../../other' }\n";
        bench.Files["/work/other/pyproject.toml"] = "[project]\ndependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl', 'm @ file:///work/packages/m']\n";
        AssertSeen(bench, "uv", "sync");
        Assert.Contains(new LocalTarget("/work/other", false, "pyproject.toml:2"), Read(bench, "uv", "sync").LocalTargets);
    }

    [Theory]
    [InlineData("uv.lock", "[[package]]\nname = 'evil'\nsource = { path = 'd/evil-1-py3-none-any.whl' }\n", "uv sync --frozen")]
    [InlineData("uv.lock", "[[package]]\nname = 'evil'\nsource = { registry = 'd' }\nwheels = [{ path = 'evil-1-py3-none-any.whl' }]\n", "uv sync")]
    [InlineData("uv.lock", "[[package]]\nname = 'evil'\nsource = { registry = 'https://pypi.org/simple' }\nwheels = [{ url = 'file:///work/d/evil-1-py3-none-any.whl' }]\n", "uv run python")]
    [InlineData("uv.lock", "[[package]]\nname = 'evil'\nsource = { url = 'file:///work/d/evil-1-py3-none-any.whl' }\n", "uv sync")]
    [InlineData("uv.lock", "[[package]]\nname = 'o'\nsource = { editable = 'other' }\n", "uv sync")]
    [InlineData("uv.lock", "[[package]]\nname = 'o'\nsource = { directory = 'other' }\n", "uv sync")]
    [InlineData("pylock.toml", "[[packages]]\nname = 'evil'\narchive = { path = 'd/evil-1-py3-none-any.whl' }\n", "uv pip sync pylock.toml")]
    [InlineData("pylock.toml", "[[packages]]\nname = 'evil'\narchive = { url = 'file:///work/d/evil-1-py3-none-any.whl' }\n", "pip install -r pylock.toml")]
    [InlineData("pylock.toml", "[[packages]]\nname = 'evil'\nwheels = [{ path = 'd/evil-1-py3-none-any.whl' }]\n", "pip install -r pylock.toml")]
    [InlineData("pylock.toml", "[[packages]]\nname = 'evil'\n[[packages.wheels]]\nurl = 'file:d/evil-1-py3-none-any.whl'\n", "uv pip install -r pylock.toml")]
    [InlineData("pylock.toml", "[[packages]]\nname = 'evil'\nsdist = { path = 'd/evil-1-py3-none-any.whl' }\n", "uv pip install -r pylock.toml")]
    [InlineData("pylock.toml", "[[packages]]\nname = 'o'\ndirectory = { path = 'other' }\n", "uv pip install -r pylock.toml")]
    public void Wheel_named_by_a_lock_is_seen(string file, string text, string command)
    {
        Bench bench = WithWheel();
        bench.Files["/work/pyproject.toml"] = "[project]\nname = 'p'\n";
        bench.Files["/work/" + file] = text;
        bench.Folders.Add("/work/other");
        bench.Files["/work/other/pyproject.toml"] = "[project]\ndependencies = ['evil @ file:///work/d/evil-1-py3-none-any.whl']\n";
        AssertSeen(bench, command.Split(' '));
    }

    [Fact]
    public void Folders_of_a_lock_and_of_sources_are_named_and_the_project_itself_is_not()
    {
        var bench = new Bench();
        bench.Folders.Add("/work/other");
        bench.Files["/work/pyproject.toml"] = "[project]\nname = 'p'\n";
        bench.Files["/work/uv.lock"] = "[[package]]\nname = 'p'\nsource = { editable = '.' }\n[[package]]\nname = 'o'\nsource = { directory = 'other' }\n";
        Assert.Equal([("/work/other", false)], Read(bench, "uv", "sync").LocalTargets.Select(local => (local.Path, local.IsArchive)));
    }

    [Theory]
    [InlineData("uv pip install -r -")]
    [InlineData("uv pip install --requirements -")]
    [InlineData("uv pip compile -")]
    [InlineData("uv pip sync -")]
    [InlineData("uv add -r -")]
    [InlineData("uv run --with-requirements - python")]
    [InlineData("pip install -r /dev/stdin")]
    [InlineData("pip install -r /dev/fd/63")]
    [InlineData("pip install -c file:///proc/self/fd/0")]
    [InlineData("pip install --requirements-from-script missing.py")]
    [InlineData("uv sync", "/work/pyproject.toml", "[project\n")]
    [InlineData("pip install .", "/work/pyproject.toml", "[project\n")]
    [InlineData("uv sync", "/work/uv.lock", "[[package]\n")]
    public void What_cannot_be_read_is_refused_with_a_next_step(string command, string file = "/work/pyproject.toml", string text = "[project]\n")
    {
        var bench = new Bench();
        bench.Files["/work/pyproject.toml"] = "[project]\n";
        bench.Files[file] = text;
        Refusal refusal = Assert.Single(Read(bench, command.Split(' ')).Refusals);
        Assert.NotEmpty(refusal.NextStep);
    }

    [Theory]
    [InlineData("r.txt")]
    [InlineData("outer.txt")]
    public void Requirements_file_that_is_too_large_is_refused(string named)
    {
        var bench = new Bench();
        bench.Files["/work/outer.txt"] = "-r r.txt\n";
        InstallerInput input = bench.Input("install", "-r", named);
        InstallerFiles files = input.Files with { FileExists = path => path == "/work/r.txt" || path == "/work/outer.txt" };
        Assert.Contains("/work/r.txt", Assert.Single(PipReader.Read(input with { Files = files }).Plan.Refusals).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flask")]
    [InlineData("flask==1.0")]
    [InlineData("flask @ https://files.example.invalid/flask-1-py3-none-any.whl")]
    [InlineData("file:///a%00b.whl")]
    public void Names_addresses_and_impossible_paths_name_nothing_local(string requirement)
    {
        var bench = new Bench();
        bench.Files["/work/flask"] = "a script";
        Assert.Empty(Read(bench, "pip", "install", requirement).LocalTargets);
        Assert.Empty(Read(bench, "uv", "pip", "install", requirement).LocalTargets);
    }

    [Fact]
    public void Version_of_a_program_is_no_path()
    {
        Assert.Empty(Read(new Bench(), "uv", "tool", "run", "ruff@latest").LocalTargets);
    }

    [Fact]
    public void File_of_any_name_that_an_address_names_counts_as_an_archive()
    {
        var bench = new Bench();
        bench.Files["/work/evil.dat"] = "";
        Assert.Equal([new LocalTarget("/work/evil.dat", true, "argument")], Read(bench, "pip", "install", "evil @ file:///work/evil.dat").LocalTargets);
    }

    [Fact]
    public void Variable_is_no_part_of_pips_arguments()
    {
        Bench bench = WithWheel();
        bench.Variables["WHEELS"] = "/work/d";
        Assert.DoesNotContain(Read(bench, "pip", "install", "${WHEELS}/evil-1-py3-none-any.whl").LocalTargets, local => local.Path == Wheel);
    }

    private static Bench WithWheel()
    {
        var bench = new Bench();
        bench.Folders.Add("/work/d");
        bench.Files[Wheel] = "";
        return bench;
    }

    private static InstallerPlan Read(Bench bench, params string[] command) =>
        command[0] == "pip" ? bench.Pip(command.AsSpan(1)).Plan : UvReader.Read(bench.Input(command.AsSpan(1))).Plan;

    private static void AssertSeen(Bench bench, params string[] command) =>
        Assert.True(
            Read(bench, command).LocalTargets.Any(local => local is { Path: Wheel, IsArchive: true }), $"Not seen by: {string.Join(' ', command)}");
}

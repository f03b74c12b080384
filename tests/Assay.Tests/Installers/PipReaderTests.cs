using Assay.Index;
using Assay.Installers;

namespace Assay.Tests.Installers;

public sealed class PipReaderTests
{
    private const string Alternative = "https://index.example.invalid/simple";

    [Fact]
    public void Plain_install_asks_the_guard_for_the_public_index()
    {
        InstallerCommand command = new Bench().Pip("install", "flask");
        (Launch launch, _) = Bench.Prepare(command);

        Assert.True(command.Plan.Fetches);
        Assert.Equal([IndexSource.PublicDefault], command.Plan.Indexes.Select(index => index.Address));
        Assert.Equal(Bench.Python, launch.FileName);
        Assert.Equal([.. PipReader.Leading, "install", "flask"], launch.Arguments);
        Assert.Equal(Bench.GuardOf(IndexSource.PublicDefault), launch.Set["PIP_INDEX_URL"]);
        Assert.Equal("/dev/null", launch.Set["PIP_CONFIG_FILE"]);
        Assert.Equal(Bench.Guard.Proxy, launch.Set["https_proxy"]);
        Assert.Equal("", launch.Set["NO_PROXY"]);
    }

    [Theory]
    [InlineData("-i", Alternative)]
    [InlineData("-i" + Alternative)]
    [InlineData("-qi", Alternative)]
    [InlineData("-Uqi" + Alternative)]
    [InlineData("--index-url", Alternative)]
    [InlineData("--index-url=" + Alternative)]
    [InlineData("--index-ur=" + Alternative)]
    [InlineData("--index-u", Alternative)]
    [InlineData("--ind", Alternative)]
    [InlineData("--pypi-url=" + Alternative)]
    [InlineData("--index-url=" + Alternative + "/")]
    [InlineData("--index-url=HTTPS://Index.Example.invalid/simple")]
    public void Index_in_any_spelling_is_served_by_the_guard(params string[] spelling)
    {
        InstallerCommand command = new Bench().Pip(["install", .. spelling, "flask"]);
        (Launch launch, _) = Bench.Prepare(command);

        Assert.Empty(command.Plan.Refusals);
        Assert.Contains(command.Plan.Indexes, index => index.Address == Alternative);
        Assert.DoesNotContain(launch.Arguments, argument => argument.Contains(Alternative, StringComparison.OrdinalIgnoreCase));
        Assert.Contains($"--index-url={Bench.GuardOf(Alternative)}", launch.Arguments);
        Assert.Equal("flask", launch.Arguments[^1]);
    }

    [Fact]
    public void Value_of_an_option_is_never_taken_for_a_package()
    {
        InstallerCommand command = new Bench().Pip("install", "--target", "./x.whl", "-t", "https://a.invalid/b.whl", "--log=git+https://c", "flask");
        Assert.Empty(command.Plan.DirectAddresses);
        Assert.Empty(command.Plan.LocalTargets);
        Assert.Empty(command.Plan.VersionControl);
    }

    [Theory]
    [InlineData("PIP_EXTRA_INDEX_URL")]
    [InlineData("PIP_extra_index_url")]
    [InlineData("PIP___EXTRA_INDEX_URL")]
    public void Extra_index_of_the_environment_is_served_by_the_guard(string variable)
    {
        var bench = new Bench();
        bench.Variables[variable] = $"{Alternative} https://user:p%40ss@b.example.invalid/simple/";
        InstallerCommand command = bench.Pip("install", "flask");
        (Launch launch, _) = Bench.Prepare(command);

        Assert.Equal([IndexSource.PublicDefault, Alternative, "https://b.example.invalid/simple"], command.Plan.Indexes.Select(index => index.Address));
        Assert.Equal(new IndexCredentials("user", "p@ss"), command.Plan.Indexes[2].Credentials);
        Assert.Equal($"{Bench.GuardOf(Alternative)} {Bench.GuardOf("https://b.example.invalid/simple")}", launch.Set["PIP_EXTRA_INDEX_URL"]);
        Assert.True(variable == "PIP_EXTRA_INDEX_URL" || launch.Remove.Contains(variable));
    }

    [Fact]
    public void Settings_of_a_switched_off_configuration_are_handed_on()
    {
        var bench = new Bench();
        bench.Files["/etc/pip.conf"] = "[global]\nindex-url = https://a.example.invalid/simple\ncert = /etc/ca.pem\nonly-binary = :all:\n";
        bench.Files["/home/u/.config/pip/pip.conf"] = "[install]\nconstraint = /work/c.txt\nextra_index_url =\n  https://b.example.invalid/simple\n  https://c.example.invalid/simple\n[global]\npre: yes\n";
        (Launch launch, _) = Bench.Prepare(bench.Pip("install", "flask"));

        Assert.Equal(Bench.GuardOf("https://a.example.invalid/simple"), launch.Set["PIP_INDEX_URL"]);
        Assert.Equal(
            $"{Bench.GuardOf("https://b.example.invalid/simple")} {Bench.GuardOf("https://c.example.invalid/simple")}", launch.Set["PIP_EXTRA_INDEX_URL"]);
        Assert.Equal("/etc/ca.pem", launch.Set["PIP_CERT"]);
        Assert.Equal(":all:", launch.Set["PIP_ONLY_BINARY"]);
        Assert.Equal("/work/c.txt", launch.Set["PIP_CONSTRAINT"]);
        Assert.Equal("yes", launch.Set["PIP_PRE"]);
    }

    [Theory]
    [InlineData("install", "--isolated", "flask")]
    [InlineData("--isolated", "install", "flask")]
    [InlineData("install", "--isol", "flask")]
    [InlineData("install", "--", "--isolated")]
    [InlineData("install", "--log", "--isolated", "flask")]
    [InlineData("install", "--no-proxy-env", "flask")]
    [InlineData("install", "--no-prox", "flask")]
    public void What_steps_round_the_guard_is_refused(params string[] arguments) =>
        Assert.NotEmpty(new Bench().Pip(arguments).Plan.Refusals);

    [Theory]
    [InlineData("PIP_ISOLATED", "1")]
    [InlineData("PIP_NO_PROXY_ENV", "true")]
    public void Variable_that_steps_round_the_guard_is_refused(string name, string value)
    {
        var bench = new Bench();
        bench.Variables[name] = value;
        Assert.Single(bench.Pip("install", "flask").Plan.Refusals);
    }

    [Fact]
    public void Proxy_of_the_command_line_becomes_the_upstream()
    {
        InstallerCommand command = new Bench().Pip("--prox", "proxy.example.invalid:3128", "install", "flask");
        (Launch launch, _) = Bench.Prepare(command);
        Assert.Equal(new Uri("http://proxy.example.invalid:3128"), command.Plan.UserProxy);
        Assert.Equal([.. PipReader.Leading, "install", "flask"], launch.Arguments);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("--version")]
    [InlineData("config", "set", "global.index-url", "https://a.invalid")]
    [InlineData("uninstall", "-y", "flask")]
    [InlineData("install", "--help")]
    [InlineData]
    public void Command_that_fetches_nothing_passes_as_written(params string[] arguments)
    {
        InstallerCommand command = new Bench().Pip(arguments);
        (Launch launch, _) = Bench.Prepare(command);
        Assert.False(command.Plan.Fetches);
        Assert.Equal([.. PipReader.Leading, .. arguments], launch.Arguments);
        Assert.Empty(launch.Set);
        Assert.Empty(launch.Remove);
    }

    [Fact]
    public void Address_with_a_digest_is_assayed_and_keeps_the_digest()
    {
        string digest = new('a', 64);
        InstallerCommand command = new Bench().Pip(
            "install", $"https://u:p@files.example.invalid/x-1-py3-none-any.whl#sha256={digest}", "pkg[a] @ https://files.example.invalid/y.tar.gz ; python_version>'3'");
        (Launch launch, _) = Bench.Prepare(command);

        Assert.Equal(
            [("https://files.example.invalid/x-1-py3-none-any.whl", digest), ("https://files.example.invalid/y.tar.gz", null)],
            command.Plan.DirectAddresses.Select(direct => (direct.Address, direct.Sha256)));
        Assert.Equal($"{Bench.Guard.Base}/direct/https/files.example.invalid/x-1-py3-none-any.whl#sha256={digest}", launch.Arguments[3]);
        Assert.Equal($"pkg[a] @ {Bench.Guard.Base}/direct/https/files.example.invalid/y.tar.gz ; python_version>'3'", launch.Arguments[4]);
    }

    [Fact]
    public void Secrets_for_publishing_stay_out_of_the_child()
    {
        var bench = new Bench();
        bench.Variables["TWINE_PASSWORD"] = "x";
        bench.Variables["UV_INDEX_ACME_PASSWORD"] = "x";
        bench.Variables["PIP_INDEX_URL"] = "https://u:p@a.example.invalid/simple";
        bench.Variables["PIP_PYPI_URL"] = "https://b.example.invalid/simple";
        bench.Variables["PIP_DEFAULT_TIMEOUT"] = "5";
        InstallerCommand command = bench.Pip("install", "flask");
        (Launch launch, _) = Bench.Prepare(command);
        Assert.Equal(["PIP_DEFAULT_TIMEOUT", "PIP_PYPI_URL", "TWINE_PASSWORD", "UV_INDEX_ACME_PASSWORD"], launch.Remove);
        Assert.DoesNotContain("u:p", launch.Set["PIP_INDEX_URL"], StringComparison.Ordinal);
        Assert.Contains(command.Plan.Notices, notice => notice.Contains("PIP_DEFAULT_TIMEOUT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sync-of-a-later-pip", "x")]
    [InlineData("--index-url", "https://a.invalid", "install", "x")]
    public void What_is_not_known_is_run_behind_the_guard(params string[] arguments)
    {
        InstallerCommand command = new Bench().Pip(arguments);
        Assert.True(command.Plan.Fetches);
        Assert.NotEmpty(Bench.Prepare(command).Launch.Set);
    }

    [Theory]
    [InlineData("install", "--timeout=30", "x")]
    [InlineData("--default-timeout", "1.5", "install", "x")]
    [InlineData("install", "--tim=0", "x")]
    public void Timeout_that_is_too_short_for_an_inspection_is_raised_and_said(params string[] arguments)
    {
        InstallerCommand command = new Bench().Pip(arguments);
        (Launch launch, _) = Bench.Prepare(command);
        Assert.Contains($"--timeout={InstallerCommand.TimeoutSeconds}", launch.Arguments);
        Assert.Single(command.Plan.Notices);
    }

    [Fact]
    public void Environment_of_python_option_is_the_one_whose_settings_and_records_count()
    {
        var bench = new Bench();
        bench.Folders.Add("/work/env");
        bench.Files["/work/env/bin/python"] = "";
        bench.Files["/work/env/pyvenv.cfg"] = "";
        bench.Files["/work/env/pip.conf"] = $"[global]\nextra-index-url = {Alternative}\n";
        InstallerCommand command = bench.Pip("--python", "env", "install", "x");
        Assert.Contains(command.Plan.Indexes, index => index is { Address: Alternative, Origin: "/work/env/pip.conf:2" });
        Assert.Equal(["/work/env/bin/python", "/work/env", "/home/u/.local"], command.Outputs.Environments);
    }

    [Fact]
    public void Configuration_named_by_the_variable_stands_above_the_machines_and_hides_the_users()
    {
        var bench = new Bench();
        bench.Variables["PIP_CONFIG_FILE"] = "mine.conf";
        bench.Files["/etc/pip.conf"] = "[global]\nindex-url = https://a.example.invalid/simple\nno-index = no\n";
        bench.Files["/home/u/.config/pip/pip.conf"] = "[global]\nproxy = http://user-file.invalid\n";
        bench.Files["/work/mine.conf"] = $"[global]\nindex-url = {Alternative}\n";
        InstallerCommand command = bench.Pip("install", "x");
        Assert.Equal([Alternative], command.Plan.Indexes.Select(index => index.Address));
        Assert.Null(command.Plan.UserProxy);
    }

    [Fact]
    public void Broken_configuration_is_a_refusal_with_its_line()
    {
        var bench = new Bench();
        bench.Files["/etc/pip.conf"] = "index-url = x\n";
        Assert.Equal("/etc/pip.conf:1", Assert.Single(bench.Pip("install", "x").Plan.Refusals).What);
    }

    [Fact]
    public void Run_hands_the_guard_to_every_installer_and_leaves_the_command_alone()
    {
        var bench = new Bench();
        bench.Variables["PIP_EXTRA_INDEX_URL"] = Alternative;
        bench.Files["/work/pyproject.toml"] = "[[tool.uv.index]]\nurl = \"https://u.example.invalid/simple\"\n";
        InstallerCommand command = RunReader.Read(bench.Input("make", "install", "-i", "x"));
        (Launch launch, _) = Bench.Prepare(command);
        Assert.Equal("make", launch.FileName);
        Assert.Equal(["install", "-i", "x"], launch.Arguments);
        Assert.Equal(
            [IndexSource.PublicDefault, Alternative, "https://u.example.invalid/simple"], command.Plan.Indexes.Select(index => index.Address));
        Assert.Equal(Bench.GuardOf(IndexSource.PublicDefault), launch.Set["UV_DEFAULT_INDEX"]);
        Assert.Equal(Bench.GuardOf(IndexSource.PublicDefault), launch.Set["POETRY_PYPI_MIRROR_URL"]);
        Assert.Empty(command.Plan.Refusals);
    }
}

using Assay.Audits;
using Assay.Installers;
using Assay.Packaging.Environments;
using Assay.Tests.Packaging.Environments;

namespace Assay.Tests.Audits;

public sealed class EnvironmentFinderTests
{
    private static Machine On(PaperDisk disk, params (string Name, string Value)[] variables) =>
        new(disk.View(), name => variables.FirstOrDefault(v => v.Name == name).Value, "/home/u/work", InstallerPlatform.Linux);

    private static string[] Roots(EnvironmentSearch search) => [.. search.Environments.Select(e => $"{e.Root} ({e.Kind})")];

    private static PaperDisk WithVenv(PaperDisk disk, string root, string name = "a") =>
        disk.File($"{root}/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n").File($"{root}/bin/python").DistInfo($"{root}/lib/python3.11/site-packages", name, "1");

    [Fact]
    public void The_active_environment_is_found_in_the_order_of_the_documentation()
    {
        PaperDisk disk = WithVenv(WithVenv(new PaperDisk(), "/v"), "/home/u/work/venv").File("/c/conda-meta/history")
            .File("/usr/bin/python3.11", "\u007fELF").Link("/usr/bin/python3", "/usr/bin/python3.11").DistInfo("/usr/lib/python3.11/site-packages", "s", "1");
        Assert.Equal(["/v (VirtualEnvironment)"], Roots(EnvironmentFinder.Active(On(disk, ("VIRTUAL_ENV", "/v"), ("CONDA_PREFIX", "/c"), ("PATH", "/usr/bin")))));
        Assert.Equal(["/c (Conda)"], Roots(EnvironmentFinder.Active(On(disk, ("CONDA_PREFIX", "/c"), ("PATH", "/usr/bin")))));
        Assert.Equal(["/home/u/work/venv (VirtualEnvironment)"], Roots(EnvironmentFinder.Active(On(disk, ("PATH", "/usr/bin")))));
        WithVenv(disk, "/home/u/work/.venv");
        Assert.Equal(["/home/u/work/.venv (VirtualEnvironment)"], Roots(EnvironmentFinder.Active(On(disk, ("PATH", "/usr/bin")))));
    }

    [Fact]
    public void A_python_on_the_path_is_followed_to_what_it_belongs_to_and_the_users_own_modules_go_with_it()
    {
        PaperDisk disk = new PaperDisk().File("/usr/bin/python3.11", "\u007fELF").Link("/usr/bin/python3", "/usr/bin/python3.11").File("/shims/python3", "#!/bin/sh\n")
            .DistInfo("/usr/lib/python3/dist-packages", "s", "1").DistInfo("/usr/lib/python3.12/site-packages", "other", "1")
            .DistInfo("/home/u/.local/lib/python3.11/site-packages", "mine", "1").DistInfo("/home/u/.local/lib/python3.12/site-packages", "other", "1");
        EnvironmentSearch search = EnvironmentFinder.Active(On(disk, ("HOME", "/home/u"), ("PATH", "/shims:/usr/bin")));
        Assert.Equal(["/usr (System)", "/home/u/.local (UserSite)"], Roots(search));
        Assert.Equal("3.11", search.Environments[0].Python);
        Assert.Equal(["s", "mine"], search.Environments.SelectMany(e => e.Distributions).Select(d => d.Name));
        Assert.Contains(search.LookedAt, place => place.Place == "/shims/python3");
        Assert.Single(EnvironmentFinder.Active(On(disk, ("HOME", "/home/u"), ("PATH", "/usr/bin"), ("PYTHONNOUSERSITE", "1"))).Environments);

        WithVenv(disk, "/v");
        disk.File("/v/bin/python", "\u007fELF").Link("/v/bin/python3", "/usr/bin/python3.11");
        Assert.Equal(["/v (VirtualEnvironment)"], Roots(EnvironmentFinder.Active(On(disk, ("HOME", "/home/u"), ("PATH", "/v/bin:/usr/bin")))));
    }

    [Theory]
    [InlineData("PYENV_VERSION", "3.12.1", "3.12.1")]
    [InlineData("X", "", "3.11.7")]
    [InlineData("PYENV_VERSION", "system:3.9", "3.9.18")]
    public void A_shim_of_pyenv_leads_to_the_version_that_it_would_choose(string variable, string value, string version)
    {
        PaperDisk disk = new PaperDisk().File("/p/shims/python3", "#!/usr/bin/env bash\n").File("/p/version", "3.11.7\n");
        foreach (string each in (string[])["3.9.2", "3.9.18", "3.11.7", "3.12.1"])
        {
            disk.DistInfo($"/p/versions/{each}/lib/python{each[..each.LastIndexOf('.')]}/site-packages", "a", "1");
        }

        Assert.Equal([$"/p/versions/{version} (System)"], Roots(EnvironmentFinder.Active(On(disk, ("PATH", "/p/shims"), (variable, value)))));
        disk.File("/home/u/.python-version", "3.12\n");
        Assert.Equal(["/p/versions/3.12.1 (System)"], Roots(EnvironmentFinder.Active(On(disk, ("PATH", "/p/shims")))));
    }

    [Fact]
    public void Where_nothing_is_found_the_search_tells_where_it_looked()
    {
        EnvironmentSearch search = EnvironmentFinder.Active(On(new PaperDisk().File("/home/u/work/x"), ("VIRTUAL_ENV", "/gone"), ("PATH", "/bin")));
        Assert.Empty(search.Environments);
        Assert.Equal(["/gone", "CONDA_PREFIX", "/home/u/work/.venv", "/home/u/work/venv", "PATH", "PATH"], search.LookedAt.Select(p => p.Place));
        Assert.Equal("/gone", Assert.Single(search.Problems).Path);

        Assert.Equal("nothing there", EnvironmentFinder.At(On(new PaperDisk()), "gone").LookedAt.Single().Answer);
        Assert.Empty(EnvironmentFinder.At(On(new PaperDisk().File("/src/setup.py")), "/src").Environments);
    }

    [Fact]
    public void A_path_is_an_environment_or_a_folder_of_modules()
    {
        Machine machine = On(WithVenv(new PaperDisk(), "/home/u/work/e"));
        Assert.Equal(["/home/u/work/e (VirtualEnvironment)"], Roots(EnvironmentFinder.At(machine, "e/")));
        Assert.Equal(["/home/u/work/e/lib/python3.11/site-packages (Folder)"], Roots(EnvironmentFinder.At(machine, "e/lib/python3.11/site-packages")));
    }

    [Fact]
    public void All_finds_each_environment_once_wherever_tools_keep_theirs()
    {
        PaperDisk disk = new PaperDisk().File("/home/u/work/x").DistInfo("/usr/lib/python3/dist-packages", "s", "1", installer: null).Link("/home/u/linked", "/home/u/code");
        foreach (string root in (string[])["/home/u/.local/share/pipx/venvs/black", "/home/u/.local/share/uv/tools/ruff", "/home/u/.cache/pypoetry/virtualenvs/p-1", "/home/u/code/a/.venv", "/home/u/code/node_modules/x/.venv", "/home/u/1/2/3/4/5/6/7/.venv"])
        {
            WithVenv(disk, root);
        }

        disk.File("/home/u/miniconda3/conda-meta/history").File("/home/u/miniconda3/envs/e/conda-meta/history").File("/mnt/e/conda-meta/history")
            .File("/home/u/.conda/environments.txt", "/home/u/miniconda3/envs/e\n/mnt/e\nrelative\n").DistInfo("/home/u/.local/lib/python3.9/site-packages", "m", "1");
        Machine machine = On(disk, ("HOME", "/home/u"), ("VIRTUAL_ENV", "/home/u/code/a/.venv"));
        EnvironmentSearch search = EnvironmentFinder.All(machine, SweepLimits.Default);
        Assert.Equal(
            [
                "/home/u/code/a/.venv (VirtualEnvironment)", "/usr (System)", "/home/u/.local (UserSite)", "/home/u/.local/share/pipx/venvs/black (Tool)", "/home/u/.local/share/uv/tools/ruff (Tool)",
                "/home/u/.cache/pypoetry/virtualenvs/p-1 (VirtualEnvironment)", "/home/u/miniconda3 (Conda)", "/home/u/miniconda3/envs/e (Conda)", "/mnt/e (Conda)",
            ],
            Roots(search));
        Assert.Empty(search.Problems);
        Assert.Contains("/home/u/1/2/3/4/5/6/7/.venv (VirtualEnvironment)", Roots(EnvironmentFinder.All(machine, new SweepLimits(9, 10_000))));
        Assert.DoesNotContain("/home/u/1/2/3/4/5/6/7/.venv (VirtualEnvironment)", Roots(EnvironmentFinder.All(machine with { MountPoints = ["/home/u/1"] }, new SweepLimits(9, 10_000))));
    }

    [Fact]
    public void A_sweep_that_ends_early_or_meets_a_closed_folder_says_so()
    {
        PaperDisk disk = new PaperDisk().File("/home/u/work/a/x").File("/home/u/closed/x").Unreadable("/home/u/closed");
        Assert.Contains(EnvironmentFinder.All(On(disk, ("HOME", "/home/u")), new SweepLimits(5, 2)).Problems, p => p.Message.Contains("2 folders", StringComparison.Ordinal));
        Assert.Equal("/home/u/closed", Assert.Single(EnvironmentFinder.All(On(disk, ("HOME", "/home/u")), SweepLimits.Default).Problems).Path);
    }
}

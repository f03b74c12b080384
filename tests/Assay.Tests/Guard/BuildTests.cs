using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>Source distributions: what is run to resolve and to build them, and what a build may reach.</summary>
public sealed class BuildTests
{
    [Theory]
    [InlineData("25.3")]
    [InlineData("26.3")]
    public async Task Resolving_a_static_source_distribution_runs_no_code_of_it(string pip)
    {
        BenchFile soil = BenchFile.Sdist("soil", "1.0");
        await using BenchIndex index = await BenchIndex.StartAsync(soil);
        using Stage stage = new(pip, index);

        (await stage.InstallAsync("--dry-run", "soil")).Is(0, "Would install soil-1.0");
        Assert.Equal("", stage.BuildLog);
    }

    [Theory]
    [MemberData(nameof(PipInstallTests.Pips), MemberType = typeof(PipInstallTests))]
    public async Task A_blocked_build_requirement_stops_the_build_with_the_reason(string pip)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Sdist("soil", "1.0", ["bird"]), BenchFile.Hostile("bird", "1.0"));
        using Stage stage = new(pip, index);

        GuardRun run = await stage.InstallAsync("soil");
        run.Is(1, "assay: blocked bird-1.0-py3-none-any.whl: startup-code");
        Assert.Equal(["bird-1.0-py3-none-any.whl"], run.Reported("refused"));
        Assert.Equal("", stage.BuildLog);
    }

    [Theory]
    [InlineData("hatchling-1.33.0-py3-none-any.whl", "hatchling.build")]
    [InlineData("setuptools-84.2.1-py3-none-any.whl", "setuptools.build_meta")]
    public async Task A_real_backend_comes_through_the_guard(string wheel, string backend)
    {
        string name = wheel.Split('-')[0];
        BenchFile sdist = BenchFile.SdistFor("soil", "1.0", name, backend);
        await using BenchIndex index = await BenchIndex.StartAsync(
            sdist, BenchFile.Real(name, wheel), BenchFile.Real("packaging", "packaging-26.4-py3-none-any.whl"), BenchFile.Real("pathspec", "pathspec-1.1.1-py3-none-any.whl"),
            BenchFile.Real("pluggy", "pluggy-1.7.0-py3-none-any.whl"), BenchFile.Real("tomlkit", "tomlkit-0.15.2-py3-none-any.whl"),
            BenchFile.Real("trove-classifiers", "trove_classifiers-2026.9.21.13-py3-none-any.whl"));
        using Stage stage = new("25.3", index);

        GuardRun run = await stage.InstallAsync("soil");
        run.Is(0, "0 refused");
        Assert.True(stage.Has("soil", "1.0"), run.All);
        Assert.Contains(wheel, run.Reported("allowed"));
    }

    [Fact]
    public async Task A_build_that_reaches_for_another_host_is_refused_and_named()
    {
        const string Reach = """
            import urllib.request
            for address in ("http://plain.example.invalid/x", "https://tunnel.example.invalid/x"):
                try:
                    urllib.request.urlopen(address, timeout=20)
                    note("reached " + address)
                except Exception as error:
                    note(str(error))
            note(",".join(sorted(k for k in os.environ if "TWINE" in k or "UV_PUBLISH" in k)))
            """;
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Sdist("soil", "1.0", build: Reach));
        using Stage stage = new("24.0", index);
        stage.Variables["TWINE_PASSWORD"] = "secret";
        stage.Variables["NO_PROXY"] = "*";
        stage.Variables["no_proxy"] = "plain.example.invalid";

        stage.UsePolicy("[[rule]]\nid = \"install-time-activity\"\nverdict = \"warn\"\n");
        GuardRun run = await stage.InstallAsync("soil");
        run.Is(1, "plain.example.invalid was not reached", "tunnel.example.invalid was not reached", "[hosts] allow");
        Assert.Equal(["plain.example.invalid", "tunnel.example.invalid"], run.Reported("refused_hosts", "host"));
        Assert.DoesNotContain("reached http", stage.BuildLog, StringComparison.Ordinal);
        Assert.Equal(2, stage.BuildLog.Split("assay: ").Length - 1);
        Assert.DoesNotContain("TWINE", stage.BuildLog, StringComparison.Ordinal);
    }
}

using System.Globalization;
using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>What each pip installs, is steered round and is refused, run as users run it.</summary>
public sealed class PipInstallTests
{
    /// <summary>The machine's own pip, and those of the wheels beside the repository.</summary>
    public static TheoryData<string> Pips { get; } = [Stage.Machine, "22.3.1", "24.0", "25.3", "26.3"];

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task A_good_package_is_installed_with_what_it_needs(string pip)
    {
        BenchFile app = BenchFile.Wheel("app", "1.0", "lib>=1");
        BenchFile lib = BenchFile.Wheel("lib", "1.4");
        await using BenchIndex index = await BenchIndex.StartAsync(app, lib);
        using Stage stage = new(pip, index);

        GuardRun run = await stage.InstallAsync("app");
        run.Is(0, "2 files allowed, 0 steered, 0 refused");
        Assert.True(stage.Has("app", "1.0") && stage.Has("lib", "1.4"), run.All);
        Assert.Equal([app.FileName, lib.FileName], run.Reported("allowed"));
        Assert.Equal((1, 1), (index.Downloads(app), index.Downloads(lib)));
    }

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task A_young_release_is_steered_round_and_the_summary_says_so(string pip)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("paint", "1.0"), BenchFile.Wheel("paint", "1.1").Young());
        using Stage stage = new(pip, index);

        GuardRun run = await stage.InstallAsync("paint");
        run.Is(0, "paint 1.1 is not offered, paint 1.0 was taken: too-young", "assay policy waive paint==1.1 --rule too-young");
        Assert.True(stage.Has("paint", "1.0"), run.All);
        Assert.Equal(["paint-1.1-py3-none-any.whl"], run.Reported("steered"));
    }

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task A_hostile_wheel_is_refused_with_the_reason_in_pips_own_output(string pip)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Hostile("bird", "1.0"), BenchFile.Wheel("app", "1.0", "bird"));
        using Stage stage = new(pip, index);

        string id = "";
        foreach (string asked in new[] { "bird==1.0", "app" })
        {
            GuardRun run = await stage.InstallAsync(asked);
            run.Is(1, "403 Client Error: assay: blocked bird-1.0-py3-none-any.whl: startup-code", "; assay explain ");
            Assert.Equal(["bird-1.0-py3-none-any.whl"], run.Reported("refused"));
            Assert.False(stage.Has("bird", "1.0"), run.All);
            id = Assert.Single(run.Reported("refused", "explain"));
        }

        (await stage.RunAsync(["explain", id])).Is(0, "startup-code", "bird.pth");
    }

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task A_pin_on_a_young_release_is_refused_with_the_time_at_which_that_ends(string pip)
    {
        BenchFile young = BenchFile.Wheel("paint", "1.1").Young();
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("paint", "1.0"), young);
        using Stage stage = new(pip, index);

        GuardRun run = await stage.InstallAsync("paint==1.1");
        run.Is(1, "paint 1.1 is not offered: too-young", young.Uploaded!.Value.AddHours(72).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "assay policy waive paint==1.1");

        // pip's own words carry the rule and the id; before 23.0 it says nothing at all of versions that it passes over.
        string id = Assert.Single(run.Reported("steered", "explain"));
        Assert.Contains($"===99+too.young.by.assay.explain.{id}", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task Where_every_version_is_too_young_the_newest_speaks(string pip)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("paint", "1.0").Young(), BenchFile.Wheel("paint", "1.1").Young());
        using Stage stage = new(pip, index);

        (await stage.InstallAsync("paint")).Is(1, "403 Client Error: assay: held paint-1.1-py3-none-any.whl: too-young");
        Assert.Empty(Directory.GetDirectories(stage.Packages, "paint*"));
    }

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task Hashes_that_a_file_demands_are_met_by_the_guards_bytes(string pip)
    {
        BenchFile app = BenchFile.Wheel("app", "1.0", "lib");
        BenchFile lib = BenchFile.Wheel("lib", "1.4");
        BenchFile bird = BenchFile.Hostile("bird", "1.0");
        await using BenchIndex index = await BenchIndex.StartAsync(app, lib, bird);
        using Stage stage = new(pip, index);
        stage.Write("good.txt", $"app==1.0 --hash=sha256:{app.Sha256}\nlib==1.4 --hash=sha256:{lib.Sha256}\n");
        stage.Write("bad.txt", $"bird==1.0 --hash=sha256:{bird.Sha256}\n");

        (await stage.InstallAsync("--require-hashes", "-r", "good.txt")).Is(0, "2 files allowed");
        (await stage.InstallAsync("--require-hashes", "-r", "bad.txt")).Is(1, "403 Client Error: assay: blocked bird-1.0-py3-none-any.whl: startup-code");
    }

    [Fact]
    public async Task A_pylock_is_written_and_installed_with_the_users_addresses()
    {
        BenchFile app = BenchFile.Wheel("app", "1.0", "lib");
        BenchFile lib = BenchFile.Wheel("lib", "1.4");
        await using BenchIndex index = await BenchIndex.StartAsync(app, lib, BenchFile.Hostile("bird", "1.0"));
        using Stage stage = new("26.3", index);

        (await stage.PipAsync("lock", "app")).Is(0);
        string locked = File.ReadAllText(stage["pylock.toml"]);
        Assert.Contains(index.AddressOf(lib), locked, StringComparison.Ordinal);
        (await stage.InstallAsync("-r", "pylock.toml")).Is(0, "2 files allowed");
        Assert.Equal(locked, File.ReadAllText(stage["pylock.toml"]));
        Assert.True(stage.Has("lib", "1.4"));

        stage.UsePolicy("[[rule]]\nid = \"program-script\"\nverdict = \"block\"\n");
        (await stage.InstallAsync("--force-reinstall", "-r", "pylock.toml")).Is(1, "403 Client Error: assay: blocked ");
    }

    [Fact]
    public async Task Reports_on_standard_output_name_the_users_addresses()
    {
        BenchFile app = BenchFile.Wheel("app", "1.0");
        await using BenchIndex index = await BenchIndex.StartAsync(app);
        using Stage stage = new("25.3", index);
        GuardRun run = await stage.InstallAsync("--dry-run", "--quiet", "--report", "-", "app");
        run.Is(0, index.AddressOf(app));
    }

    [Fact]
    public async Task A_policy_with_a_typo_and_a_report_without_a_folder_are_told_in_a_sentence()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("app", "1.0"));
        using Stage stage = new("26.3", index);
        stage.Options.AddRange(["--report", stage["no/such/folder.json"]]);
        using (System.Diagnostics.Process process = stage.Start(["pip", "install", "app"]))
        {
            (_, string error) = await Stage.EndAsync(process);
            Assert.Equal(2, process.ExitCode);
            Assert.Contains("folder.json", error, StringComparison.Ordinal);
            Assert.DoesNotContain("internal error", error, StringComparison.Ordinal);
        }

        stage.Options.Clear();
        stage.UsePolicy("[policy]\ndefalt-age = \"1h\"\n");
        (await stage.InstallAsync("app")).Is(2, "policy.toml:2", "defalt-age");
    }

    [Theory]
    [MemberData(nameof(Pips))]
    public async Task What_was_installed_before_it_was_revoked_is_refused_with_warm_caches(string pip)
    {
        BenchFile wheel = BenchFile.Wheel("paint", "1.0");
        BenchFile source = BenchFile.Sdist("soil", "1.0");
        await using BenchIndex index = await BenchIndex.StartAsync(wheel, source);
        using Stage stage = new(pip, index);
        (await stage.InstallAsync("paint", "soil")).Is(0);
        Assert.Contains("wheel", stage.BuildLog, StringComparison.Ordinal);

        stage.UsePolicy("[[rule]]\nid = \"program-script\"\nverdict = \"block\"\n");
        GuardRun again = await stage.InstallAsync("--force-reinstall", "paint==1.0");
        again.Is(1, "403 Client Error: assay: blocked paint-1.0-py3-none-any.whl");
        Assert.Equal([wheel.FileName], again.Reported("refused"));
        (await stage.InstallAsync("--force-reinstall", "soil==1.0")).Is(1, "assay: blocked soil-1.0.tar.gz");
        Assert.Equal(1, index.Downloads(wheel));
    }

    [Fact]
    public async Task A_file_that_a_waiver_let_through_is_named_even_where_it_is_known_malware()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Hostile("bird", "1.0"));
        using Stage stage = new(Stage.Machine, index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-1", "bird", "1.0"));
        GuardRun refused = await stage.InstallAsync("bird");
        refused.Is(1, "blocked bird-1.0-py3-none-any.whl: known-malware", "assay policy waive bird==1.0 --rule known-malware --for 7d");

        (await stage.RunAsync(["policy", "waive", "bird==1.0", "--rule", "known-malware", "--rule", "startup-code", "--rule", "executes-decoded-code", "--for", "7d", "--reason", "a specimen"])).Is(0);
        GuardRun run = await stage.InstallAsync("bird");
        run.Is(0, "1 file allowed (1 with a waiver), 0 steered, 0 refused", "waived     bird-1.0-py3-none-any.whl: known-malware: ", "waived     bird-1.0-py3-none-any.whl: startup-code: ", ": a specimen (");
        Assert.Equal(
            ["executes-decoded-code", "known-malware", "startup-code"],
            run.Report!.Value.GetProperty("allowed")[0].GetProperty("waived").EnumerateArray().Select(static waived => waived.GetProperty("rule").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_policys_indexes_take_the_place_of_the_default_and_of_no_index_that_is_named()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("app", "1.0"));
        using Stage stage = new(Stage.Machine, null);
        stage.UsePolicy($"[policy]\nindexes = [\"{index.Address}\"]\n");
        Directory.CreateDirectory(stage["links"]);
        stage.Variables["PIP_FIND_LINKS"] = stage["links"];
        (await stage.InstallAsync("app")).Is(0, "1 file allowed");

        stage.UsePolicy("[policy]\nindexes = [\"https://another.example.invalid/simple\"]\n");
        GuardRun named = await stage.InstallAsync("--force-reinstall", "--index-url", index.Address, "app");
        named.Is(0, "1 file allowed", "the policy's indexes are not asked, because ");
    }
}

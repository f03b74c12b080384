using System.Diagnostics;
using System.Text.RegularExpressions;
using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>Advisories at the guard's door: malware is blocked, vulnerabilities are warned of or steered round, and repairs are not made to wait.</summary>
public sealed partial class KnownAdvisoryTests
{
    private static readonly BenchFile s_paint = BenchFile.Wheel("paint", "1.0");

    [Theory]
    [InlineData("paint")]
    [InlineData("paint==1.0")]
    public async Task A_release_that_a_record_calls_malicious_is_blocked_and_explained_afterwards(string asked)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_paint);
        using Stage stage = new("26.3", index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-1", "paint", "1.0"));

        GuardRun run = await stage.InstallAsync(asked);
        run.Is(1, "assay: blocked paint-1.0-py3-none-any.whl: known-malware, MAL-2099-1 says that paint 1.0 is malicious", "assay explain");
        Assert.Equal(0, index.Downloads(s_paint));
        Assert.False(stage.Has("paint", "1.0"), run.All);

        string id = DecisionId().Match(run.Error).Groups[1].Value;
        using Process explain = stage.Start(["explain", id]);
        (string text, string error) = await Stage.EndAsync(explain);
        Assert.True(explain.ExitCode == 0, error);
        Assert.Contains("known-malware", text, StringComparison.Ordinal);
        Assert.Contains("Malicious code in paint", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malicious_release_is_blocked_from_the_users_own_disk_too()
    {
        await using BenchIndex index = await BenchIndex.StartAsync();
        using Stage stage = new("26.3", index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-1", "paint", "1.0"));
        string file = Path.Combine(stage.Project, "paint-1.0-py3-none-any.whl");
        await File.WriteAllBytesAsync(file, s_paint.Bytes);

        (await stage.InstallAsync(file)).Is(1, "known-malware: MAL-2099-1 says that paint 1.0 is malicious");
        Assert.False(stage.Has("paint", "1.0"));
    }

    [Fact]
    public async Task A_vulnerable_release_is_warned_of_and_steered_round_where_policy_holds_it()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_paint, BenchFile.Wheel("paint", "0.9"), BenchFile.Wheel("paint", "1.1"));
        using Stage stage = new("26.3", index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Flaw("PYSEC-2099-1", "paint", fixedIn: "1.1"));
        (await stage.InstallAsync("paint<1.1")).Is(0, "known-vulnerability: PYSEC-2099-1 (high) is known against paint 1.0");
        Assert.True(stage.Has("paint", "1.0"));

        stage.UsePolicy("[[rule]]\nid = \"known-vulnerability\"\nverdict = \"hold\"\n");
        (await stage.InstallAsync("--force-reinstall", "paint==1.0")).Is(1, "known-vulnerability");
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Flaw("PYSEC-2099-2", "brush", fixedIn: null), BenchAdvisories.Malware("MAL-2099-2", "paint", "1.2"));
        (await stage.InstallAsync("--force-reinstall", "paint")).Is(0, "1 file allowed, 0 steered, 0 refused");

        stage.UsePolicy("[[ignore]]\nid = \"PYSEC-2099-1\"\nreason = \"not reached\"\nowner = \"me\"\n");
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Flaw("PYSEC-2099-1", "paint", fixedIn: "1.1"));
        GuardRun ignored = await stage.InstallAsync("--force-reinstall", "paint==1.0");
        ignored.Is(0);
        Assert.DoesNotContain("known-vulnerability", ignored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_vulnerable_release_is_steered_round_to_one_that_has_no_flaw()
    {
        BenchFile clean = BenchFile.Wheel("paint", "0.9");
        await using BenchIndex index = await BenchIndex.StartAsync(s_paint, clean);
        using Stage stage = new("26.3", index);
        stage.UsePolicy("[[rule]]\nid = \"known-vulnerability\"\nverdict = \"hold\"\n");
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-2", "brush", "1") with { Id = "PYSEC-2099-3", Affected = BenchAdvisories.Malware("MAL-2099-2", "paint", "1.0").Affected });
        (await stage.InstallAsync("paint")).Is(0, "paint 1.0 is not offered, paint 0.9 was taken: known-vulnerability");
        Assert.True(stage.Has("paint", "0.9"));
    }

    [Fact]
    public async Task A_young_release_that_repairs_the_old_one_is_taken_and_no_younger_one()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_paint, BenchFile.Wheel("paint", "1.1").Young(), BenchFile.Wheel("paint", "1.2").Young());
        using Stage stage = new("26.3", index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Flaw("PYSEC-2099-1", "paint", fixedIn: "1.1"));
        GuardRun run = await stage.InstallAsync("paint");
        run.Is(0, "paint 1.2 is not offered, paint 1.1 was taken: too-young", "it fixes PYSEC-2099-1 of 1.0, the newest that is old enough");
        Assert.True(stage.Has("paint", "1.1"), run.All);
    }

    [Fact]
    public async Task A_young_release_waits_where_the_old_one_has_no_flaw_or_it_is_malicious_itself()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(
            s_paint, BenchFile.Wheel("paint", "1.1").Young(), BenchFile.Wheel("brush", "1.0"), BenchFile.Wheel("brush", "1.1").Young());
        using Stage stage = new("26.3", index);
        BenchAdvisories.Write(
            stage.Store, BenchAdvisories.Flaw("PYSEC-2099-1", "brush", fixedIn: "1.1"), BenchAdvisories.Malware("MAL-2099-1", "brush", "1.1"));
        (await stage.InstallAsync("paint")).Is(0, "paint 1.1 is not offered, paint 1.0 was taken: too-young");
        GuardRun malicious = await stage.InstallAsync("brush==1.1");
        malicious.Is(1, "assay: blocked brush-1.1-py3-none-any.whl: known-malware");
    }

    [Fact]
    public async Task What_came_through_is_held_against_what_is_known_later()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_paint);
        using Stage stage = new("26.3", index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Flaw("PYSEC-2099-1", "brush", fixedIn: null));
        (await stage.InstallAsync("paint")).Is(0);
        using (Process before = stage.Start(["audit", "--installed-through-guard"]))
        {
            (string text, string error) = await Stage.EndAsync(before);
            Assert.True(before.ExitCode == 0, text + error);
        }

        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-1", "paint", "1.0"));
        using Process after = stage.Start(["audit", "--installed-through-guard", "--format", "json"]);
        (string json, string problems) = await Stage.EndAsync(after);
        Assert.True(after.ExitCode == 1, json + problems);
        Assert.Contains("MAL-2099-1", json, StringComparison.Ordinal);
        Assert.Contains("guard history", json, StringComparison.Ordinal);
        Assert.Contains($"paint-1.0-py3-none-any.whl from {index.Address}", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_pins_malware_is_refused_before_uv_starts()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_paint);
        using Stage stage = new("26.3", index);
        stage.Variables["UV_LINK_MODE"] = "copy";
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"paint\"]\n");
        (await stage.UvAsync("lock")).Is(0);
        (await stage.UvAsync("sync")).Is(0);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-1", "paint", "1.0"));
        int asked = index.Asked.Count;
        GuardRun run = await stage.UvAsync("sync", "--frozen");
        run.Is(1, "MAL-2099-1 says that paint 1.0 is malicious; uv.lock pins it, so nothing was installed", "assay explain");
        Assert.Equal(asked, index.Asked.Count);
    }

    [GeneratedRegex("assay explain ([0-9a-f]{8})", RegexOptions.None, 5000)]
    private static partial Regex DecisionId();
}

using System.Text.Json.Nodes;
using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>Wherever a package may come from, it comes through the guard: indexes in every spelling, folders, addresses, version control, the user's own files.</summary>
public sealed class PipSourceTests
{
    private static readonly BenchFile s_app = BenchFile.Wheel("app", "1.0");
    private static readonly BenchFile s_bird = BenchFile.Hostile("bird", "1.0");

    /// <summary>Arguments with <c>URL</c> for the index's address.</summary>
    public static TheoryData<string, string> Spellings { get; } = new MatrixTheoryData<string, string>(
        ["22.3.1", "26.3"],
        ["-i URL app", "-iURL app", "-qiURL app", "--index-url=URL app", "--index-u URL app", "--pypi-url URL app", "-r direct.txt", "-r outer.txt", "app -c constraints.txt"]);

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_index_is_served_by_the_guard_however_it_is_spelled(string pip, string arguments)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using BenchIndex decoy = await BenchIndex.StartAsync();
        using Stage stage = new(pip, decoy);
        stage.Write("direct.txt", $"--index-url {index.Address}\napp\n");
        stage.Write("outer.txt", "-r deep/inner.txt\n");
        stage.Write("deep/inner.txt", $"-i {index.Address}\napp\n");
        stage.Write("constraints.txt", $"-i {index.Address}\napp<2\n");

        GuardRun run = await stage.InstallAsync(arguments.Replace("URL", index.Address, StringComparison.Ordinal).Split(' '));
        run.Is(0, "1 file allowed");
        Assert.Equal([s_app.FileName], run.Reported("allowed"));
        Assert.Empty(decoy.Asked);
    }

    [Theory]
    [InlineData("variable")]
    [InlineData("odd-variable")]
    [InlineData("named")]
    [InlineData("user")]
    [InlineData("environment")]
    public async Task An_index_of_the_configuration_is_served_by_the_guard(string place)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("25.3", null);
        string configuration = $"[global]\nindex-url = {index.Address}\n";
        switch (place)
        {
            case "variable":
                stage.Variables["PIP_INDEX_URL"] = index.Address;
                break;
            case "odd-variable":
                stage.Variables["PIP_PYPI_URL"] = index.Address;
                break;
            case "named":
                stage.Variables["PIP_CONFIG_FILE"] = stage.Write("mine.conf", configuration);
                break;
            case "user":
                stage.Variables.Remove("PIP_CONFIG_FILE");
                Directory.CreateDirectory(Path.Combine(stage.Home, ".config", "pip"));
                File.WriteAllText(Path.Combine(stage.Home, ".config", "pip", "pip.conf"), configuration);
                break;
            default:
                stage.Variables.Remove("PIP_CONFIG_FILE");
                File.WriteAllText(Path.Combine(stage.Environment, "pip.conf"), configuration);
                break;
        }

        GuardRun run = await stage.InstallAsync("app");
        run.Is(0, "1 file allowed");
        Assert.Equal([s_app.FileName], run.Reported("allowed"));
    }

    [Fact]
    public async Task Two_indexes_are_both_served_and_a_name_on_both_is_warned_of()
    {
        BenchFile own = BenchFile.Wheel("acme_core", "1.0");
        await using BenchIndex first = await BenchIndex.StartAsync(s_app, own);
        await using BenchIndex second = await BenchIndex.StartAsync(BenchFile.Wheel("extra", "1.0"), BenchFile.Wheel("acme_core", "9.0"));
        using Stage stage = new("26.3", first);

        GuardRun run = await stage.InstallAsync("--extra-index-url", second.Address, "app", "extra", "acme_core");
        run.Is(0, "acme_core-9.0-py3-none-any.whl: name-on-two-indexes");
        Assert.True(stage.Has("extra", "1.0") && stage.Has("acme_core", "9.0"), run.All);

        stage.UsePolicy($"[policy]\nowned = {{ \"acme-*\" = \"{first.Address}\" }}\n");
        GuardRun owned = await stage.InstallAsync("--extra-index-url", second.Address, "--force-reinstall", "acme_core");
        owned.Is(0, "your policy says that 'acme-*' belongs to");
        Assert.True(stage.Has("acme_core", "1.0"), owned.All);
    }

    [Fact]
    public async Task One_file_name_with_two_digests_is_blocked()
    {
        BenchFile other = BenchFile.Wheel("app", "1.0", "more");
        await using BenchIndex first = await BenchIndex.StartAsync(s_app);
        await using BenchIndex second = await BenchIndex.StartAsync(other);
        using Stage stage = new("24.0", first);

        (await stage.InstallAsync("--extra-index-url", second.Address, "app")).Is(1, "assay: blocked app-1.0-py3-none-any.whl: same-name-two-digests");
    }

    [Theory]
    [InlineData("22.3.1")]
    [InlineData("26.3")]
    public async Task Folders_and_pages_of_links_are_served_by_the_guard(string pip)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new(pip, index);
        Directory.CreateDirectory(stage["links"]);
        File.WriteAllBytes(stage[$"links/{s_bird.FileName}"], s_bird.Bytes);
        BenchFile lib = BenchFile.Wheel("lib", "1.0");
        File.WriteAllBytes(stage[$"links/{lib.FileName}"], lib.Bytes);
        index.Twists["/links/"] = context => BenchIndex.SendAsync(context, "text/html", System.Text.Encoding.UTF8.GetBytes(
            $"<!DOCTYPE html><html><body><a href=\"{index.AddressOf(s_app)}#sha256={s_app.Sha256}\">{s_app.FileName}</a></body></html>"));

        (await stage.InstallAsync("--no-index", "-f", "links", "lib")).Is(0, "1 file allowed");
        (await stage.InstallAsync("--no-index", "--find-links", $"{index.Base}/links/", "app")).Is(0, "1 file allowed");
        GuardRun refused = await stage.InstallAsync("--no-index", "--find-links=links", "bird");
        refused.Is(1, "assay: blocked bird-1.0-py3-none-any.whl: startup-code");
        Assert.Equal([s_bird.FileName], refused.Reported("refused"));
    }

    [Theory]
    [InlineData("22.3.1")]
    [InlineData("24.0")]
    [InlineData("25.3")]
    [InlineData("26.3")]
    public async Task Addresses_are_assayed_and_written_down_as_they_were_given(string pip)
    {
        BenchFile lib = BenchFile.Wheel("lib", "1.0");
        await using BenchIndex index = await BenchIndex.StartAsync(s_app, s_bird, lib);
        using Stage stage = new(pip, index);
        stage.Write("r.txt", $"lib @ {index.AddressOf(lib)} --hash=sha256:{lib.Sha256}\n");

        GuardRun run = await stage.InstallAsync("--report", stage["pip.json"], $"app @ {index.AddressOf(s_app)}");
        run.Is(0, "1 file allowed");
        Assert.Equal(index.AddressOf(s_app), (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(stage.Packages, "app-1.0.dist-info", "direct_url.json")))!["url"]);
        Assert.Equal(index.AddressOf(s_app), (string?)JsonNode.Parse(File.ReadAllText(stage["pip.json"]))!["install"]![0]!["download_info"]!["url"]);
        (await stage.InstallAsync("-r", "r.txt")).Is(0, "1 file allowed");
        GuardRun frozen = await stage.PipAsync("freeze");
        Assert.Contains($"app @ {index.AddressOf(s_app)}", frozen.Output, StringComparison.Ordinal);
        Assert.Contains($"lib @ {index.AddressOf(lib)}", frozen.Output, StringComparison.Ordinal);
        (await stage.PipAsync("check")).Is(0);

        GuardRun refused = await stage.InstallAsync(index.AddressOf(s_bird));
        refused.Is(1, "assay: blocked bird-1.0-py3-none-any.whl: startup-code");
        Assert.Equal([s_bird.FileName], refused.Reported("refused"));
    }

    [Fact]
    public async Task Version_control_is_refused_unless_allowed_and_then_a_gap()
    {
        Assert.SkipWhen(global::Assay.Installers.PythonOnPath.FindProgram("git", Here()) is null, "there is no git on this machine");
        await using BenchIndex index = await BenchIndex.StartAsync();
        using Stage stage = new("25.3", index);
        string repository = Repository(stage);

        GuardRun refused = await stage.InstallAsync($"git+file://{repository}");
        refused.Is(1, "comes from version control", "--allow-vcs");
        Assert.Empty(Directory.GetDirectories(stage.Packages, "soil*"));

        stage.Options.Add("--allow-vcs");
        GuardRun allowed = await stage.InstallAsync($"git+file://{repository}");
        allowed.Is(0, "comes from version control and was not looked at");
        Assert.Contains("not-assayed", allowed.Reported("gaps", "kind"));
        Assert.True(stage.Has("soil", "1.0"), allowed.All);
    }

    [Fact]
    public async Task A_local_archive_is_judged_and_a_tree_only_warns()
    {
        await using BenchIndex index = await BenchIndex.StartAsync();
        using Stage stage = new("24.0", index);
        stage.Write(s_bird);
        stage.Write(s_app);
        Unpack(BenchFile.Sdist("soil", "1.0"), stage["tree"]);
        File.WriteAllText(stage["tree/evil.pth"], "import os; exec(os.environ['X'])\n");

        (await stage.InstallAsync($"./{s_app.FileName}")).Is(0);
        GuardRun refused = await stage.InstallAsync($"./{s_bird.FileName}");
        refused.Is(1, s_bird.FileName, "startup-code");
        Assert.Single(refused.Reported("refused"));
        Assert.False(stage.Has("bird", "1.0"), refused.All);
        GuardRun tree = await stage.InstallAsync("./tree");
        tree.Is(0, "evil.pth");
        Assert.True(stage.Has("soil", "1.0"), tree.All);
    }

    private static string Repository(Stage stage)
    {
        Unpack(BenchFile.Sdist("soil", "1.0"), stage["repository"]);
        foreach (string[] arguments in (string[][])[["init", "-q"], ["add", "-A"], ["-c", "user.name=n", "-c", "user.email=e@example.invalid", "commit", "-qm", "c"]])
        {
            using System.Diagnostics.Process git = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", arguments) { WorkingDirectory = stage["repository"] })!;
            git.WaitForExit();
            Assert.Equal(0, git.ExitCode);
        }

        return stage["repository"];
    }

    private static void Unpack(BenchFile sdist, string folder)
    {
        string beside = Directory.CreateDirectory(folder + ".unpacked").FullName;
        using (System.IO.Compression.GZipStream plain = new(new MemoryStream(sdist.Bytes), System.IO.Compression.CompressionMode.Decompress))
        {
            System.Formats.Tar.TarFile.ExtractToDirectory(plain, beside, overwriteFiles: false);
        }

        Directory.Move(Directory.GetDirectories(beside)[0], folder);
        Directory.Delete(beside);
    }

    private static global::Assay.Installers.InstallerInput Here()
    {
        System.Collections.Immutable.ImmutableSortedDictionary<string, string> variables = global::Assay.Guard.ProcessEnvironment.Read();
        return new([], variables, "/", global::Assay.Installers.InstallerFiles.Disk,
            global::Assay.Installers.InstallerFolders.Of(variables, global::Assay.Installers.InstallerFolders.CurrentPlatform, Directory.Exists));
    }
}

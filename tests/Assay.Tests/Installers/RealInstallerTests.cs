using System.Diagnostics;
using System.Text.Json.Nodes;
using Assay.Index;
using Assay.Installers;

namespace Assay.Tests.Installers;

/// <summary>The installers themselves, started as a launch says: whatever they make of the arguments, they may ask nobody but the guard.</summary>
public sealed class RealInstallerTests : IDisposable
{
    private const string Alternative = "https://index.example.invalid/simple";
    private const string Absent = "absent-from-every-machine";
    private readonly StubGuard _guard = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-real-");

    // Prints what pip's own parser makes of each command line: the options that name sources, and the words.
    private const string PrintParsed = """
        import sys, json
        sys.path.insert(0, sys.argv[1])
        from pip._internal.cli.main_parser import parse_command
        from pip._internal.commands import create_command
        for line in json.load(sys.stdin):
            try:
                name, rest = parse_command(list(line))
                options, words = create_command(name, isolated=("--isolated" in rest)).parser.parse_args(rest)
                print(json.dumps({"index": options.index_url, "extra": options.extra_index_urls, "links": options.find_links,
                    "requirements": options.requirements, "constraints": options.constraints, "words": words}))
            except SystemExit:
                print("null")
        """;

    private static readonly string[][] s_spellings =
    [
        ["install", "-i", Alternative, "x"], ["install", "-i" + Alternative, "x"], ["install", "-qi", Alternative, "x"],
        ["install", "-UqIi" + Alternative, "x"], ["install", "--index-url=" + Alternative], ["install", "--index-u", Alternative, "x"],
        ["install", "--ind", Alternative], ["install", "--pypi-url", Alternative, "x"], ["install", "--py", Alternative],
        ["install", "--extra-index-url", Alternative, "x"], ["install", "--extra-ind=" + Alternative], ["install", "--extra=" + Alternative],
        ["install", "-r", "r.txt", "-c", "c.txt"], ["install", "-rr.txt"], ["install", "-qUr", "r.txt", "x"], ["install", "--requirement=r.txt"],
        ["install", "--require", "x"], ["install", "--req=r.txt"], ["install", "-f", "wheels", "-flinks", "--find=l"], ["install", "--", "-i", Alternative],
        ["install", "x", "--", "--index-url"], ["install", "-t", "-i", Alternative], ["install", "-t", "--index-url=a", "x"],
        ["install", "--target", "-i", "x"], ["-q", "--log", "l", "install", "x"], ["--ca", "d", "install", "x"], ["--proxy=p", "install", "-"],
        ["--log", "install", "install", "x"], ["install", "-vvvi=" + Alternative], ["install", "--no-index=1"], ["install", "-Ci=x", "y"],
        ["install", "--config-set", "a=b", "y"], ["install", "-e.", "x"], ["install", "-ie", Alternative], ["download", "-d", "d", "x", "-i", Alternative],
        ["wheel", "-w", "w", "-fl", "x"], ["install", "--timeout", "-1", "x"], ["install", "--pre", "--plat", "p", "x"],
    ];

    [Theory]
    [InlineData("22.3.1")]
    [InlineData("24.0")]
    [InlineData("25.3")]
    [InlineData("26.3")]
    public async Task Arguments_are_read_as_pips_own_parser_reads_them(string version)
    {
        string wheel = Path.Combine(SharedTools.Require("wheels"), $"pip-{version}-py3-none-any.whl");
        var lines = new JsonArray([.. s_spellings.Select(line => new JsonArray([.. line.Select(word => JsonValue.Create(word))]))]);
        var start = new ProcessStartInfo("python3", ["-c", PrintParsed, wheel])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PIP_CONFIG_FILE"] = "/dev/null";
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("PIP_", StringComparison.Ordinal) && name != "PIP_CONFIG_FILE").ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(lines.ToJsonString());
        process.StandardInput.Close();
        string[] parsed = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(parsed.Length == s_spellings.Length, await error);

        for (int i = 0; i < parsed.Length; i++)
        {
            // What pip itself refuses needs no reading.
            if (JsonNode.Parse(parsed[i]) is JsonObject truth)
            {
                Compare(s_spellings[i], truth);
            }
        }
    }

    private static void Compare(string[] line, JsonObject truth)
    {
        string shown = string.Join(' ', line);
        ArgumentReading general = ArgumentReader.Read(line, PipOptions.BeforeSubcommand, ArgumentDialect.Optparse, stopAtFirstWord: true);
        ArgumentReading after = ArgumentReader.Read(
            general.Rest.AsSpan()[1..], PipOptions.Of(general.Rest[0])!, ArgumentDialect.Optparse, stopAtFirstWord: false);
        if (!after.Ambiguous.IsEmpty || new Bench().Pip(line).Plan.Refusals.Length > 0)
        {
            return;
        }

        string[] Values(string? option) => [.. after.Arguments.Where(argument => argument.Option == option).Select(argument => argument.Value!)];
        string[] Told(string key) => [.. truth[key]!.AsArray().Select(value => (string)value!)];
        Assert.True(Values(null).SequenceEqual(Told("words")), shown);
        Assert.True((Values("--index-url").LastOrDefault() ?? IndexSource.PublicDefault) == (string)truth["index"]!, shown);
        Assert.True(Values("--extra-index-url").SequenceEqual(Told("extra")), shown);
        Assert.True(Values("--find-links").SequenceEqual(Told("links")), shown);
        Assert.True(Values("--requirement").SequenceEqual(Told("requirements")), shown);
        Assert.True(Values("--constraint").SequenceEqual(Told("constraints")), shown);
    }

    [Theory]
    [InlineData("22.3.1", "-qi", Alternative)]
    [InlineData("24.0", "-rnested.txt")]
    [InlineData("25.3", "--extra-ind=" + Alternative, "-f", "wheels")]
    [InlineData("26.3", "-qUr", "nested.txt")]
    [InlineData("26.3", "-c", "r.txt")]
    [InlineData("26.3", "--index-u", Alternative)]
    public async Task Pip_asks_only_the_guard(string version, params string[] spelling)
    {
        string wheel = Path.Combine(SharedTools.Require("wheels"), $"pip-{version}-py3-none-any.whl");
        File.WriteAllText(Path.Combine(_folder.FullName, "r.txt"), $"--extra-index-url {Alternative}\n{Absent}\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "nested.txt"), "-r r.txt\n");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "wheels"));
        InstallerCommand command = PipReader.Read(Input(["--no-cache-dir", "install", "--dry-run", "--no-input", Absent, .. spelling]));
        Assert.Empty(command.Plan.Refusals);

        Launch launch = command.Prepare(_guard.Addresses, _folder.CreateSubdirectory("copies").FullName);
        string output = await RunAsync(launch with { Arguments = [Path.Combine(wheel, "pip"), .. launch.Arguments.Skip(2)] });

        Assert.All(_guard.Indexes, index => Assert.Contains(index, new[] { IndexSource.PublicDefault, Alternative, $"file://{_folder.FullName}" }));
        Assert.True(_guard.Indexes.Contains(Alternative), output);
    }

    [Theory]
    [InlineData("pip", "install", "--dry-run", "--target", "t", "-i", Alternative, Absent)]
    [InlineData("pip", "install", "--dry-run", "--target", "t", "-i=" + Alternative, Absent)]
    [InlineData("pip", "install", "--dry-run", "--target", "t", "-qi" + Alternative, Absent)]
    [InlineData("pip", "install", "--dry-run", "--target", "t", "--extra-index-url", Alternative, Absent)]
    [InlineData("pip", "install", "--dry-run", "--target", "t", "--index", "x=" + Alternative, Absent)]
    [InlineData("pip", "install", "--dry-run", "--target", "t", "-r", "r.txt")]
    [InlineData("pip", "compile", "r.txt", "--quiet", "-o", "out.txt")]
    [InlineData("tool", "run", "--index", Alternative, Absent)]
    [InlineData("run", "--with", Absent, "--index-url", Alternative, "python", "-c", "print()")]
    public async Task Uv_asks_only_the_guard_in_every_spelling(params string[] arguments)
    {
        string uv = SharedTools.RequireUv();
        File.WriteAllText(Path.Combine(_folder.FullName, "r.txt"), $"--extra-index-url {Alternative}\n{Absent}\n");
        InstallerCommand command = UvReader.Read(Input(["--no-cache", .. arguments]));
        Assert.Empty(command.Plan.Refusals);

        Launch launch = command.Prepare(_guard.Addresses, _folder.CreateSubdirectory("copies").FullName);
        string output = await RunAsync(launch with { FileName = uv });

        Assert.All(_guard.Indexes, index => Assert.Contains(index, new[] { IndexSource.PublicDefault, Alternative }));
        Assert.True(_guard.Indexes.Contains(Alternative), output);
    }

    [Fact]
    public async Task Uv_reaches_a_projects_explicit_index_through_the_guard()
    {
        string uv = SharedTools.RequireUv();
        File.WriteAllText(Path.Combine(_folder.FullName, "pyproject.toml"), $"""
            [project]
            name = "proj"
            version = "1"
            requires-python = ">=3.9"
            dependencies = ["priv"]
            [[tool.uv.index]]
            name = "acme"
            url = "{Alternative}"
            explicit = true
            [tool.uv.sources]
            priv = {"{"} index = "acme" {"}"}
            """);
        InstallerCommand command = UvReader.Read(Input("--no-cache", "lock"));
        Launch launch = command.Prepare(_guard.Addresses, _folder.CreateSubdirectory("copies").FullName);
        string output = await RunAsync(launch with { FileName = uv });
        Assert.True(_guard.Indexes.SequenceEqual([Alternative]), output);
    }

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Delete(recursive: true);
    }

    private InstallerInput Input(params ReadOnlySpan<string> arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
            ["HOME"] = _folder.FullName,
        };
        return new InstallerInput(
            [.. arguments], variables, _folder.FullName, InstallerFiles.Disk, InstallerFolders.Of(variables, InstallerPlatform.Linux, Directory.Exists));
    }

    private async Task<string> RunAsync(Launch launch)
    {
        var start = new ProcessStartInfo(launch.FileName, launch.Arguments)
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string path = start.Environment["PATH"] ?? "";
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = _folder.FullName;
        foreach ((string name, string value) in launch.Set)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await output + error;
    }
}

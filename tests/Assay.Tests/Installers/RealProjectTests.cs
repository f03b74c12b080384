using System.Diagnostics;
using System.Security.Cryptography;
using Assay.Installers;

namespace Assay.Tests.Installers;

/// <summary>Whole commands of the real uv and pip before and after the guard: what they leave behind names it nowhere.</summary>
public sealed class RealProjectTests : IDisposable
{
    private const string Pyproject = """
        [project]
        name = "proj"
        version = "0.1"
        requires-python = ">=3.9"
        dependencies = ["alpha", "priv"]

        [tool.uv]
        package = false

        [[tool.uv.index]]
        name = "acme"
        url = "https://priv.example.invalid/simple"
        explicit = true

        [tool.uv.sources]
        priv = { index = "acme" }

        """;

    private readonly StubGuard _guard = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-project-");
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("assay-state-");
    private int _runs;

    public RealProjectTests()
    {
        _guard.AddWheel("alpha", "1.0", "beta");
        _guard.AddWheel("beta", "2.0");
        _guard.AddWheel("priv", "1.0");
        _guard.AddWheel("tool1", "1.0", "beta");
    }

    public void Dispose()
    {
        _guard.Dispose();
        _folder.Delete(recursive: true);
        _state.Delete(recursive: true);
    }

    [Fact]
    public async Task Sync_leaves_a_lock_that_a_second_sync_does_not_touch()
    {
        Write("pyproject.toml", Pyproject);
        await UvAsync("sync");
        string first = Read("uv.lock");
        Assert.Contains("registry = \"https://pypi.org/simple\"", first, StringComparison.Ordinal);
        Assert.Contains("https://files.priv.example.invalid/packages/priv-1.0-py3-none-any.whl", first, StringComparison.Ordinal);
        NothingNamesTheGuard();

        await UvAsync("sync", "--locked", "--reinstall");
        Assert.Equal(first, Read("uv.lock"));
        await UvAsync("sync", "--frozen", "--reinstall");
        Assert.Equal(first, Read("uv.lock"));
        Assert.Equal(Pyproject, Read("pyproject.toml"));
    }

    [Fact]
    public async Task Add_writes_what_it_would_have_written_without_the_guard()
    {
        Write("pyproject.toml", Pyproject);
        await UvAsync("add", "beta");
        string added = Read("pyproject.toml");
        Assert.Equal(
            Pyproject.Replace("""["alpha", "priv"]""", "[\n    \"alpha\",\n    \"beta>=2.0\",\n    \"priv\",\n]", StringComparison.Ordinal), added);
        await UvAsync("add", "--index", "zeta=https://zeta.example.invalid/simple", "tool1");
        Assert.Contains("url = \"https://zeta.example.invalid/simple\"", Read("pyproject.toml"), StringComparison.Ordinal);
        NothingNamesTheGuard();
    }

    [Fact]
    public async Task Address_in_an_argument_is_written_as_it_was_given()
    {
        Write("pyproject.toml", Pyproject);
        await UvAsync("add", "tool1 @ https://files.example.invalid/tool1-1.0-py3-none-any.whl");
        Assert.Contains("tool1 = { url = \"https://files.example.invalid/tool1-1.0-py3-none-any.whl\" }", Read("pyproject.toml"), StringComparison.Ordinal);
        Assert.Contains("source = { url = \"https://files.example.invalid/tool1-1.0-py3-none-any.whl\" }", Read("uv.lock"), StringComparison.Ordinal);
        NothingNamesTheGuard();
    }

    [Fact]
    public async Task Program_of_run_and_uvx_sees_nothing_of_the_guard()
    {
        Write("pyproject.toml", Pyproject);
        Assert.Contains("hello ['a', '--index-url'] []", await UvAsync("run", "alpha", "a", "--index-url"), StringComparison.Ordinal);
        Assert.Contains("hello ['b'] []", await UvAsync("run", "--with", "tool1", "tool1", "b"), StringComparison.Ordinal);
        Assert.Contains("hello ['c'] []", await UvAsync("tool", "run", "tool1@1.0", "c"), StringComparison.Ordinal);
        Assert.Contains("hello ['d'] []", await UvAsync("tool", "run", "--from", "tool1", "--with", "priv", "tool1", "d"), StringComparison.Ordinal);
        Write("main.py", "import alpha\nalpha.main()\n");
        Assert.Contains("hello ['f'] []", await UvAsync("run", "main.py", "f"), StringComparison.Ordinal);
        Assert.Contains("hello ['g'] []", await UvAsync("run", "--locked", "python", "main.py", "g"), StringComparison.Ordinal);
        Assert.Contains("hello ['h'] []", await UvAsync("run", "--frozen", "--", "main.py", "h"), StringComparison.Ordinal);
        Assert.Contains("hello ['i'] []", await UvAsync("run", "-m", "main", "i"), StringComparison.Ordinal);
        Assert.Contains("hello ['j'] []", await UvAsync("run", "--no-project", "--with", "tool1", "tool1", "j"), StringComparison.Ordinal);
        Write("s.py", "# /// script\n# dependencies = [\"tool1\"]\n# ///\nimport tool1\ntool1.main()\n");
        Assert.Contains("hello ['e'] []", await UvAsync("run", "s.py", "e"), StringComparison.Ordinal);
        NothingNamesTheGuard();
    }

    [Fact]
    public async Task Compiled_requirements_and_exports_name_the_users_own_indexes_and_files()
    {
        Write("r.in", "alpha\n--extra-index-url https://other.example.invalid/simple\n");
        await UvAsync("pip", "compile", "--emit-index-url", "--emit-index-annotation", "r.in", "-o", "out.txt");
        Assert.Contains("--extra-index-url https://other.example.invalid/simple", Read("out.txt"), StringComparison.Ordinal);
        Assert.Contains("# via -r r.in", Read("out.txt"), StringComparison.Ordinal);
        await UvAsync("pip", "compile", "r.in", "-o", "pylock.toml");
        await UvAsync("pip", "sync", "--target", "t", "pylock.toml");
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "t", "alpha.py")));
        NothingNamesTheGuard();
    }

    [Fact]
    public async Task Installed_address_is_the_users_own_and_its_record_row_is_right()
    {
        await UvAsync("pip", "install", "--target", "t", "https://files.example.invalid/beta-2.0-py3-none-any.whl");
        string information = Path.Combine(_folder.FullName, "t", "beta-2.0.dist-info");
        Assert.Contains("\"https://files.example.invalid/beta-2.0-py3-none-any.whl\"", File.ReadAllText(Path.Combine(information, "direct_url.json")), StringComparison.Ordinal);
        NothingNamesTheGuard();
    }

    [Theory]
    [InlineData("22.3.1")]
    [InlineData("26.3")]
    public async Task Pip_leaves_the_users_own_addresses_in_records_reports_and_locks(string version)
    {
        Write("r.txt", "https://files.example.invalid/beta-2.0-py3-none-any.whl\n--extra-index-url https://other.example.invalid/simple\nalpha\n");
        await PipAsync(version, "install", "--target", "t", "--report", "report.json", "--log", "log.txt", "-r", "r.txt");
        Assert.Contains("https://files.example.invalid/beta-2.0-py3-none-any.whl", Read("report.json"), StringComparison.Ordinal);
        string information = Path.Combine("t", "beta-2.0.dist-info");
        Assert.Contains("\"https://files.example.invalid/beta-2.0-py3-none-any.whl\"", Read(Path.Combine(information, "direct_url.json")), StringComparison.Ordinal);
        string digest = Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder.FullName, information, "direct_url.json"))))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Contains($"direct_url.json,sha256={digest},", Read(Path.Combine(information, "RECORD")), StringComparison.Ordinal);
        NothingNamesTheGuard();
        if (version == "26.3")
        {
            await PipAsync(version, "lock", "-o", "pylock.toml", "alpha");
            Assert.Contains("/packages/beta-2.0-py3-none-any.whl", Read("pylock.toml"), StringComparison.Ordinal);
            await PipAsync(version, "install", "--target", "t2", "-r", "pylock.toml");
            Assert.True(File.Exists(Path.Combine(_folder.FullName, "t2", "alpha.py")));
            NothingNamesTheGuard();
        }
    }

    private async Task PipAsync(string version, params string[] arguments)
    {
        string wheel = Path.Combine(SharedTools.Require("wheels"), $"pip-{version}-py3-none-any.whl");
        Dictionary<string, string> variables = Variables();
        InstallerCommand command = PipReader.Read(Input(arguments, variables));
        Assert.Empty(command.Plan.Refusals);
        Launch launch = command.Prepare(_guard.Addresses, _state.CreateSubdirectory($"run{_runs++}").FullName);
        await StartAsync(launch with { Arguments = [Path.Combine(wheel, "pip"), .. launch.Arguments.Skip(2)] }, variables);
        WrittenNames.MapBack(command.Outputs, _guard.Addresses, launch.Originals);
    }

    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
        ["HOME"] = _state.FullName,
        ["UV_CACHE_DIR"] = Path.Combine(_state.FullName, "cache"),
        ["UV_PYTHON_DOWNLOADS"] = "never",
    };

    private InstallerInput Input(string[] arguments, Dictionary<string, string> variables) => new(
        [.. arguments], variables, _folder.FullName, InstallerFiles.Disk, InstallerFolders.Of(variables, InstallerPlatform.Linux, Directory.Exists));

    private async Task<string> UvAsync(params string[] arguments)
    {
        string uv = SharedTools.RequireUv();
        Dictionary<string, string> variables = Variables();
        InstallerCommand command = UvReader.Read(Input(arguments, variables));
        Assert.Empty(command.Plan.Refusals);
        Launch launch = command.Prepare(_guard.Addresses, _state.CreateSubdirectory($"run{_runs++}").FullName);
        string output;
        using (LockMapping.Map(command.Plan.Locks, _guard.Addresses, _state.FullName))
        {
            output = await StartAsync(launch with { FileName = uv }, variables);
        }

        WrittenNames.MapBack(command.Outputs, _guard.Addresses, launch.Originals);
        return launch.Program is { } program ? await StartAsync(program with { FileName = uv }, variables) : output;
    }

    private async Task<string> StartAsync(Launch launch, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(launch.FileName, launch.Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in variables.Where(variable => !launch.Remove.Contains(variable.Key)).Concat(launch.Set))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', launch.Arguments)}\n{error}\n{string.Join('\n', _guard.Asked)}");
        return await output;
    }

    private void NothingNamesTheGuard()
    {
        string address = _guard.Addresses.Base[.._guard.Addresses.Base.LastIndexOf('/')];
        foreach (string file in Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories))
        {
            Assert.False(File.Exists(file) && File.ReadAllText(file).Contains(address, StringComparison.Ordinal), file);
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));
}

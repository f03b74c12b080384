using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using global::Assay.Demo;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Guard.Bench;

/// <summary>What a guarded command did, as a user sees it.</summary>
internal sealed record GuardRun(int Exit, string Output, string Error, JsonElement? Report)
{
    /// <summary>Everything that was printed, for a failing assertion.</summary>
    public string All => $"exit {Exit}\n--- stdout\n{Output}\n--- stderr\n{Error}";

    /// <summary>Values of one member of the report's list.</summary>
    public string[] Reported(string list, string member = "file") => Report is JsonElement report
        ? [.. report.GetProperty(list).EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : entry.GetProperty(member).GetString() ?? "")]
        : [];

    public void Is(int exit, params string[] shown)
    {
        Assert.True(Exit == exit, All);
        foreach (string text in shown)
        {
            Assert.True(Output.Contains(text, StringComparison.Ordinal) || Error.Contains(text, StringComparison.Ordinal), $"'{text}' is missing: {All}");
        }

        // Whatever went wrong, nobody is shown the inside of the program.
        Assert.DoesNotContain("   at Assay.", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", Error, StringComparison.Ordinal);
    }
}

/// <summary>A machine of its own for one test: an environment with a given pip, a home, a store, a project folder. Assay runs there as a process, as users run it.</summary>
internal sealed class Stage : IDisposable
{
    /// <summary>The pip that the machine has, in place of a version.</summary>
    public const string Machine = "machine";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly Lock s_gate = new();
    private static readonly Lazy<PythonOfMachine?> s_python = new(static () => PythonOfMachine.Find("python3"));

    private readonly TemporaryFolder _folder = new();
    private readonly string _pip;

    /// <param name="pip">A version of pip whose wheel lies beside the repository, or <see cref="Machine"/>.</param>
    /// <param name="index">The index that pip and uv use by default; null: none is set.</param>
    public Stage(string pip, BenchIndex? index)
    {
        PythonOfMachine python = RequirePython();
        _pip = pip;
        Python = python;
        Project = Directory.CreateDirectory(_folder["project"]).FullName;
        Home = Directory.CreateDirectory(_folder["home"]).FullName;
        Environment = _folder["environment"];
        DemoEnvironment.LayOut(python, Environment);
        Packages = Path.Combine(Environment, "lib", string.Create(CultureInfo.InvariantCulture, $"python{python.Major}.{python.Minor}"), "site-packages");
        if (pip != Machine)
        {
            // pip is unpacked once for all tests, so that its bytecode is compiled once.
            File.WriteAllText(Path.Combine(Packages, "bench-pip.pth"), Unpacked($"pip-{pip}-py3-none-any.whl") + "\n");
        }
        else if (python.PipVersion is null)
        {
            Assert.Skip("this machine's python3 has no pip");
        }

        foreach (string name in new[] { "PATH", "DOTNET_ROOT", "TMPDIR", "LANG" })
        {
            if (System.Environment.GetEnvironmentVariable(name) is string value)
            {
                Variables[name] = value;
            }
        }

        Variables["HOME"] = Home;
        Variables["PIP_CONFIG_FILE"] = "/dev/null";
        Variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1";
        Variables["PIP_NO_INPUT"] = "1";
        Variables["UV_PYTHON_DOWNLOADS"] = "never";
        Variables["UV_PYTHON"] = python.Executable;
        Variables["BENCH_BUILD_LOG"] = _folder["build.log"];
        if (pip != Machine)
        {
            Variables["VIRTUAL_ENV"] = Environment;
            Variables.Remove("UV_PYTHON");
        }

        if (index is not null)
        {
            Variables["PIP_INDEX_URL"] = index.Address;
            Variables["UV_DEFAULT_INDEX"] = index.Address;
        }
    }

    public PythonOfMachine Python { get; }

    /// <summary>The working folder.</summary>
    public string Project { get; }

    public string Home { get; }

    /// <summary>The environment that is installed into.</summary>
    public string Environment { get; }

    /// <summary>Its site-packages.</summary>
    public string Packages { get; }

    public string Store => _folder["store"];

    /// <summary>Everything that Assay and the installer find in their environment.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Assay's own options, before the verb.</summary>
    public List<string> Options { get; } = [];

    /// <summary>What the bench's build backend wrote; empty where it was not run.</summary>
    public string BuildLog => File.Exists(_folder["build.log"]) ? File.ReadAllText(_folder["build.log"]) : "";

    public void Dispose() => _folder.Dispose();

    /// <summary>A path in the project.</summary>
    public string this[string name] => Path.Combine(Project, name);

    /// <summary>Writes a file of the project.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Write(BenchFile file)
    {
        File.WriteAllBytes(this[file.FileName], file.Bytes);
        return this[file.FileName];
    }

    /// <summary>Uses a policy from now on.</summary>
    public void UsePolicy(string text)
    {
        File.WriteAllText(_folder["policy.toml"], text);
        Options.RemoveAll(option => option == "--policy" || option == _folder["policy.toml"]);
        Options.AddRange(["--policy", _folder["policy.toml"]]);
    }

    /// <summary>Whether a project is installed at that version.</summary>
    public bool Has(string project, string version) => Directory.Exists(Path.Combine(Packages, $"{project}-{version}.dist-info"));

    public Task<GuardRun> PipAsync(params string[] arguments) => RunAsync(["pip", .. _pip == Machine ? ["--python", Environment] : (ReadOnlySpan<string>)[], .. arguments]);

    public Task<GuardRun> InstallAsync(params string[] arguments) => PipAsync(["install", .. arguments]);

    /// <summary>Runs uv behind the guard.</summary>
    public Task<GuardRun> UvAsync(params string[] arguments)
    {
        FindUv();
        return RunAsync(["uv", .. arguments]);
    }

    /// <summary>Puts uv on the path.</summary>
    public void FindUv()
    {
        string folder = Path.GetDirectoryName(SharedTools.RequireUv())!;
        if (!Variables["PATH"].StartsWith(folder, StringComparison.Ordinal))
        {
            Variables["PATH"] = $"{folder}:{Variables["PATH"]}";
        }
    }

    /// <summary>Runs Assay with its store and report, and checks that nothing it left behind names the guard.</summary>
    public async Task<GuardRun> RunAsync(string[] command)
    {
        string report = _folder["report.json"];
        File.Delete(report);
        bool isGuarded = global::Assay.Commands.Catalogue.Find(command[0]) is global::Assay.Commands.GuardedVerb;
        using Process process = Start(isGuarded ? ["--report", report, .. command] : command);
        (string output, string error) = await EndAsync(process);
        JsonElement? read = File.Exists(report) ? JsonDocument.Parse(await File.ReadAllBytesAsync(report)).RootElement : null;
        AssertNothingNamesTheGuard();
        return new GuardRun(process.ExitCode, output, error, read);
    }

    /// <summary>Starts Assay; the caller waits with <see cref="EndAsync"/>.</summary>
    /// <param name="ownGroup">True for a process group of its own, to which a terminal's signals can be sent.</param>
    public Process Start(string[] command, bool ownGroup = false)
    {
        string assay = Path.Combine(AppContext.BaseDirectory, "assay");
        string[] arguments = ["--store", Store, .. Options, .. command];
        ProcessStartInfo start = new(ownGroup ? "setsid" : assay, ownGroup ? [assay, .. arguments] : arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in Variables)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for the end; a process that does not end is ended with all it started.</summary>
    public static async Task<(string Output, string Error)> EndAsync(Process process)
    {
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            string error = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (await output, error);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} did not end", late);
        }
    }

    // Host and port of the guard, for each set of indexes that was used here.
    private string[] GuardBases()
    {
        if (!File.Exists(Path.Combine(Store, "assay.db")))
        {
            return [];
        }

        using SqliteConnection store = new($"Data Source={Path.Combine(Store, "assay.db")};Mode=ReadOnly;Pooling=False");
        store.Open();
        using SqliteCommand query = store.CreateCommand();
        query.CommandText = "SELECT value FROM guard_state WHERE key LIKE 'guard/%/port'";
        using SqliteDataReader rows = query.ExecuteReader();
        List<string> bases = [];
        while (rows.Read())
        {
            bases.Add($"127.0.0.1:{rows.GetString(0)}");
        }

        return [.. bases];
    }

    private void AssertNothingNamesTheGuard()
    {
        byte[][] bases = [.. GuardBases().Select(Encoding.ASCII.GetBytes)];
        foreach (string file in new[] { Project, Environment }.SelectMany(static folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })))
        {
            byte[] content = File.ReadAllBytes(file);
            Assert.False(bases.Any(address => content.AsSpan().IndexOf(address) >= 0), $"{file} names the guard");
        }
    }

    private static PythonOfMachine RequirePython()
    {
        Assert.SkipWhen(s_python.Value is null, "there is no python3 on this machine");
        return s_python.Value!;
    }

    private static string Unpacked(string wheel)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"assay-tests-{Path.GetFileNameWithoutExtension(wheel)}");
        lock (s_gate)
        {
            if (!Directory.Exists(folder))
            {
                string unfinished = $"{folder}.{System.Environment.ProcessId}";
                ZipFile.ExtractToDirectory(Path.Combine(SharedTools.Require("wheels"), wheel), unfinished);
                Directory.Move(unfinished, folder);
            }
        }

        return folder;
    }
}

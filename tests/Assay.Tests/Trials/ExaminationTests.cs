using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Assay.Guard;
using Assay.Installers;
using Assay.Shims;
using Assay.Trials;

namespace Assay.Tests.Trials;

/// <summary>The doctor with the machine's own pip and with uv: behind the guard, round it, and plainly called.</summary>
public sealed class ExaminationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = new(ProcessEnvironment.Read(), StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pip_behind_the_guard_takes_no_way_round()
    {
        IReadOnlyList<TrialResult> results = await ExamineAsync("pip", PathWithPython());
        ImmutableArray<TrialResult> pip = [.. results.Where(static result => result.Subject.StartsWith("pip ", StringComparison.Ordinal))];
        Assert.SkipWhen(pip.IsEmpty, "this machine has no pip");
        Assert.True(pip.Length > 12);
        Assert.All(pip, static result => Assert.True(result.Standing == Standing.Ok, result.ToString()));
    }

    [Fact]
    public async Task Every_way_round_that_pip_knows_is_one_without_the_guard()
    {
        TrialBench bench = Bench(PathWithPython());
        Assert.SkipWhen(bench.Python is null, "this machine has no Python");
        InstallerKind pip = InstallerKind.All[0];
        int count = pip.Trials(new TrialPlaces(WatchedAddresses.Sample, WatchedAddresses.Sample, "/", null)).Length;
        for (int i = 0; i < count; i++)
        {
            int number = i;
            TrialResult result = await bench.RunAsync(pip, "pip", [bench.Python!, "-m", "pip"], places => pip.Trials(places)[number], TestContext.Current.CancellationToken);

            // Older pips do not know this one; the guard refuses it for all of them.
            Assert.True(result.Standing == Standing.Open || result.Check == "--no-proxy-env", result.ToString());
        }
    }

    [Fact]
    public async Task Uv_behind_the_guard_takes_no_way_round()
    {
        string uv = SharedTools.RequireUv();
        string path = $"{Path.GetDirectoryName(uv)}:{PathWithPython()}";
        IReadOnlyList<TrialResult> results = await ExamineAsync("uv", path);
        ImmutableArray<TrialResult> guarded = [.. results.Where(static result => result.Subject.StartsWith("uv ", StringComparison.Ordinal))];
        Assert.True(guarded.Length > 12);
        Assert.All(guarded, static result => Assert.True(result.Standing == Standing.Ok, result.ToString()));
        Assert.Equal(Standing.Open, results.Single(static result => result.Subject == "uv").Standing);
    }

    [Fact]
    public async Task With_shims_first_on_PATH_plain_calls_are_behind_the_guard()
    {
        string uv = SharedTools.RequireUv();
        new ShimFolder(_folder["shims"], BoundChild.OwnProgram()!).Install();
        string path = $"{_folder["shims"]}:{Path.GetDirectoryName(uv)}:{PathWithPython()}";
        TrialBench bench = Bench(path);
        foreach (InstallerKind kind in InstallerKind.All.Where(static kind => !kind.IsRun))
        {
            TrialResult result = await bench.RunAsync(kind, kind.Name, [Path.Combine(_folder["shims"], kind.Name)], places => kind.Plain(places, kind.Name) with { Aim = TrialAim.PlainCall }, TestContext.Current.CancellationToken);
            Assert.True(result.Standing == Standing.Ok, result.ToString());
        }
    }

    [Fact]
    public async Task A_machine_without_installers_is_told_so_as_json()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "PATH of POSIX");
        ProcessStartInfo start = new(BoundChild.OwnProgram()!, ["--store", _folder["store"], "doctor", "--format", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = _folder.Path;
        start.Environment.Remove("VIRTUAL_ENV");
        using Process doctor = Process.Start(start)!;
        using JsonDocument report = JsonDocument.Parse(await doctor.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await doctor.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, doctor.ExitCode);
        Assert.Equal("assay.doctor/1", report.RootElement.GetProperty("schema").GetString());
        Assert.Equal(2, report.RootElement.GetProperty("exit").GetInt32());
        JsonElement last = report.RootElement.GetProperty("checks").EnumerateArray().Last();
        Assert.Equal(("installers", "failed"), (last.GetProperty("subject").GetString(), last.GetProperty("standing").GetString()));
    }

    private async Task<IReadOnlyList<TrialResult>> ExamineAsync(string kind, string path)
    {
        TrialBench bench = Bench(path);
        List<TrialResult> results = [];
        await new Examination(bench, Input()).RunAsync([.. InstallerKind.All.Where(known => known.Name == kind)], results.Add, TestContext.Current.CancellationToken);
        return results;
    }

    private TrialBench Bench(string path)
    {
        _environment["PATH"] = path;
        _environment.Remove("VIRTUAL_ENV");
        return new TrialBench(BoundChild.OwnProgram()!, null, _environment, PythonOnPath.Find(Input()), TimeSpan.FromMinutes(5));
    }

    private InstallerInput Input() =>
        new([], _environment, _folder.Path, InstallerFiles.Disk, InstallerFolders.Of(_environment, InstallerFolders.CurrentPlatform, Directory.Exists));

    // A folder with nothing but the machine's python3 in it, so that no other installer of this machine is tried.
    private string PathWithPython()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "PATH of POSIX");
        string? python = PythonOnPath.FindProgram("python3", Input());
        Assert.SkipWhen(python is null, "this machine has no python3");
        string folder = Directory.CreateDirectory(_folder["python"]).FullName;
        File.WriteAllText(Path.Combine(folder, "python3"), $"#!/bin/sh\nexec {Shim.Quote(python!)} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "python3"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return $"{folder}:/bin";
    }
}

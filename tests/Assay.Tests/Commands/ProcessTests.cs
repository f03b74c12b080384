using System.Diagnostics;

namespace Assay.Tests.Commands;

/// <summary>The program as processes: two at once on one store, and killed at any moment.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Wheels = 24;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "assay.exe" : "assay");

    private readonly TestConsole _console = new();

    public ProcessTests()
    {
        for (int i = 0; i < Wheels; i++)
        {
            _console.Wheel($"wheels/p{i}-1.0-py3-none-any.whl");
        }
    }

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Two_processes_share_a_new_store()
    {
        Process[] both = [Start("scan", _console.Folder["wheels"]), Start("scan", _console.Folder["wheels"])];
        foreach (Process process in both)
        {
            using (process)
            {
                string output = await process.StandardOutput.ReadToEndAsync();
                await process.WaitForExitAsync();
                Assert.True(process.ExitCode == 0, output + await process.StandardError.ReadToEndAsync());
                Assert.Contains($"{Wheels} files: {Wheels} allow", output);
            }
        }

        Assert.Equal(0, await _console.RunAsync("store", "info"));
        Assert.Contains($"inspections  {Wheels}\n", _console.Output);
    }

    [Fact]
    public async Task A_process_killed_at_any_moment_leaves_a_store_that_works()
    {
        for (int lines = 0; lines < Wheels; lines += 4)
        {
            using Process process = Start("scan", "--format", "jsonl", "--jobs", "1", _console.Folder["wheels"]);
            for (int i = 0; i < lines && await process.StandardOutput.ReadLineAsync() is not null; i++)
            {
            }

            process.Kill();
            await process.WaitForExitAsync();
            Assert.Equal(0, await _console.RunAsync("store", "info"));
        }

        Assert.Equal(0, await _console.RunAsync("scan", _console.Folder["wheels"]));
        Assert.Contains($"{Wheels} files: {Wheels} allow", _console.Output);
        Assert.Equal(0, await _console.RunAsync("store", "gc"));
    }

    [Fact]
    public async Task An_interrupt_ends_with_its_own_code_and_a_sentence()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals by kill(1)");
        using Process process = Start("scan", "--no-store", "--format", "jsonl", "--jobs", "1", _console.Folder["wheels"], _console.Folder["wheels"], _console.Folder["wheels"]);
        await process.StandardOutput.ReadLineAsync();
        using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        // It may have been done before the signal came.
        Assert.True(process.ExitCode == 0 || (process.ExitCode == 130 && error.Contains("stopped", StringComparison.Ordinal)), $"{process.ExitCode}: {error}");
    }

    private Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new(Program, ["--store", _console.Store, .. arguments]) 
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start)!;
    }
}
